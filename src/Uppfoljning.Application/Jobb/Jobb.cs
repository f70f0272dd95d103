using Uppfoljning.Domain.Integritet;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Jobb;

/// <summary>De jobb som programmet kör av sig självt eller i bakgrunden.</summary>
public enum Jobbsort
{
    Avtalstid,
    Uppgifter,
    Planforslag,
    Planer,
    Loggankare,
    Loggkontroll,
    Post,
    Sakerhetskopia,
}

/// <summary>Ett jobb så som det presenteras, och när det ska köras.</summary>
public sealed record Jobb
{
    /// <summary>Namnet på adressraden, på kommandoraden och hos schemaläggaren. Ändras aldrig: historiken hänger på det.</summary>
    public required string Kod { get; init; }

    public required Jobbsort Sort { get; init; }

    public required string Namn { get; init; }

    public required string Beskrivning { get; init; }

    /// <summary>När det körs, i ord.</summary>
    public required string Schema { get; init; }

    /// <summary>När det körs, som cronuttryck i svensk tid; null när det bara körs på begäran.</summary>
    public string? Cron { get; init; }

    /// <summary>Körs också varje gång servern startar.</summary>
    public bool VidStart { get; init; }

    /// <summary>Kan köras från kommandoraden. Det som görs i en människas namn kan det inte.</summary>
    public bool Kommandorad { get; init; } = true;
}

public static class Jobben
{
    /// <summary>
    /// Tiderna ligger strax efter midnatt men aldrig mellan två och tre, den timme som sommartiden tar bort och ger tillbaka. Förslaget till plan prövas varje
    /// natt hela hösten: jobbet frågar vilka nämnder som saknar plan, så en natt som servern var avstängd tas igen nästa.
    /// </summary>
    public static readonly IReadOnlyList<Jobb> Alla =
    [
        new()
        {
            Kod = "avtalstid",
            Sort = Jobbsort.Avtalstid,
            Namn = "Avtalens tid",
            Beskrivning = "Startar tecknade avtal på deras startdag när startkraven är uppfyllda, och avslutar avtal dagen efter deras sista dag. Planer behöver det inte: en beslutad plan är gällande från den 1 januari av sig själv.",
            Schema = "Varje natt kl. 00.05, och när servern startar",
            Cron = "0 5 0 * * ?",
            VidStart = true,
        },
        new()
        {
            Kod = "uppgifter",
            Sort = Jobbsort.Uppgifter,
            Namn = "Uppgifter som förfaller",
            Beskrivning = "Noterar för varje person vilka uppgifter vars sista dag är inne, så att de är märkta som nya på Mina uppgifter tills personen har sagt att de är sedda.",
            Schema = "Varje natt kl. 00.20",
            Cron = "0 20 0 * * ?",
        },
        new()
        {
            Kod = "planforslag",
            Sort = Jobbsort.Planforslag,
            Namn = "Förslag till nästa års plan",
            Beskrivning = "Gör ett utkast till nästa års uppföljningsplan för varje nämnd som ännu inte har någon. En plan som finns rörs aldrig.",
            Schema = "Natten till den 1 oktober kl. 01.30, och varje natt resten av året för de nämnder som då ännu saknar plan",
            Cron = $"0 30 1 ? {Planforslagstid.ForstaManad}-12 *",
        },
        new()
        {
            Kod = "planer-for-alla",
            Sort = Jobbsort.Planer,
            Namn = "Planer för alla nämnder",
            Beskrivning = "Gör de planer som någon har beställt för alla sina nämnder på en gång, i hennes namn. En körning som avbröts fortsätter med de nämnder som är kvar.",
            Schema = "När någon startar det under Uppföljningsplaner, och när servern startar",
            VidStart = true,
            Kommandorad = false,
        },
        new()
        {
            Kod = "loggankare",
            Sort = Jobbsort.Loggankare,
            Namn = "Loggens ankare",
            Beskrivning = "Sparar loggens nummer och kontrollsumma utanför databasen, så att det syns om slutet klipps av eller loggen räknas om. Var det sparas står i inställningen Logg:Ankare.",
            Schema = "Tio minuter före varje hel timme, och när servern startar",
            Cron = "0 50 * * * ?",
            VidStart = true,
        },
        new()
        {
            Kod = "loggkontroll",
            Sort = Jobbsort.Loggkontroll,
            Namn = "Kontroll av loggen",
            Beskrivning = "Räknar om loggens kedja från början till slut och jämför med nycklarna och ankarna. Stämmer något inte står det vilken händelse som är den första och på vilket sätt.",
            Schema = "Varje natt kl. 03.30, och när någon begär det under Logg",
            Cron = "0 30 3 * * ?",
        },
        new()
        {
            Kod = "post",
            Sort = Jobbsort.Post,
            Namn = "Brev som väntar",
            Beskrivning = $"Skickar e-post som ännu inte har gått, till exempel länkar att välja lösenord med. Ett brev skickas genast när det skrivs; jobbet tar dem som inte gick då. Rensar också inloggningar, länkar och brev som är äldre än {Lagringstider.InloggningDagar} dagar.",
            Schema = "Tio minuter över varje hel timme, och när servern startar",
            Cron = "0 10 * * * ?",
            VidStart = true,
            // The web's keys open the letters; the command line has others.
            Kommandorad = false,
        },
        new()
        {
            Kod = "sakerhetskopia",
            Sort = Jobbsort.Sakerhetskopia,
            Namn = "Säkerhetskopia",
            Beskrivning = "Gör en säkerhetskopia av databasen, filerna och nycklarna medan alla arbetar, prövar den och tar bort de gamla. Var den läggs och när står i inställningen Kopia.",
            Schema = "Varje natt på det klockslag som är inställt (Kopia:Tid), när en mapp är inställd (Kopia:Mapp)",
            Cron = "0 0 4 * * ?",
        },
    ];

    public static Jobb? Med(string kod) => Alla.FirstOrDefault(j => j.Kod == kod);

    public static string Kod(Jobbsort sort) => Alla.Single(j => j.Sort == sort).Kod;
}
