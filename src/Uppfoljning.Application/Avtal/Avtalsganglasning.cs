using Uppfoljning.Application.Common;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Avtal;

/// <summary>Det som registret vet om ett avtal och som dess gång prövas mot.</summary>
public sealed record Avtalsgangunderlag
{
    public Guid Id { get; init; }

    public Guid NamndId { get; init; }

    public required string Namnd { get; init; }

    public int Version { get; init; }

    public required string Benamning { get; init; }

    public string? Verksamhetsomrade { get; init; }

    public Guid? UtforareId { get; init; }

    public string? Utforare { get; init; }

    public Driftsform? Driftsform => AvtaletsDriftsform ?? UtforarensDriftsform;

    // Two plain columns: an expression has no type in SQLite when the first row has no value.
    internal Driftsform? AvtaletsDriftsform { get; init; }

    internal Driftsform? UtforarensDriftsform { get; init; }

    public Avtalstillstand Tillstand { get; init; }

    public DateOnly? Start { get; init; }

    public DateOnly? Slut { get; init; }

    public int? ForlangningManader { get; init; }

    public int? AntalForlangningar { get; init; }

    public int? UppsagningstidManader { get; init; }

    public Upphandlingsregler? Regler { get; init; }

    public long? VardeOre { get; init; }

    public DateOnly? UndertecknatKommun { get; init; }

    public DateOnly? UndertecknatUtforare { get; init; }

    public bool? IvoKravs { get; init; }

    public string? IvoSkal { get; init; }

    public DateOnly? StartkravUppfyllda { get; init; }

    public string? RattelseAvser { get; init; }

    public DateOnly? RattelseSenast { get; init; }

    public string? AvslutSort { get; init; }

    public DateOnly? AvslutBesked { get; init; }

    public Avtalspartsida? AvslutAv { get; init; }

    public DateOnly? SlutForeAvslut { get; init; }

    public string? AvslutSkal { get; init; }

    public string? AvslutBeslut { get; init; }

    public IReadOnlyDictionary<Klausulsort, bool?> Klausuler { get; init; } = new Dictionary<Klausulsort, bool?>();

    /// <summary>Om kontrollerna visar ett IVO-tillstånd som gäller den dag avtalet börjar. Null när det inte är känt.</summary>
    public bool? IvoTillstand { get; init; }

    public bool? PrivatUtforare => Driftsform?.ArPrivat();

    /// <summary>Fakta ur registret ensamt; kommandot lägger till det som användaren uppger.</summary>
    public Avtalsgangfakta Fakta() => new()
    {
        Tillstand = Tillstand,
        Start = Start,
        Slut = Slut,
        UppsagningstidManader = UppsagningstidManader,
        UndertecknatKommun = UndertecknatKommun,
        UndertecknatUtforare = UndertecknatUtforare,
        Klausuler = Klausuler,
        PrivatUtforare = PrivatUtforare,
        IvoKravs = IvoKravs,
        IvoSkal = IvoSkal,
        IvoTillstand = IvoTillstand,
        StartkravUppfyllda = StartkravUppfyllda is not null,
        RattelseAvser = RattelseAvser,
        RattelseSenast = RattelseSenast,
    };

    internal IReadOnlyList<Forlangning> UrFalten() => ForlangningManader is { } manader and > 0 && AntalForlangningar is { } antal and > 0
        ? [.. Enumerable.Range(1, antal).Select(nr => new Forlangning { Nr = nr, Manader = manader, BeskedManader = UppsagningstidManader })]
        : [];
}

/// <summary>Ett steg i avtalets gång, vem som får ta det, och det som hindrar utan att kunna fyllas i.</summary>
/// <param name="Sort">Steget i regelverkets ordning, till exempel K3.</param>
/// <param name="Rubrik">Vad som görs, så som knappen säger det.</param>
/// <param name="Sida">Sidans sista del, eller null när systemet gör det.</param>
/// <param name="Vem">Rollen, i ord.</param>
/// <param name="HarRoll">Om användaren har den.</param>
/// <param name="Hinder">Det som hindrar nu.</param>
public sealed record Gangsteg(string Sort, string Rubrik, string? Sida, string Vem, bool HarRoll, IReadOnlyList<Hinder> Hinder);

