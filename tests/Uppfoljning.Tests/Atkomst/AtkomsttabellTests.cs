using System.Text;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Web;

/// <summary>
/// Varje adress, varje roll, egen och annan nämnd. Tabellen i atkomst.tsv läses av en människa: en ändrad cell är en ändrad behörighet. Skrivs
/// om med miljövariabeln UPPFOLJNING_SKRIV_ATKOMST=1, och bara med flit.
/// </summary>
[TestFixture]
public sealed class AtkomsttabellTests
{
    private static readonly string[] Namndroller = [.. Atkomsttabell.Namn.Take(8)];

    /// <summary>Det som svarar utan inloggning, och varför.</summary>
    private static readonly HashSet<string> UtanInloggning =
    [
        "GET /halsa", // säger bara om servern lever
        "GET /halsa/live",
        "GET /halsa/redo",
        "HEAD /halsa",
        "HEAD /halsa/live",
        "HEAD /halsa/redo",
        "GET /konto/extern/fel", // vägen genom kommunens inloggning; finns inte när den är av
        "GET /konto/extern/logga-in",
        "GET /konto/extern/logga-ut",
        "GET /konto/extern/utloggad",
        "GET /konto/extern/vantar",
        "GET /konto/glomt-losenord",
        "POST /konto/glomt-losenord",
        "GET /konto/kod", // den som har visat sitt lösenord men inte sin kod
        "POST /konto/kod",
        "GET /konto/nytt-losenord", // länken ur brevet
        "POST /konto/nytt-losenord",
        "GET /konto/logga-in",
        "POST /konto/logga-in",
        "POST /konto/demo/{id:guid}", // bara i utvecklingsmiljö; finns annars inte
        "POST /konto/logga-ut", // den vars inloggning har gått ut ska kunna trycka på knappen
        "GET /fel/{kod:int}",
    ];

    /// <summary>Det som läsaren och revisorn får skicka, och varför.</summary>
    private static readonly HashSet<string> ForAlla =
    [
        "POST /konto/logga-in",
        "POST /konto/demo/{id:guid}",
        "POST /konto/logga-ut",
        "POST /konto/extern/koppla/bekrafta",
        "POST /konto/glomt-losenord",
        "POST /konto/kod",
        "POST /konto/nytt-losenord",
        "HEAD /halsa", // ändrar inget
        "HEAD /halsa/live",
        "HEAD /halsa/redo",
        "POST /mitt-konto/engangskoder/bekrafta", // det egna kontot
        "POST /mitt-konto/engangskoder/borja",
        "POST /mitt-konto/engangskoder/reservkoder",
        "POST /mitt-konto/engangskoder/sluta",
        "POST /mitt-konto/inloggningar/avsluta-andra",
        "POST /mitt-konto/inloggningar/{sessionId:guid}/avsluta",
        "POST /mitt-konto/losenord",
        "POST /uppgifter/sedda", // rör bara de egna notiserna
        "POST /vyer/{lista:regex(^(avtal|utforare|enheter|planer)$)}/ny", // den egna vyn
        "POST /vyer/{vyId:guid}",
        "POST /vyer/{vyId:guid}/ta-bort",
        "POST /ersattare/mina/ny", // det egna ersättarskapet; handlaren prövar vilka roller som får lånas ut
        "POST /ersattare/mina/{minErsattareId:guid}/aterkalla",
    ];

    /// <summary>Sidor som läses också av den som inte får skicka det formulär som ligger på samma adress; vyn visar då inget formulär.</summary>
    private static readonly HashSet<string> Lasbara =
    [
        "/namnder/{namndId:guid}/bemanning/{ar:int}",
        "/namnder/{namndId:guid}/gallring/{sort}", // revisorn läser vad som är moget
        "/namnder/{namndId:guid}/risk/{objektId:guid}",
        "/planer/{planId:guid}/rader/{radId:guid}/utfall",
        "/planer/{planId:guid}/likabehandling",
        "/avtal/avtalsansvarig", // leder till avtalslistan, där avtalen väljs
        "/avtal/avtalsansvarig/byt",
        "/avtal/avtalsansvarig/granska",
    ];

    private WebApp _webb = null!;
    private Atkomsttabell _tabell = null!;

    [OneTimeSetUp]
    public async Task Starta()
    {
        var spar = new Atkomstspar();
        _webb = await WebApp.StartaAsync(tjanster: services =>
        {
            services.AddSingleton(spar);
            var efter = services.ToList().FindIndex(s => s.ServiceType == typeof(IPipelineBehavior<,>) && s.ImplementationType == typeof(AuthorizationBehavior<,>)) + 1;
            Assert.That(efter, Is.GreaterThan(0), "Åtkomstkontrollen finns inte i pipelinen.");
            services.Insert(efter, ServiceDescriptor.Transient(typeof(IPipelineBehavior<,>), typeof(StannaEfterAtkomst<,>)));
        });
        _tabell = new(_webb, spar);
        await _tabell.StallAsync();
        await _tabell.KorAsync();
    }

