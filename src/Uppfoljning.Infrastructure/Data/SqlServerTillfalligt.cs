using Microsoft.Data.SqlClient;

namespace Uppfoljning.Infrastructure.Data;

/// <summary>
/// Felen i SQL Server som går över, så att hela begäran kan köras om från början. Numren med skäl; står ett nummer inte här är felet inte
/// tillfälligt, och ett försök till skulle bara dölja det.
/// </summary>
internal static class SqlServerTillfalligt
{
    /// <summary>Tidsgränsen. Samma nummer för en sats som tar för lång tid som för en anslutning; bara den senare är säker att göra om.</summary>
    public const int Tidsgrans = -2;

    /// <summary>Märket på ett fel som kom när anslutningen öppnades, innan något var skickat.</summary>
    public const string VidOppning = "Uppfoljning.VidOppning";

    public static readonly IReadOnlyDictionary<int, string> Nummer = new Dictionary<int, string>
    {
        [1205] = "Låsningen bröts: två väntade på varandra och den här valdes bort. Inget av den är gjort.",
        [1222] = "Väntan på en låst rad tog längre tid än LOCK_TIMEOUT.",
        [3960] = "Ögonblicksbilden krockade med en ändring som någon annan genomförde.",
        [3966] = "Ögonblicksbildens rader hann städas ur tempdb.",
        [601] = "En läsning utan lås mötte data som flyttades.",
        [615] = "Databasen fick ett nytt id när den togs upp igen (failover).",
        [617] = "Databasens beskrivning laddades om (failover).",
        [669] = "Servern ber om en ny körning: raden flyttades under läsningen.",
        [926] = "Databasen är inte framme än efter ett fel (SUSPECT eller återställning).",
        [921] = "Databasen återställs efter omstart och är inte redo än.",
        [978] = "Den här noden är sekundär i tillgänglighetsgruppen; den nya primära svarar snart.",
        [979] = "Som 978.",
        [982] = "Som 978: ingen läsbar sekundär just nu.",
        [983] = "Databasen byter roll i tillgänglighetsgruppen.",
        [4060] = "Databasen går inte att öppna just nu: den startar, eller byter server.",
        [4221] = "Inloggningen väntade på att en sekundär skulle komma ikapp.",
        [4819] = "Bruten massinläsning vid failover.",
        [6005] = "Servern stängs av.",
        [6001] = "Servern stängs av.",
        [8645] = "Minne till satsen fanns inte inom tiden.",
        [8651] = "Minne till satsen fanns inte just nu.",
        [10928] = "Gränsen för samtidiga begäranden är nådd (Azure).",
        [10929] = "Servern är för upptagen (Azure).",
        [10936] = "Gränsen för begäranden i poolen är nådd (Azure).",
        [40143] = "Tjänsten mötte ett fel och byter nod (Azure).",
        [40197] = "Tjänsten mötte ett fel och byter nod (Azure).",
        [40501] = "Tjänsten är upptagen (Azure).",
        [40540] = "Tjänsten bröt transaktionen för att byta nod (Azure).",
        [40613] = "Databasen är inte nåbar just nu: den byter nod (Azure).",
        [42108] = "Databasen är pausad och startar (Azure).",
        [42109] = "Databasen startar (Azure).",
        [49918] = "För få resurser just nu (Azure).",
        [49919] = "För många ändringar på en gång (Azure).",
        [49920] = "För många begäranden på en gång (Azure).",
        [20] = "Servern stöder inte den begärda krypteringen; ges också när anslutningen bryts under handskakningen.",
        [64] = "Anslutningen bröts under inloggningen.",
        [121] = "Nätets tidsgräns gick ut.",
        [233] = "Servern stängde anslutningen under inloggningen.",
        [258] = "Väntan på svar från nätet tog slut under anslutningen.",
        [10053] = "Anslutningen bröts av den egna maskinen.",
        [10054] = "Anslutningen bröts av servern.",
        [10060] = "Servern svarade inte i tid.",
        [10061] = "Servern tog inte emot: den startar om, eller har bytt maskin.",
    };

    public static bool Ar(SqlException fel) => fel.Errors.Cast<SqlError>().Any(e => Ar(e.Number, fel.Data.Contains(VidOppning)));

    public static bool Ar(int nummer, bool vidOppning) => Nummer.ContainsKey(nummer) || (nummer == Tidsgrans && vidOppning);
}
