using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Dokument;

/// <summary>
/// Tar bort ett dokument från det som det ligger på. Raden och filen står kvar: en allmän handling gallras inte för att någon trycker fel
/// (10 § arkivlagen, ARK-01).
/// </summary>
public abstract record Dokumentborttagning : Dokumentbegaran
{
    public Guid DokumentId { get; init; }

    public bool Bekraftat { get; init; }
}

/// <summary>Tar bort ett dokument från ett ärende. Händelsen och filens kontrollsumma står kvar.</summary>
[Kraver(Skriver)]
public sealed record TaBortArendedokumentCommand : Dokumentborttagning, ICommand<Unit>, IArendebunden
{
    Guid IArendebunden.ArendeId => ObjektId;
}

public abstract class DokumentborttagningValidator<T> : AbstractValidator<T> where T : Dokumentborttagning
{
    protected DokumentborttagningValidator() =>
        RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att dokumentet ska tas bort. Det går inte att ångra.");
}

public sealed class TaBortArendedokumentValidator : DokumentborttagningValidator<TaBortArendedokumentCommand>;

public sealed class TaBortDokumentHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<TaBortArendedokumentCommand, Result<Unit>>, IRequestHandler<TaBortDelatDokumentCommand, Result<Unit>>, IRequestHandler<TaBortNamnddokumentCommand, Result<Unit>>
{
    private const string TaBortSql = """
        UPDATE Dokument
        SET Borttaget = @Borttaget, BorttagetAv = @BorttagetAv
        WHERE Id = @DokumentId AND Borttaget IS NULL
        """;

    public async Task<Result<Unit>> Handle(TaBortArendedokumentCommand request, CancellationToken cancellationToken) =>
        await TaBortAsync(await Dokumentplats.ArendeAsync(db, request, cancellationToken), request.DokumentId, cancellationToken);

    public async Task<Result<Unit>> Handle(TaBortDelatDokumentCommand request, CancellationToken cancellationToken) =>
        await TaBortAsync(await DeladeDokument.PlatsAsync(db, request, request.Namnder, cancellationToken), request.DokumentId, cancellationToken);

    public async Task<Result<Unit>> Handle(TaBortNamnddokumentCommand request, CancellationToken cancellationToken) =>
        await TaBortAsync(await Namnddokument.PlatsAsync(db, request, cancellationToken), request.DokumentId, cancellationToken);

    private async Task<Result<Unit>> TaBortAsync(Dokumentplats? plats, Guid dokumentId, CancellationToken cancellationToken)
    {
        if (plats is null || await Dokumentrad.LasAsync(db, plats, dokumentId, cancellationToken) is not { } rad) { return Result<Unit>.NotFound(); }
        if (await db.ExecuteAsync(TaBortSql, new { DokumentId = dokumentId, Borttaget = clock.GetUtcNow(), BorttagetAv = anvandare.Namn }, cancellationToken) == 0)
        {
            return Result<Unit>.NotFound();
        }
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Dokument borttaget", $"Dokumentet {rad.Filnamn} borttaget från {plats.Rubrik}.",
            new { Objekt = plats.Objekt, plats.ObjektId, DokumentId = dokumentId, rad.Checksumma }, plats.ObjektId));
    }
}