/// <summary>Läser det som behövs för att pröva ett avtals gång.</summary>
internal static class Avtalsganglasning
{
    private const string UnderlagSql = """
        SELECT a.Id, a.NamndId, n.Namn AS Namnd, ar.Version, a.Benamning, v.Namn AS Verksamhetsomrade, a.UtforareId, u.Namn AS Utforare,
               a.Driftsform AS AvtaletsDriftsform, u.Driftsform AS UtforarensDriftsform, a.Tillstand, a.Start, a.Slut, a.ForlangningManader,
               a.AntalForlangningar, a.UppsagningstidManader, a.Regler, a.VardeOre, a.UndertecknatKommun, a.UndertecknatUtforare, a.IvoKravs, a.IvoSkal,
               a.StartkravUppfyllda, a.RattelseAvser, a.RattelseSenast, a.AvslutSort, a.AvslutBesked, a.AvslutAv, a.SlutForeAvslut, a.AvslutSkal, a.AvslutBeslut
        FROM Avtal a
        JOIN Arende ar ON ar.Id = a.Id
        JOIN Namnd n ON n.Id = a.NamndId
        LEFT JOIN Verksamhetsomrade v ON v.Id = a.VerksamhetsomradeId
        LEFT JOIN Utforare u ON u.Id = a.UtforareId
        WHERE a.Id = @AvtalId
        """;

    private const string KlausulerSql = "SELECT Sort, Finns FROM Avtalsklausul WHERE AvtalId = @AvtalId";

    private const string ForlangningarSql = """
        SELECT Id, Nr, Manader, BeskedManader, SistaBesked, Beslutad, Beslut, SlutFore, NyttSlut
        FROM Avtalsforlangning
        WHERE AvtalId = @AvtalId
        ORDER BY Nr
        """;

    public static async Task<Avtalsgangunderlag?> UnderlagAsync(DbSession db, Guid avtalId, DateOnly idag, CancellationToken cancellationToken)
    {
        var underlag = await db.SingleOrDefaultAsync<Avtalsgangunderlag>(UnderlagSql, new { AvtalId = avtalId }, cancellationToken);
        if (underlag is null) { return null; }
        var klausuler = underlag.Tillstand == Avtalstillstand.Utkast
            ? await db.QueryAsync<Klausulrad>(KlausulerSql, new { AvtalId = avtalId }, cancellationToken)
            : [];
        return underlag with
        {
            Klausuler = klausuler.ToDictionary(k => k.Sort, k => (bool?)k.Finns),
            IvoTillstand = underlag is { Tillstand: Avtalstillstand.Tecknat, UtforareId: { } utforare }
                ? Kontrollregler.GiltigtTillstand(await Kontroll.AllaAsync(db, utforare, cancellationToken), underlag.Start > idag ? underlag.Start.Value : idag)
                : null,
        };
    }

    public static Task<IReadOnlyList<Forlangningsrad>> ForlangningarAsync(DbSession db, Guid avtalId, CancellationToken cancellationToken) =>
        db.QueryAsync<Forlangningsrad>(ForlangningarSql, new { AvtalId = avtalId }, cancellationToken);

    /// <summary>Stegen som hör till avtalets tillstånd, för den som tittar.</summary>
    public static async Task<(IReadOnlyList<Gangsteg> Steg, IReadOnlyList<Forlangning> Forlangningar)?> LasAsync(
        DbSession db, IAnvandarkontext anvandare, Guid avtalId, DateOnly idag, CancellationToken cancellationToken)
    {
        if (await UnderlagAsync(db, avtalId, idag, cancellationToken) is not { } underlag) { return null; }
        var rader = await ForlangningarAsync(db, avtalId, cancellationToken);
        return (Steg(underlag, rader, anvandare, idag), [.. rader.Select(r => r.Forlangning())]);
    }

