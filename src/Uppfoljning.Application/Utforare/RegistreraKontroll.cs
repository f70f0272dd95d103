using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Utforare;

/// <summary>
/// Lägger till en kontroll av utföraren (PR-09). En kontroll ändras aldrig; en ny läggs till.
/// </summary>
/// <remarks>Åtkomsten prövas mot @Namnder i <see cref="Utforaratkomst"/>.</remarks>
[Kraver(Utforaruppgifter.Skoter | Roll.Uppfoljare)]
public sealed record RegistreraKontrollCommand : ICommand<Guid>, INamndfiltrerad
{
    public Guid UtforareId { get; init; }

    public Kontrollsort? Sort { get; init; }

    public DateOnly? Gjord { get; init; }

    /// <summary>Null när kontrollen är gjord men resultatet inte är känt.</summary>
    public Kontrollresultat? Resultat { get; init; }

    public string Kalla { get; init; } = "";

    /// <summary>Vem som gjorde kontrollen; tomt är den som registrerar.</summary>
    public string? GjordAv { get; init; }

    public string? Beteckning { get; init; }

    public DateOnly? GallerFran { get; init; }

    public DateOnly? GallerTill { get; init; }

    /// <summary>Tomt ger dagen enligt kommunens intervall.</summary>
    public DateOnly? NastaSenast { get; init; }

    public string? Anmarkning { get; init; }

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed class RegistreraKontrollValidator : AbstractValidator<RegistreraKontrollCommand>
{
    public RegistreraKontrollValidator()
    {
        RuleFor(c => c.Sort).NotNull().WithMessage("Välj vad som kontrollerades.");
        RuleFor(c => c.Gjord).NotNull().WithMessage("Ange vilken dag kontrollen gjordes.");
        RuleFor(c => c.Kalla).NotEmpty().WithMessage("Ange varifrån uppgiften kommer, till exempel Skatteverket.").MaximumLength(200).WithMessage("Källan får ha högst 200 tecken.");
        RuleFor(c => c.GjordAv).MaximumLength(200).WithMessage("Namnet får ha högst 200 tecken.");
        RuleFor(c => c.Beteckning).MaximumLength(100).WithMessage("Beteckningen får ha högst 100 tecken.");
        RuleFor(c => c.Anmarkning).MaximumLength(1000).WithMessage("Anmärkningen får ha högst 1 000 tecken.")
            .NotEmpty().When(c => c.Resultat is Kontrollresultat.Anmarkning or Kontrollresultat.EjUppfyllt, ApplyConditionTo.CurrentValidator).WithMessage("Skriv vad kontrollen visade.");
    }
}

public sealed class RegistreraKontrollHandler(DbSession db, TimeProvider clock, IAnvandarkontext anvandare) : IRequestHandler<RegistreraKontrollCommand, Result<Guid>>
{
    internal const string LaggInSql = """
        INSERT INTO Kontroll (Id, UtforareId, Sort, Gjord, Resultat, Kalla, Beteckning, GallerFran, GallerTill, NastaSenast, Anmarkning, GjordAv, Registrerad)
        VALUES (@Id, @UtforareId, @Sort, @Gjord, @Resultat, @Kalla, @Beteckning, @GallerFran, @GallerTill, @NastaSenast, @Anmarkning, @GjordAv, @Registrerad)
        """;

    public async Task<Result<Guid>> Handle(RegistreraKontrollCommand request, CancellationToken cancellationToken)
    {
        var utforare = await Utforaratkomst.NamnAsync(db, request.UtforareId, request.Namnder, cancellationToken);
        if (utforare is null) { return Result<Guid>.NotFound(); }
        var (sort, gjord) = (request.Sort!.Value, request.Gjord!.Value);
        if (Kontrollregler.Prova(gjord, request.GallerFran, request.GallerTill, request.NastaSenast, clock.Idag()) is { Count: > 0 } hinder) { return Result<Guid>.Refused(hinder); }

        var nasta = request.NastaSenast ?? Kontrollregler.ForeslaNasta(sort, gjord, request.GallerTill);
        var id = Guid.CreateVersion7();
        await db.ExecuteAsync(LaggInSql, new
        {
            Id = id,
            request.UtforareId,
            Sort = sort.ToString(),
            Gjord = gjord,
            Resultat = request.Resultat?.ToString(),
            Kalla = request.Kalla.Trim(),
            Beteckning = Utforaruppgifter.Text(request.Beteckning),
            request.GallerFran,
            request.GallerTill,
            NastaSenast = nasta,
            Anmarkning = Utforaruppgifter.Text(request.Anmarkning),
            GjordAv = Utforaruppgifter.Text(request.GjordAv) ?? anvandare.Namn,
            Registrerad = clock.GetUtcNow(),
        }, cancellationToken);
        return Result<Guid>.Ok(id, new AuditEntry("Kontroll registrerad",
            $"{sort.Text()} hos {utforare} kontrollerad {gjord.Iso()}: {(request.Resultat?.Text() ?? "Resultatet inte känt").ToLowerInvariant()}. Görs om senast {nasta.Iso()}.",
            new { request.UtforareId, KontrollId = id, Sort = sort, Gjord = gjord.Iso(), request.Resultat, NastaSenast = nasta.Iso() }, request.UtforareId));
    }
}
