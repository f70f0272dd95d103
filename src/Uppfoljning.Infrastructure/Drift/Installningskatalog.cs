using Uppfoljning.Domain.Mal;

namespace Uppfoljning.Infrastructure.Drift;

/// <summary>Inställningarna som programmet känner till. En ny är en rad; den som inte står här ger en varning när den är satt.</summary>
internal static class Installningskatalog
{
    public static IReadOnlyList<Installning> Alla { get; } =
    [
        new("Databas:Typ", Sort.Val, Val: ["Sqlite", "SqlServer"]),
        new("Databas:Anslutning", Sort.Anslutning, Kravs: true),
        new("Databas:Omforsok:Antal", Sort.Heltal, 0, 20),
        new("Databas:Omforsok:HogstSekunder", Sort.Heltal, 0, 300),
        new("Databas:Omforsok:ForstMs", Sort.Heltal, 1, 10_000),
        new("Filer:Mapp", Sort.Sokvag, Kravs: true),
        new("Dokument:StorstaFilMb", Sort.Heltal, 1, 500),
        new("Virusskydd:Adress", Sort.Text),
        new("Virusskydd:TidsgransSekunder", Sort.Heltal, 1, 600),
        new("Jobb:Pa", Sort.JaNej),
        new("Jobb:Fil", Sort.Sokvag),
        new("Jobb:HistorikDagar", Sort.Heltal, 1, 3650, Vad: "ett antal dagar"),
        new("Nycklar:Mapp", Sort.Sokvag),
        new("Nycklar:Skydd", Sort.Hemlig),
        new("Nycklar:GamlaSkydd", Sort.Hemlig),
        new("Logg:Nyckel", Sort.Hemlig),
        new("Logg:GamlaNycklar", Sort.Hemlig),
        new("Logg:Ankare:Fil", Sort.Sokvag),
        new("Logg:Ankare:Adress", Sort.Text),
        new("Logg:Ankare:Token", Sort.Hemlig),
        new("Kommun:Namn", Sort.Text, 1, 100),
        new("Demo:Inloggning", Sort.JaNej),
        new("Utseende:Accent", Sort.Text),
        new("Utseende:Logotyp", Sort.Sokvag),
        new("Utseende:Logotyptext", Sort.Text),
        new("Utseende:Typsnitt:Namn", Sort.Text),
        new("Utseende:Typsnitt:Normal", Sort.Sokvag),
        new("Utseende:Typsnitt:Fet", Sort.Sokvag),
        new("Utseende:Typsnitt:Kursiv", Sort.Sokvag),
        new("Utseende:Typsnitt:FetKursiv", Sort.Sokvag),
        new("Upphandlingstider:*", Sort.Heltal, 0, 3650),
        new("Loggning:Format", Sort.Val, Val: ["text", "json"]),
        new("Telemetri:Adress", Sort.Webbadress),
        new("Telemetri:Huvuden", Sort.Hemlig),
        new("Telemetri:IntervallSekunder", Sort.Heltal, 1, 3600),
        new("Drift:AvvaktaSekunder", Sort.Heltal, 0, 60),
        new("Drift:MinstLedigtMb", Sort.Heltal, 0, 1_000_000),
        // What these may hold is said by the class that reads them; here they have their names.
        new("Webb:Adress", Sort.Text),
        new("Konto:VilaTimmar", Sort.Text),
        new("Konto:LangstTimmar", Sort.Text),
        new("Konto:KravTvafaktor", Sort.Text),
        new("Post:Server", Sort.Text),
        new("Post:Port", Sort.Text),
        new("Post:Sakerhet", Sort.Text),
        new("Post:Anvandarnamn", Sort.Text),
        new("Post:Losenord", Sort.Hemlig),
        new("Post:Avsandare", Sort.Text),
        new("Extern:Namn", Sort.Text),
        new("Extern:Utfardare", Sort.Text),
        new("Extern:Klientid", Sort.Text),
        new("Extern:Klienthemlighet", Sort.Hemlig),
        new("Extern:KlienthemlighetFil", Sort.Sokvag),
        new("Extern:Omfattning", Sort.Text),
        new("Extern:Ansprak:*", Sort.Text),
        new("Extern:Vardar", Sort.Text),
        new("Extern:KravAcr", Sort.Text),
        new("Extern:KravAmr", Sort.Text),
        new("Extern:SkapaKonton", Sort.JaNej),
        new("Extern:BaraExtern", Sort.JaNej),
        new("Extern:AdministratorFranGrupp", Sort.JaNej),
        new("Extern:Kontakt", Sort.Text),
        new("Extern:TidsgransSekunder", Sort.Text),
        new("Granser:StorstaFormularKb", Sort.Text),
        new("Granser:TidsgransSekunder", Sort.Text),
        new("Granser:TidsgransFilSekunder", Sort.Text),
        new("Granser:Inloggning:PerAdress", Sort.Text),
        new("Granser:Inloggning:PerNamn", Sort.Text),
        new("Granser:Inloggning:Sekunder", Sort.Text),
        new("Granser:Sok:PerAnvandare", Sort.Text),
        new("Granser:Sok:Sekunder", Sort.Text),
        new("Granser:Filer:Samtidiga", Sort.Text),
        new("Granser:Filer:Ko", Sort.Text),
        new("Proxy:Kanda", Sort.Text),
        new("Kopia:Mapp", Sort.Sokvag),
        new("Kopia:Tid", Sort.Text),
        new("Kopia:Nyckelfil", Sort.Sokvag),
        new("Kopia:VarnaEfterDagar", Sort.Text),
        new("Kopia:Behall:Dagar", Sort.Text),
        new("Kopia:Behall:Antal", Sort.Text),
        new("Integritet:MinstAntalPersoner", Sort.Heltal, Gruppgrans.Lagst, Gruppgrans.Hogst, Vad: "ett antal personer"),
    ];
}

internal enum Sort
{
    Text,
    Hemlig,
    Heltal,
    JaNej,
    Val,
    Sokvag,
    Webbadress,
    Anslutning,
}

/// <param name="Namn">Sektion och nyckel; en stjärna sist betyder vilken nyckel som helst i sektionen.</param>
/// <param name="Sort">Vad värdet är.</param>
/// <param name="Minst">Minsta värde; för text minsta längd när inställningen är satt.</param>
/// <param name="Hogst">Största värde; för text största längd.</param>
/// <param name="Kravs">Om den måste finnas.</param>
/// <param name="Val">De värden som finns att välja på.</param>
/// <param name="Vad">Vad talet är, i ord.</param>
internal sealed record Installning(string Namn, Sort Sort, int Minst = 0, int Hogst = int.MaxValue, bool Kravs = false, IReadOnlyList<string>? Val = null, string Vad = "ett heltal")
{
    public string Sektion => Namn[..Namn.IndexOf(':', StringComparison.Ordinal)];

    public bool Passar(string namn) => Namn.EndsWith('*')
        ? namn.StartsWith(Namn[..^1], StringComparison.OrdinalIgnoreCase)
        : string.Equals(Namn, namn, StringComparison.OrdinalIgnoreCase);
}
