using Uppfoljning.Application.Common;

namespace Uppfoljning.Web.Inloggning;

/// <summary>Vad identitetstjänsten kallar uppgifterna om en person.</summary>
public sealed record Externansprak
{
    public string Amne { get; init; } = "sub";

    public string Anvandarnamn { get; init; } = "preferred_username";

    public string Namn { get; init; } = "name";

    public string Epost { get; init; } = "email";

    public string Grupper { get; init; } = "groups";
}

/// <summary>Kommunens identitetstjänst. Utan utfärdare är den externa inloggningen av, och ingen av dess sidor finns.</summary>
public sealed record Externinstallning
{
    /// <summary>Knappens namn på inloggningssidan.</summary>
    public string Namn { get; init; } = "kommunens inloggning";

    public string Utfardare { get; init; } = "";

    public string Klientid { get; init; } = "";

    public string Klienthemlighet { get; init; } = "";

    public string KlienthemlighetFil { get; init; } = "";

    public string Omfattning { get; init; } = "openid profile email";

    public Externansprak Ansprak { get; init; } = new();

    /// <summary>Andra värdar än utfärdarens som dess slutpunkter får ligga på, åtskilda med mellanslag.</summary>
    public string Vardar { get; init; } = "";

    /// <summary>Finns inte längre: programmets adress är en, Webb:Adress.</summary>
    public string Adress { get; init; } = "";

    /// <summary>Godtagna värden av acr, åtskilda med mellanslag; tomt kräver inget.</summary>
    public string KravAcr { get; init; } = "";

    /// <summary>Ett värde som amr måste innehålla, till exempel mfa; tomt kräver inget.</summary>
    public string KravAmr { get; init; } = "";

    public bool SkapaKonton { get; init; }

    public bool BaraExtern { get; init; }

    public bool AdministratorFranGrupp { get; init; }

    /// <summary>Vem den som saknar konto ska vända sig till.</summary>
    public string Kontakt { get; init; } = "";

    public int TidsgransSekunder { get; init; } = 10;

    public bool Pa => Utfardare.Length > 0;

    /// <exception cref="DriftException">En inställning saknas eller går inte att använda.</exception>
    public static Externinstallning Las(IConfiguration configuration, bool utveckling)
    {
        Externinstallning i;
        try
        {
            i = configuration.GetSection("Extern").Get<Externinstallning>() ?? new();
        }
        catch (InvalidOperationException fel)
        {
            throw new DriftException($"En inställning under Extern går inte att läsa: {fel.Message}");
        }
        if (!i.Pa)
        {
            if (i.Klientid.Length > 0) { throw new DriftException("Extern:Klientid är satt men inte Extern:Utfardare. Ange identitetstjänstens adress, eller ta bort båda."); }
            return i.BaraExtern ? throw new DriftException("Extern:BaraExtern är på men Extern:Utfardare saknas. Då kan bara administratörer logga in.") : i;
        }
        Prova("Extern:Utfardare", i.Utfardare, utveckling);
        if (i.Adress.Length > 0) { throw new DriftException("Extern:Adress finns inte längre. Ange programmets adress i Webb:Adress, som svaret från identitetstjänsten också går till."); }
        if (string.IsNullOrWhiteSpace(i.Klientid)) { throw new DriftException("Extern:Klientid saknas. Det är det id som programmet fick när det registrerades i identitetstjänsten."); }
        if (i.KlienthemlighetFil.Length > 0)
        {
            if (i.Klienthemlighet.Length > 0) { throw new DriftException("Ange Extern:Klienthemlighet eller Extern:KlienthemlighetFil, inte båda."); }
            try
            {
                i = i with { Klienthemlighet = File.ReadAllText(i.KlienthemlighetFil).Trim() };
            }
            catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
            {
                throw new DriftException($"Extern:KlienthemlighetFil går inte att läsa: {fel.Message}");
            }
        }
        if (i.Klienthemlighet.Length == 0) { throw new DriftException("Extern:Klienthemlighet saknas. Sätt den som miljövariabeln Extern__Klienthemlighet eller ange en fil i Extern__KlienthemlighetFil."); }
        if (!i.Omfattning.Split(' ').Contains("openid")) { throw new DriftException("Extern:Omfattning ska innehålla openid."); }
        if (i.Vardar.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(v => !Uri.TryCreate($"https://{v}", UriKind.Absolute, out var vard) || !string.Equals(vard.Authority, v, StringComparison.OrdinalIgnoreCase)) is { } okand)
        {
            throw new DriftException($"Extern:Vardar ska vara värdar, med port om den inte är den vanliga, åtskilda med mellanslag. ”{okand}” är ingen värd.");
        }
        if (i.TidsgransSekunder is < 1 or > 60) { throw new DriftException("Extern:TidsgransSekunder ska vara 1–60."); }
        return i.Ansprak.Amne.Length == 0 ? throw new DriftException("Extern:Ansprak:Amne saknas. Utan det går ingen att känna igen.") : i;
    }

    /// <summary>Adresserna som programmet självt får fråga, utöver utfärdarens; på samma sätt som den.</summary>
    internal IEnumerable<Uri> AndraVardar() => Vardar.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => new Uri($"{new Uri(Utfardare).Scheme}://{v}"));

    private static bool ArSaker(Uri adress, bool utveckling) => adress.Scheme == Uri.UriSchemeHttps || (utveckling && adress is { Scheme: "http", IsLoopback: true });

    private static void Prova(string installning, string varde, bool utveckling)
    {
        if (!Uri.TryCreate(varde, UriKind.Absolute, out var adress) || !ArSaker(adress, utveckling) || adress.UserInfo.Length > 0 || adress.Query.Length > 0 || adress.Fragment.Length > 0)
        {
            throw new DriftException($"{installning} ska vara en https-adress utan användarnamn, frågedel och fragment. Den är ”{varde}”.");
        }
    }
}