    [OneTimeTearDown]
    public async Task Stang() => await _webb.DisposeAsync();

    [Test, Order(1)]
    public void Ingen_adress_gav_nagot_annat_an_ett_svar() => Assert.That(_tabell.Fel, Is.Empty);

    [Test, Order(2)]
    public void Tabellen_i_filen_ar_den_som_galler()
    {
        var fil = Fil();
        var nu = Skriven();
        if (Environment.GetEnvironmentVariable("UPPFOLJNING_SKRIV_ATKOMST") == "1")
        {
            File.WriteAllText(fil, nu, new UTF8Encoding(false));
            Assert.Inconclusive("Tabellen är skriven på nytt. Läs igenom vad som har ändrats innan den sparas.");
        }
        Assert.That(nu.Split('\n'), Is.EqualTo(File.ReadAllText(fil).ReplaceLineEndings("\n").Split('\n')),
            "Behörigheten är en annan än tabellens. Är det meningen: kör testet med UPPFOLJNING_SKRIV_ATKOMST=1 och läs igenom skillnaden.");
    }

    [Test, Order(3)]
    public void Tabellen_har_varje_adress_en_gang_och_inga_andra()
    {
        var adresser = Atkomsttabell.Adresser(_webb.Services).Select(a => $"{a.Metod} /{a.Mall}").Order(StringComparer.Ordinal).ToList();
        Assert.That(adresser, Is.Unique);
        Assert.That(adresser, Has.Count.GreaterThan(280));
        Assert.That(File.ReadAllLines(Fil()).Where(r => !r.StartsWith('#')).Skip(1).Select(r => string.Join(' ', r.Split('\t').Take(2))).Order(StringComparer.Ordinal), Is.EqualTo(adresser));
    }

    [Test, Order(4)]
    public void Det_som_ligger_i_en_annan_namnd_finns_inte() => Assert.Multiple(() =>
    {
        foreach (var rad in _tabell.Rader)
        {
            foreach (var namn in Namndroller.Append("Utan roll"))
            {
                var (_, annan, okand) = rad.Celler[namn];
                if (annan is null) { continue; }
                // Där rollen prövas före objektet är svaret 403 vad som än står i adressen; då skiljer det sig inte från ett påhittat id.
                Assert.That(annan, Is.EqualTo(okand ?? Svar.FinnsInte), $"{namn}: {rad.Nyckel} skiljer på en annan nämnds objekt och ett som inte finns.");
                Assert.That(annan, Is.Not.EqualTo(Svar.Ja), $"{namn}: {rad.Nyckel} går att nå i en annan nämnd.");
            }
        }
    });

    [Test, Order(5)]
    public void Det_som_inte_finns_finns_inte() => Assert.Multiple(() =>
    {
        foreach (var rad in _tabell.Rader)
        {
            foreach (var f in _tabell.Fragare.Where(f => f.Id is not null))
            {
                // Ett kommando som gäller hela kommunen prövar id i handlaren, som provet inte når.
                var (egen, annan, okand) = rad.Celler[f.Namn];
                if (annan is not null && okand is { } svar && egen == Svar.Ja && !(f.Roll == Roll.Administrator && rad.Metod == "POST")) { Assert.That(svar, Is.EqualTo(Svar.FinnsInte), $"{f.Namn}: {rad.Nyckel} med ett påhittat id."); }
            }
        }
    });

    [Test, Order(6)]
    public void Lasare_och_revisor_andrar_inget()
    {
        var far = _tabell.Rader.Where(r => r.Metod != "GET" && r.Mall != "fel/{kod:int}" && r.Begaranden.Any(b => b.EndsWith("Command", StringComparison.Ordinal)) | r.Oppen
            && (r.Celler["Läsare"].Egen == Svar.Ja || r.Celler["Revisor"].Egen == Svar.Ja)).Select(r => r.Nyckel).ToList();
        Assert.That(far.Except(ForAlla).Except(["POST /logg/skydd/kontrollera"]), Is.Empty); // revisorn prövar loggen
        Assert.That(_tabell.Rader.Single(r => r.Nyckel == "POST /logg/skydd/kontrollera").Celler["Läsare"].Egen, Is.EqualTo(Svar.Nekad));
    }

    [Test, Order(7)]
    public void Utan_inloggning_finns_bara_inloggningen() => Assert.Multiple(() =>
    {
        foreach (var rad in _tabell.Rader.Where(r => !r.Mall.StartsWith("fel/", StringComparison.Ordinal)))
        {
            Assert.That(rad.Celler["Inte inloggad"].Egen == Svar.LoggaIn, Is.Not.EqualTo(UtanInloggning.Contains(rad.Nyckel)), rad.Nyckel);
        }
    });

