using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Dokument;

/// <summary>Lägger in mottagna filer som dokument, med dag, avsändare och kort vad de rör (OFF-01, OFF-02).</summary>
public abstract record Dokumentinlagg : Dokumentuppgifter
{
    /// <summary>Filer som har prövats och sparats av <see cref="Mottagning"/>.</summary>
    public IReadOnlyList<Mottagenfil> Filer { get; init; } = [];
}

/// <summary>Lägger in dokument på ett avtal, en enhet, ett sammanträde eller en plan.</summary>
[Kraver(Skriver)]
public sealed record LaggInArendedokumentCommand : Dokumentinlagg, ICommand<IReadOnlyList<Guid>>, IArendebunden
{
    Guid IArendebunden.ArendeId => ObjektId;
}

public abstract class DokumentinlaggValidator<T> : AbstractValidator<T> where T : Dokumentinlagg
{
    protected DokumentinlaggValidator()
    {
        RuleFor(c => c.Filer).NotEmpty().WithMessage("Välj minst en fil.");
        RuleFor(c => c.Beskrivning).MaximumLength(Dokumentuppgifter.LangstaBeskrivning)
            .WithMessage($"Beskrivningen får ha högst {Dokumentuppgifter.LangstaBeskrivning} tecken.");
    }
}

public sealed class LaggInArendedokumentValidator : DokumentinlaggValidator<LaggInArendedokumentCommand>;

public sealed class LaggInDokumentHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<LaggInArendedokumentCommand, Result<IReadOnlyList<Guid>>>, IRequestHandler<LaggInDelatDokumentCommand, Result<IReadOnlyList<Guid>>>,
      IRequestHandler<LaggInNamnddokumentCommand, Result<IReadOnlyList<Guid>>>
{
    private const int NamnIMeningen = 5;

    private const string LaggInSql = """
        INSERT INTO Dokument (Id, NamndId, ObjektSort, ObjektId, Sort, Filnamn, Filtyp, Storlek, Checksumma, Beskrivning, Inlagt, InlagtAv)
        VALUES (@Id, @NamndId, @ObjektSort, @ObjektId, @Sort, @Filnamn, @Filtyp, @Storlek, @Checksumma, @Beskrivning, @Inlagt, @InlagtAv)
        """;

    public async Task<Result<IReadOnlyList<Guid>>> Handle(LaggInArendedokumentCommand request, CancellationToken cancellationToken) =>
        await LaggInAsync(await Dokumentplats.ArendeAsync(db, request, cancellationToken), request, cancellationToken);

    public async Task<Result<IReadOnlyList<Guid>>> Handle(LaggInDelatDokumentCommand request, CancellationToken cancellationToken) =>
        await LaggInAsync(await DeladeDokument.PlatsAsync(db, request, request.Namnder, cancellationToken), request, cancellationToken);

    public async Task<Result<IReadOnlyList<Guid>>> Handle(LaggInNamnddokumentCommand request, CancellationToken cancellationToken) =>
        await LaggInAsync(await Namnddokument.PlatsAsync(db, request, cancellationToken), request, cancellationToken);

    private async Task<Result<IReadOnlyList<Guid>>> LaggInAsync(Dokumentplats? plats, Dokumentinlagg request, CancellationToken cancellationToken)
    {
        if (plats is null) { return Result<IReadOnlyList<Guid>>.NotFound(); }

        var nu = clock.GetUtcNow();
        var rader = request.Filer.Select(fil => new
        {
            Id = Guid.CreateVersion7(nu),
            plats.NamndId,
            ObjektSort = plats.Objekt.ToString(),
            plats.ObjektId,
            Sort = request.Sort?.ToString(),
            fil.Filnamn,
            Filtyp = fil.Filtyp.ToString(),
            fil.Storlek,
            fil.Checksumma,
            Beskrivning = string.IsNullOrWhiteSpace(request.Beskrivning) ? null : request.Beskrivning.Trim(),
            Inlagt = nu,
            InlagtAv = anvandare.Namn,
        }).ToList();
        await db.ExecuteAsync(LaggInSql, rader, cancellationToken);

        var namn = string.Join(", ", rader.Take(NamnIMeningen).Select(r => r.Filnamn)) + (rader.Count > NamnIMeningen ? $" och {rader.Count - NamnIMeningen} till" : "");
        return Result<IReadOnlyList<Guid>>.Ok([.. rader.Select(r => r.Id)], new AuditEntry("Dokument inlagt",
            rader.Count == 1 ? $"Dokumentet {namn} inlagt på {plats.Rubrik}." : $"{rader.Count} dokument inlagda på {plats.Rubrik}: {namn}.",
            new { Objekt = plats.Objekt, plats.ObjektId, request.Sort, Dokument = rader.Select(r => new { DokumentId = r.Id, r.Checksumma }) },
            plats.ObjektId));
    }
}