    public static IReadOnlyList<Gangsteg> Steg(Avtalsgangunderlag a, IReadOnlyList<Forlangningsrad> rader, IAnvandarkontext anvandare, DateOnly idag)
    {
        var fakta = a.Fakta();
        var steg = new List<Gangsteg>();
        foreach (var till in Avtalsgang.Nasta(a.Tillstand))
        {
            if (a.Tillstand == Avtalstillstand.Aktivt && till == Avtalstillstand.UnderRattelse)
            {
                var forlangningar = rader.Count > 0 ? [.. rader.Select(r => r.Forlangning())] : a.UrFalten();
                steg.Add(Ett("K3", "Besluta förlängning", "forlang", Roll.Beslutsfattare, UtanFalt(Forlangningar.Prova(
                    new() { Tillstand = a.Tillstand, Start = a.Start, Slut = a.Slut, Regler = a.Regler, Forlangningar = forlangningar, Beslutad = idag }, idag), "besked-for-sent")));
                steg.Add(Ett("K4", "Ändra avtalet", "andringar", Roll.Beslutsfattare, UtanFalt(Avtalsandringar.Prova(new() { Tillstand = a.Tillstand, Slut = a.Slut }, idag).Hinder)));
            }
            var hinder = UtanFalt(Avtalsgang.Prova(fakta, till, idag));
            steg.Add((a.Tillstand, till) switch
            {
                (_, Avtalstillstand.Tecknat) => Ett("K1", "Teckna avtalet", "teckna", Roll.Beslutsfattare, hinder),
                (Avtalstillstand.Tecknat, Avtalstillstand.Aktivt) => Ett("K2", "Starta avtalet", "starta", Roll.Avtalsansvarig, hinder),
                (_, Avtalstillstand.Aktivt) => Ett("K7", "Godkänn rättelsen", "godkann-rattelse", Roll.Uppfoljare, hinder),
                (_, Avtalstillstand.UnderRattelse) => Ett("K6", "Begär rättelse", "begar-rattelse", Roll.Avtalsansvarig, hinder),
                (_, Avtalstillstand.Uppsagt) => Ett("K8", "Säg upp avtalet", "sag-upp", Roll.Beslutsfattare, hinder),
                (_, Avtalstillstand.Havt) => Ett("K9", "Häv avtalet", "hav", Roll.Beslutsfattare, hinder),
                (_, Avtalstillstand.Arkiverat) => Ett("K13", "Arkivera avtalet", "arkivera", Roll.Avtalsansvarig, hinder),
                var (fran, _) => new Gangsteg(fran == Avtalstillstand.Uppsagt ? "K10" : fran == Avtalstillstand.Havt ? "K12" : "K11", "Avtalet upphör", null, "Systemet", false, hinder),
            });
        }
        return steg;

        Gangsteg Ett(string sort, string rubrik, string sida, Roll roll, IReadOnlyList<Hinder> hinder) =>
            new(sort, rubrik, sida, roll.Text(), anvandare.Har(a.NamndId, roll), hinder);
    }

    /// <summary>De hinder som inte kan åtgärdas i formuläret.</summary>
    private static IReadOnlyList<Hinder> UtanFalt(IReadOnlyList<Hinder> hinder, string? ocksa = null) => [.. hinder.Where(h => h.Falt is null || h.Kod == ocksa)];

    private sealed record Klausulrad
    {
        public Klausulsort Sort { get; init; }

        public bool Finns { get; init; }
    }
}

/// <summary>En förlängning så som den står i registret.</summary>
public record Forlangningsrad
{
    public Guid Id { get; init; }

    public int Nr { get; init; }

    public int Manader { get; init; }

    public int? BeskedManader { get; init; }

    public DateOnly? SistaBesked { get; init; }

    public DateOnly? Beslutad { get; init; }

    public string? Beslut { get; init; }

    public DateOnly? SlutFore { get; init; }

    public DateOnly? NyttSlut { get; init; }

    internal Forlangning Forlangning() => new()
    {
        Nr = Nr,
        Manader = Manader,
        BeskedManader = BeskedManader,
        SistaBesked = SistaBesked,
        Beslutad = Beslutad,
        SlutFore = SlutFore,
        NyttSlut = NyttSlut,
    };
}