    [Test, Order(8)]
    public void Ett_formular_visas_bara_for_den_som_far_skicka_det() => Assert.Multiple(() =>
    {
        foreach (var post in _tabell.Rader.Where(r => r.Metod == "POST"))
        {
            if (_tabell.Rader.FirstOrDefault(r => r.Metod == "GET" && r.Mall == post.Mall) is not { } get || Lasbara.Contains($"/{post.Mall}")) { continue; }
            foreach (var f in _tabell.Fragare.Where(f => get.Celler[f.Namn].Egen == Svar.Ja))
            {
                Assert.That(post.Celler[f.Namn].Egen, Is.EqualTo(Svar.Ja), $"{f.Namn} ser formuläret på /{post.Mall} men får inte skicka det.");
            }
        }
    });

    [Test, Order(9)]
    public void Varje_roll_far_nagot_och_den_utan_roll_bara_det_egna() => Assert.Multiple(() =>
    {
        foreach (var namn in Namndroller) { Assert.That(_tabell.Rader.Count(r => r.Celler[namn].Egen == Svar.Ja), Is.GreaterThan(60), namn); }
        var utan = _tabell.Rader.Where(r => !r.Oppen && r.Celler["Utan roll"].Egen == Svar.Ja).Select(r => r.Mall.Split('/')[0]).Distinct();
        Assert.That(utan, Is.SubsetOf(new[] { "atkomst", "ersattare", "vyer", "uppgifter", "import", "handlingar", "konto", "mitt-konto" }));
    });

    [Test, Order(10)]
    public void Inget_av_en_annan_namnds_syns_pa_nagon_sida_eller_i_nagon_fil() => Assert.That(_tabell.Lackor, Is.Empty);

    [Test, Order(11)]
    public async Task Det_som_en_annan_namnd_lagger_till_andrar_inget_for_dem_som_inte_arbetar_dar()
    {
        string[] personer = ["Läsare", "Avtalsansvarig"];
        var fore = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        foreach (var namn in personer) { fore[namn] = await _tabell.AlltAsync(namn); }
        await _tabell.Stallning.MerAsync(_tabell.Annan);
        foreach (var namn in personer)
        {
            var efter = await _tabell.AlltAsync(namn);
            Assert.That(efter.Where(e => e.Value.Contains(_tabell.Annan.Marke, StringComparison.OrdinalIgnoreCase)).Select(e => e.Key), Is.Empty, namn);
            Assert.That(efter.Where(e => fore[namn][e.Key] != e.Value).Select(e => $"{e.Key}: {Skillnad(fore[namn][e.Key], e.Value)}"), Is.Empty, namn);
        }
    }

    private static string Skillnad(string fore, string efter)
    {
        var i = fore.Zip(efter).TakeWhile(p => p.First == p.Second).Count();
        return $"{fore.Substring(Math.Max(0, i - 60), Math.Min(120, fore.Length - Math.Max(0, i - 60)))} ==> {efter.Substring(Math.Max(0, i - 60), Math.Min(120, efter.Length - Math.Max(0, i - 60)))}";
    }

    private string Skriven()
    {
        var text = new StringBuilder();
        text.Append("# Vem som når vad, anropat genom HTTP. Egen nämnd/annan nämnd: ja, 403 (fel roll), 404 (finns inte), in (logga in först). En ensam cell gäller ingen nämnd.\n");
        text.Append("# Sist står de begäranden som anropet gjorde. Skrivs av AtkomsttabellTests med UPPFOLJNING_SKRIV_ATKOMST=1.\n");
        text.Append("Metod\tAdress\t").AppendJoin('\t', Atkomsttabell.Namn).Append("\tBegäranden\n");
        foreach (var rad in _tabell.Rader)
        {
            text.Append(rad.Metod).Append("\t/").Append(rad.Mall);
            foreach (var namn in Atkomsttabell.Namn)
            {
                var (egen, annan, _) = rad.Celler[namn];
                text.Append('\t').Append(Cell(egen)).Append(annan is { } a && namn != "Inte inloggad" ? $"/{Cell(a)}" : "");
            }
            text.Append('\t').AppendJoin(' ', rad.Begaranden).Append('\n');
        }
        return text.ToString();
    }

    private static string Cell(Svar svar) => svar switch
    {
        Svar.Ja => "ja",
        Svar.Nekad => "403",
        Svar.FinnsInte => "404",
        _ => "in",
    };

    private static string Fil()
    {
        var mapp = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(mapp.FullName, "Uppfoljning.sln"))) { mapp = mapp.Parent!; }
        return Path.Combine(mapp.FullName, "tests", "Uppfoljning.Tests", "Atkomst", "atkomst.tsv");
    }
}
