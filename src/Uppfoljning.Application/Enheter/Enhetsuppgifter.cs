using FluentValidation;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Enheter;

/// <summary>Det som skrivs om en enhet, lika när den registreras och när den ändras. Tomt betyder inte känt.</summary>
public abstract record Enhetsuppgifter
{
    public string Namn { get; init; } = "";

    public string? Verksamhetsomrade { get; init; }

    /// <summary>Valet när det inte är känt vem som driver enheten.</summary>
    public static readonly Guid IngenKand = Guid.Empty;

    /// <summary>Den som driver enheten; null är nämnden själv, i egen regi, och <see cref="IngenKand"/> att det inte är känt.</summary>
    public Guid? UtforareId { get; init; }

    /// <summary>Antal verksamheter som posten omfattar.</summary>
    public int? Antal { get; init; }

    /// <summary>Var enheten ligger.</summary>
    public string? Plats { get; init; }

    /// <summary>Hur många som får plats.</summary>
    public int? Platser { get; init; }

    public int? Brukare { get; init; }

    public bool? Konkurrens { get; init; }

    public string? MojligFor { get; init; }

    /// <summary>Egen regi arbetar efter en uppdragsbeskrivning (LOVP-06); den här är dess diarienummer.</summary>
    public string? UppdragDiarienummer { get; init; }

    public DateOnly? UppdragBeslutat { get; init; }

    public DateOnly? UppdragGallerTill { get; init; }

    public string? Anmarkning { get; init; }

    internal IEnumerable<string?> Soktexter() => [Namn, Verksamhetsomrade, Plats];
}

public abstract class EnhetsuppgifterValidator<T> : AbstractValidator<T> where T : Enhetsuppgifter
{
    protected EnhetsuppgifterValidator()
    {
        RuleFor(c => c.Namn).NotEmpty().WithMessage("Ange enhetens namn.").MaximumLength(200).WithMessage("Namnet får ha högst 200 tecken.");
        RuleFor(c => c.Verksamhetsomrade).MaximumLength(100).WithMessage("Verksamhetsområdet får ha högst 100 tecken.");
        RuleFor(c => c.Antal).InclusiveBetween(0, 10_000).WithMessage("Antalet ska vara mellan 0 och 10 000.");
        RuleFor(c => c.Plats).MaximumLength(200).WithMessage("Platsen får ha högst 200 tecken.");
        RuleFor(c => c.Platser).InclusiveBetween(0, 100_000).WithMessage("Antalet platser ska vara mellan 0 och 100 000.");
        RuleFor(c => c.Brukare).InclusiveBetween(0, 100_000).WithMessage("Antalet brukare ska vara mellan 0 och 100 000.");
        RuleFor(c => c.MojligFor).MaximumLength(200).WithMessage("Texten om vad enheten är möjlig för får ha högst 200 tecken.");
        RuleFor(c => c.UppdragDiarienummer).MaximumLength(50).WithMessage("Diarienumret får ha högst 50 tecken.");
        RuleFor(c => c.Anmarkning).MaximumLength(2000).WithMessage("Anmärkningen får ha högst 2 000 tecken.");
    }
}

/// <summary>Raden i tabellen Enhet, och vem som driver den.</summary>
internal static class Enhetsrader
{
    private const string UtforareSql = "SELECT Id, Namn, Driftsform FROM Utforare WHERE Id = @UtforareId";

    /// <summary>
    /// Den som driver enheten, eller hindret mot att den anges. Utan angiven utförare är det nämnden själv: kommunen är huvudman genom nämnden
    /// (6 kap. 6 § KL). Enheten bär driftsformen bara i egen regi; annars är den utförarens.
    /// </summary>
    public static async Task<(Guid? Id, string? Driftsform, IReadOnlyList<Hinder> Hinder)> DriverAsync(
        DbSession db, Enhetsuppgifter u, Guid namndId, string namnd, (Guid? UtforareId, string? Driftsform) fore, CancellationToken cancellationToken)
    {
        if (u.UtforareId == Enhetsuppgifter.IngenKand)
        {
            // En driftsform som har lästs in utan utförare står kvar.
            var driftsform = fore.UtforareId is null && fore.Driftsform != nameof(Driftsform.EgenRegi) ? fore.Driftsform : null;
            return (null, driftsform, Enhetsregler.ProvaUppdrag(driftsform is null, u.UppdragDiarienummer, u.UppdragBeslutat, u.UppdragGallerTill));
        }
        if (u.UtforareId is not { } id)
        {
            var egen = await Utforarskrivning.HittaEllerSkapaAsync(db, RegistreraEnhetHandler.EgenRegi(namnd), null, Driftsform.EgenRegi, cancellationToken);
            return (egen, nameof(Driftsform.EgenRegi), Enhetsregler.ProvaUppdrag(true, u.UppdragDiarienummer, u.UppdragBeslutat, u.UppdragGallerTill));
        }
        // En utförare som bara andra nämnder har finns inte i nämndens lista; den som enheten redan har får stå kvar.
        var finns = id == fore.UtforareId || await Utforaratkomst.NamnAsync(db, id, [namndId], cancellationToken) is not null;
        var utforare = finns ? await db.SingleOrDefaultAsync<Utforarpost>(UtforareSql, new { UtforareId = id }, cancellationToken) : null;
        if (utforare is null) { return (id, null, [new Hinder("utforare-saknas", "Utföraren finns inte i registret. Välj en annan, eller registrera den först.", Falt: nameof(u.UtforareId))]); }

        var egenRegi = utforare.Driftsform == nameof(Driftsform.EgenRegi);
        return (id, egenRegi ? nameof(Driftsform.EgenRegi) : null, Enhetsregler.ProvaUppdrag(egenRegi, u.UppdragDiarienummer, u.UppdragBeslutat, u.UppdragGallerTill));
    }

    public static object Rad(Enhetsuppgifter u, Guid id, Guid namndId, string radnyckel, Guid? verksamhetsomradeId, Guid? utforareId, string? driftsform) => new
    {
        Id = id,
        NamndId = namndId,
        Radnyckel = radnyckel,
        Namn = u.Namn.Trim(),
        VerksamhetsomradeId = verksamhetsomradeId,
        UtforareId = utforareId,
        Driftsform = driftsform,
        u.Antal,
        Plats = Utforaruppgifter.Text(u.Plats),
        u.Platser,
        u.Brukare,
        u.Konkurrens,
        MojligFor = Utforaruppgifter.Text(u.MojligFor),
        UppdragDiarienummer = Utforaruppgifter.Text(u.UppdragDiarienummer),
        u.UppdragBeslutat,
        u.UppdragGallerTill,
        Anmarkning = Utforaruppgifter.Text(u.Anmarkning),
    };

    private sealed record Utforarpost
    {
        public Guid Id { get; init; }

        public string Namn { get; init; } = "";

        public string? Driftsform { get; init; }
    }
}
