namespace Uppfoljning.Domain.Planer;

/// <summary>Vad som hände med ett tillfälle.</summary>
public enum Utfall
{
    Gjord,
    Flyttad,
    InteGjord,
}

/// <summary>Vad som hände med ett av en rads tillfällen under planåret.</summary>
public sealed record Planutfall
{
    public Guid RadId { get; init; }

    /// <summary>Tillfällets nummer i raden, räknat från 1.</summary>
    public int Tillfalle { get; init; }

    public Utfall Utfall { get; init; }

    /// <summary>Dagen då det gjordes.</summary>
    public DateOnly? Datum { get; init; }

    /// <summary>Månaden under planåret dit det flyttades.</summary>
    public int? NyManad { get; init; }

    public int? Timmar { get; init; }

    public string? Skal { get; init; }

    public int Version { get; init; }

    public string RegistreradAv { get; init; } = "";

    public DateTimeOffset Registrerad { get; init; }
}

/// <summary>Vad som krävs för att registrera ett utfall.</summary>
public static class Utfallsregler
{
    public const int FlestTimmar = 2000;

    public static string Text(this Utfall utfall) => utfall switch
    {
        Utfall.Gjord => "Gjord",
        Utfall.Flyttad => "Flyttad",
        Utfall.InteGjord => "Blir inte gjord",
        _ => throw new ArgumentOutOfRangeException(nameof(utfall), utfall, null),
    };

    /// <summary>Hinder mot utfallet. Tillståndet är det som gäller i dag.</summary>
    public static IReadOnlyList<Hinder> Prova(Planutfall u, Planrad rad, Plantillstand visat, int ar, DateOnly idag)
    {
        if (visat != Plantillstand.Gallande)
        {
            return [new("inte-gallande", visat switch
            {
                Plantillstand.Utkast => "Planen är ett utkast. Utfall registreras när planen gäller.",
                Plantillstand.Beslutad => $"Planen gäller först från {ar}-01-01. Utfall registreras då.",
                Plantillstand.Reviderad => "Planen revideras. Registrera beslutet om revideringen, eller avbryt den, innan utfall registreras.",
                _ => "Planen är återrapporterad och utfallen ändras inte mer.",
            })];
        }
        if (Plantillfallen.For(rad).FirstOrDefault(t => t.Nr == u.Tillfalle) is not { } tillfalle)
        {
            return [new("tillfalle-saknas", "Raden har inte det tillfället.", Falt: nameof(u.Tillfalle))];
        }

        var hinder = new List<Hinder>();
        switch (u.Utfall)
        {
            case Utfall.Gjord when u.Datum is null:
                hinder.Add(new("datum-saknas", "Ange dagen då uppföljningen gjordes.", Falt: nameof(u.Datum)));
                break;
            case Utfall.Gjord when u.Datum > idag:
                hinder.Add(new("framtida-datum", "Dagen ligger i framtiden. Utfallet registreras när uppföljningen är gjord.", Falt: nameof(u.Datum)));
                break;
            case Utfall.Gjord when u.Datum < new DateOnly(ar, 1, 1):
                hinder.Add(new("fore-planaret", $"Dagen ligger före planåret {ar}.", Falt: nameof(u.Datum)));
                break;
            case Utfall.Flyttad when u.NyManad is not (>= 1 and <= Plantillfallen.ManaderPerAr):
                hinder.Add(new("manad-saknas", "Välj den månad dit uppföljningen flyttas.", Falt: nameof(u.NyManad)));
                break;
            case Utfall.Flyttad when u.NyManad >= tillfalle.Forsta && u.NyManad <= tillfalle.Sista:
                hinder.Add(new("samma-manad", "Uppföljningen ligger redan i den månaden.", Falt: nameof(u.NyManad)));
                break;
            default:
                break;
        }
        if (u.Utfall != Utfall.Gjord && (u.Skal is null || !u.Skal.Any(char.IsLetter)))
        {
            hinder.Add(new("skal-saknas", u.Utfall == Utfall.Flyttad ? "Ange varför uppföljningen flyttas." : "Ange varför uppföljningen inte blir gjord.", Falt: nameof(u.Skal)));
        }
        if (u.Timmar is < 0 or > FlestTimmar)
        {
            hinder.Add(new("timmar-orimliga", $"Ange timmarna som ett tal mellan 0 och {FlestTimmar}.", Falt: nameof(u.Timmar)));
        }
        return hinder;
    }
}
