namespace Uppfoljning.Domain.Planer;

/// <summary>Det som nämnden själv vet om risken hos ett avtal eller en enhet. Det som inte är känt är null.</summary>
public sealed record Riskuppgift
{
    public const int Hogst = 1_000_000;

    public const int LangstMotiv = 1000;

    public int? Brukare { get; init; }

    public DateOnly? SenastUppfoljd { get; init; }

    public int? OppnaAvvikelser { get; init; }

    public int? Klagomal { get; init; }

    public bool? KansligGrupp { get; init; }

    public int? EgenVikt { get; init; }

    public string? Motiv { get; init; }

    /// <summary>Allt som hindrar att uppgifterna sparas.</summary>
    public IReadOnlyList<Hinder> Prova(DateOnly idag)
    {
        var hinder = new List<Hinder>();
        Antal(Brukare, nameof(Brukare), hinder);
        Antal(OppnaAvvikelser, nameof(OppnaAvvikelser), hinder);
        Antal(Klagomal, nameof(Klagomal), hinder);
        if (SenastUppfoljd > idag)
        {
            hinder.Add(new("dag-i-framtiden", "Dagen har inte varit än. Ange den dag då uppföljningen gjordes, eller lämna fältet tomt.", Falt: nameof(SenastUppfoljd)));
        }
        if (EgenVikt is < 0 or > Riskskala.HogstEgenVikt)
        {
            hinder.Add(new("utanfor", $"Ange ett heltal 0–{Riskskala.HogstEgenVikt}.", Falt: nameof(EgenVikt)));
        }
        if (EgenVikt is not null && (Motiv is null || !Motiv.Any(char.IsLetter)))
        {
            hinder.Add(new("motiv-saknas", "Skriv varför nämnden gör en egen bedömning.", Falt: nameof(Motiv)));
        }
        if (Motiv?.Length > LangstMotiv) { hinder.Add(new("for-lang", $"Motivet får ha högst {LangstMotiv} tecken.", Falt: nameof(Motiv))); }
        return hinder;
    }

    private static void Antal(int? antal, string falt, List<Hinder> hinder)
    {
        if (antal is < 0 or > Hogst) { hinder.Add(new("utanfor", "Ange ett antal som är 0 eller mer, eller lämna fältet tomt.", Falt: falt)); }
    }
}
