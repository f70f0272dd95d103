using System.Data.Common;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Web.Drift;

/// <summary>
/// Fel som inte är programmets: disken är full, databasen är låst eller borta. De känns igen här, på ett ställe, ur det som databasen och
/// operativsystemet säger; allt annat är ett programfel och går till felsidan för sådana.
/// </summary>
internal static class Driftfel
{
    /// <summary>Orsaken, eller null när felet är programmets eget.</summary>
    public static Databasfel? Av(Exception fel, Func<DbException, Databasfel> databas)
    {
        for (var inre = fel; inre is not null; inre = inre.InnerException)
        {
            var orsak = inre switch
            {
                DbException db => databas(db),
                // A request that broke off is the sender's matter.
                BadHttpRequestException => Databasfel.Annat,
                _ => Diskorsak.Av(inre),
            };
            if (orsak != Databasfel.Annat) { return orsak; }
        }
        return null;
    }

    /// <summary>Vad den som startar programmet eller kör ett verb får veta; null när felet är programmets eget.</summary>
    public static string? Starttext(Exception fel, Func<DbException, Databasfel> databas)
    {
        if (fel is InvalidDataException { InnerException: { } inre } && fel.Message.Contains(".json", StringComparison.OrdinalIgnoreCase))
        {
            return $"Inställningsfilen går inte att läsa, den är inte giltig JSON: {Rad(fel.Message)} {Rad((inre.InnerException ?? inre).Message)}";
        }
        var orsak = Av(fel, databas);
        if (orsak is null && fel is not (IOException or DbException)) { return null; }
        var (_, _, atgard) = Text(orsak ?? Databasfel.Annat);
        var plats = fel.Data["Fil"] is string fil ? $"Databasfilen {fil}" : fel is DbException ? "Databasen" : "Servern";
        return $"{plats}: {(orsak is { } o ? Diskorsak.Text(o) : null) ?? "kunde inte starta"}. {atgard} ({Rad(fel.Message)})";
    }

    /// <summary>Vad sidan säger, och vad den som sköter servern ska göra.</summary>
    public static (string Rubrik, string Text, string Atgard) Text(Databasfel orsak) => orsak switch
    {
        Databasfel.Full => ("Servern har slut på utrymme",
            "Det går att läsa men inte att spara. Kontakta den som sköter systemet. När det finns plats igen fungerar allt som vanligt.",
            "Frigör utrymme där databasen, filerna, nycklarna och loggens ankare ligger. Inget behöver startas om."),
        Databasfel.Skrivskyddad => ("Det går inte att spara just nu",
            "Servern får läsa men inte skriva på sin disk. Kontakta den som sköter systemet.",
            "Disken är skrivskyddad, eller så saknar programmets konto skrivrätt. Ge den rätten, eller montera disken skrivbar. Inget behöver startas om."),
        Databasfel.Upptagen => ("Databasen är upptagen",
            "Något annat arbete håller databasen, till exempel en stor inläsning. Vänta en stund och försök igen.",
            "Ett annat program eller verb håller databasen låst. Vänta tills det är klart eller avsluta det."),
        Databasfel.Diskfel => ("Serverns disk svarar med fel",
            "Kontakta den som sköter systemet. Det som var sparat sedan tidigare rörs inte.",
            "Disken svarar med fel. Se i systemets egen logg, och kontrollera sedan databasen och filerna mot säkerhetskopian."),
        Databasfel.Borta => ("Databasen går inte att nå",
            "Servern kommer inte åt sin databas. Kontakta den som sköter systemet. När databasen är tillbaka fungerar allt som vanligt.",
            "Databasen är borta, utbytt eller går inte att öppna. Lägg tillbaka den eller montera dess disk. Är den utbytt mot en annan: starta om programmet."),
        Databasfel.Skadad => ("Databasen är skadad",
            "Servern kan inte läsa sin databas. Kontakta den som sköter systemet genast, och skriv inget mer så länge.",
            "Databasens innehåll är skadat, eller så är filen ingen databas. Stoppa programmet, spara undan filen och återställ ur säkerhetskopian."),
        _ => ("Något gick fel hos oss", "Felet är antecknat i loggen.", "Rätta orsaken och starta igen."),
    };

    /// <summary>Så många sekunder bör den vänta som vill försöka igen.</summary>
    public static int VantaSekunder(Databasfel orsak) => orsak == Databasfel.Upptagen ? 10 : 60;

    private static string Rad(string text) => text.ReplaceLineEndings(" ").Trim();
}
