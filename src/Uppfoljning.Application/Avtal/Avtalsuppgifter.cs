using FluentValidation;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Avtal;

/// <summary>Det som skrivs om ett avtal, både när det registreras och när det ändras. Tomt betyder inte känt.</summary>
public abstract record Avtalsuppgifter
{
    public string? Avtalsnummer { get; init; }

    public string Benamning { get; init; } = "";

    public string? Verksamhetsomrade { get; init; }

    public string? Utforare { get; init; }

    public string? Organisationsnummer { get; init; }

    public Driftsform? Driftsform { get; init; }

    public Upphandlingsform? Upphandlingsform { get; init; }

    public DateOnly? Start { get; init; }

    public DateOnly? Slut { get; init; }

    public int? ForlangningManader { get; init; }

    public int? AntalForlangningar { get; init; }

    public int? UppsagningstidManader { get; init; }

    /// <summary>Årsvärde i öre.</summary>
    public long? ArsvardeOre { get; init; }

    /// <summary>Avtalets hela uppskattade värde, optioner och förlängningar inräknade, i öre utan moms (LOU-01).</summary>
    public long? VardeOre { get; init; }

    /// <summary>Hur priset räknas upp, med avtalets egna ord.</summary>
    public string? Indexering { get; init; }

    public string? Diarienummer { get; init; }

    public string? Cpv { get; init; }

    /// <summary>Vilka regler upphandlingen följer; det väljs, och gissas aldrig av värdet eller CPV-koden.</summary>
    public Upphandlingsregler? Regler { get; init; }

    public string? Omrade { get; init; }

    /// <summary>Användaren som är ansvarig, när det är en.</summary>
    public Guid? AvtalsansvarigId { get; init; }

    /// <summary>Namnet på den ansvarige, när registret bara har det.</summary>
    public string? Avtalsansvarig { get; init; }

    public string? Anmarkning { get; init; }

    /// <summary>Organisationsnumret i registrets form, eller null när det inte är angivet.</summary>
    internal string? Nummer() => Domain.Utforare.Organisationsnummer.TryTolka(Organisationsnummer, out var nummer) ? nummer : null;

    internal IEnumerable<string?> Soktexter() => [Avtalsnummer, Benamning, Verksamhetsomrade, Utforare, Nummer()?.Replace("-", "", StringComparison.Ordinal), Omrade, Diarienummer];
}

public abstract class AvtalsuppgifterValidator<T> : AbstractValidator<T> where T : Avtalsuppgifter
{
    protected AvtalsuppgifterValidator()
    {
        RuleFor(c => c.Benamning).NotEmpty().WithMessage("Ange vad avtalet gäller.");
        Text(c => c.Benamning, "Benämningen", 200);
        Text(c => c.Avtalsnummer, "Avtalsnumret", 50);
        Text(c => c.Verksamhetsomrade, "Verksamhetsområdet", 100);
        Text(c => c.Utforare, "Utförarens namn", 200);
        Text(c => c.Omrade, "Området", 200);
        Text(c => c.Diarienummer, "Diarienumret", 50);
        Text(c => c.Indexering, "Indexeringen", 500);
        RuleFor(c => c.Cpv)
            .Must(text => Domain.Avtal.Cpv.TryTolka(text, out _))
            .When(c => !string.IsNullOrWhiteSpace(c.Cpv))
            .WithMessage("Skriv CPV-koden med åtta siffror, och gärna kontrollsiffran efter bindestreck: 85312100-0.");
        Text(c => c.Avtalsansvarig, "Avtalsansvarig", 200);
        Text(c => c.Anmarkning, "Anmärkningen", 2000);

        RuleFor(c => c.Organisationsnummer)
            .Must(text => Domain.Utforare.Organisationsnummer.TryTolka(text, out _))
            .When(c => !string.IsNullOrWhiteSpace(c.Organisationsnummer))
            .WithMessage("Organisationsnumret stämmer inte. Skriv tio siffror, till exempel 556677-8899; den sista är en kontrollsiffra.");
        RuleFor(c => c.Utforare)
            .NotEmpty().When(c => !string.IsNullOrWhiteSpace(c.Organisationsnummer))
            .WithMessage("Ange utförarens namn när organisationsnumret är angivet.");

        Antal(c => c.ForlangningManader, "Förlängningen", 240, "månader");
        Antal(c => c.AntalForlangningar, "Antalet förlängningar", 50, "stycken");
        Antal(c => c.UppsagningstidManader, "Uppsägningstiden", 120, "månader");

        RuleFor(c => c.ArsvardeOre).InclusiveBetween(0, Belopp.StorstOre).WithMessage("Årsvärdet ska vara noll eller mer, och högst en biljon kronor.");
        RuleFor(c => c.VardeOre).InclusiveBetween(0, Belopp.StorstOre).WithMessage("Avtalets värde ska vara noll eller mer, och högst en biljon kronor.");
        Datum(c => c.Start, "Startdatumet");
        Datum(c => c.Slut, "Slutdatumet");
        RuleFor(c => c).Custom((c, context) =>
        {
            foreach (var hinder in Avtalstid.Prova(c.Start, c.Slut)) { context.AddFailure(hinder.Falt, hinder.Text); }
        });
    }

    private void Text(System.Linq.Expressions.Expression<Func<T, string?>> falt, string namn, int langst) =>
        RuleFor(falt).MaximumLength(langst).WithMessage($"{namn} får ha högst {langst} tecken.");

    private void Antal(System.Linq.Expressions.Expression<Func<T, int?>> falt, string namn, int hogst, string enhet) =>
        RuleFor(falt).InclusiveBetween(0, hogst).WithMessage($"{namn} ska vara mellan 0 och {hogst} {enhet}.");

    private void Datum(System.Linq.Expressions.Expression<Func<T, DateOnly?>> falt, string namn) =>
        RuleFor(falt)
            .InclusiveBetween(new DateOnly(Datumtext.MinstAr, 1, 1), new DateOnly(Datumtext.StorstAr, 12, 31))
            .WithMessage($"{namn} ska ligga mellan år {Datumtext.MinstAr} och {Datumtext.StorstAr}.");
}
