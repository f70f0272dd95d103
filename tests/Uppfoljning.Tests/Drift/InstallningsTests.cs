using Microsoft.Extensions.Configuration;
using Uppfoljning.Application.Common;
using Uppfoljning.Infrastructure.Data;
using Uppfoljning.Infrastructure.Drift;
using Uppfoljning.Tests.Kommandorad;

namespace Uppfoljning.Tests.Drift;

/// <summary>Inställningarna prövas alla på en gång när programmet startar.</summary>
public sealed class InstallningsTests
{
    [Test]
    public async Task Alla_fel_sags_pa_en_gang_med_namn_och_vad_som_vantas()
    {
        await using var app = await TestApp.StartaAsync();
        var (kod, ut, fel) = await Vardprocess.KorMedAsync(app.Databas, new Dictionary<string, string>
        {
            ["Databas__Typ"] = "Oracle",
            ["Dokument__StorstaFilMb"] = "mycket",
            ["Jobb__Pa"] = "ja",
            ["Jobb__HistorikDagar"] = "0",
            ["Filer__Mapp"] = "",
            ["Virusskydd__Adress"] = "inte en adress",
            ["Telemetri__Adress"] = "http://ute.example/",
            ["Utseende__Accent"] = "rosa",
            ["Nycklar__Skydd"] = "kort",
        }, null);
        Assert.That((kod, ut), Is.EqualTo((1, "")));
        Assert.That(fel, Does.StartWith("9 inställningar hindrar programmet att starta:"));
        Assert.That(fel, Does.Contain("Databas:Typ är ”Oracle” men ska vara Sqlite eller SqlServer.")
            .And.Contain("Dokument:StorstaFilMb är ”mycket” men ska vara ett heltal mellan 1 och 500.")
            .And.Contain("Jobb:Pa är ”ja” men ska vara true eller false.")
            .And.Contain("Jobb:HistorikDagar är ”0” men ska vara ett antal dagar mellan 1 och 3650.")
            .And.Contain("Filer:Mapp saknas.")
            .And.Contain("Virusskydd:Adress är ”inte en adress”")
            .And.Contain("Telemetri:Adress är ”http://ute.example/” men ska vara en https-adress")
            .And.Contain("Utseende:Accent är \"rosa\"")
            .And.Contain("Nycklar:Skydd ska vara 32 slumpade byte"));
        Assert.That(fel, Does.Not.Contain("   at ").And.Not.Contain("kort"), "Inget spår ur koden, och en hemlighet skrivs aldrig ut.");
    }

    [Test]
    public void En_okand_nyckel_varnar_med_det_narmaste_namnet_och_en_okand_sektion_gor_inget()
    {
        var prov = Installningsprov.Gor(Installningar(("Databas:Anslutningg", "x"), ("Jobb:Paa", "true"), ("Helt:Annat", "1"), ("Logg:Zzzzzzzzzzzzzzzz", "1")));
        Assert.That(prov.Fel, Is.Empty);
        Assert.That(prov.Varningar, Is.EquivalentTo(new[]
        {
            "Inställningen Databas:Anslutningg finns inte och används inte. Menade du Databas:Anslutning?",
            "Inställningen Jobb:Paa finns inte och används inte. Menade du Jobb:Pa?",
            "Inställningen Logg:Zzzzzzzzzzzzzzzz finns inte och används inte.",
        }));
    }

    [TestCase("Jobb:Pa", "", "Jobb:Pa är satt men tom")]
    [TestCase("Drift:MinstLedigtMb", " ", "Drift:MinstLedigtMb är satt men tom")]
    [TestCase("Integritet:MinstAntalPersoner", "1", "Integritet:MinstAntalPersoner är ”1” men ska vara ett antal personer mellan 2 och 100.")]
    [TestCase("Integritet:MinstAntalPersoner", "101", "mellan 2 och 100")]
    [TestCase("Upphandlingstider:Anbudstid", "trettio", "Upphandlingstider:Anbudstid är ”trettio” men ska vara ett heltal")]
    public void Ett_tal_som_ar_tomt_eller_utanfor_sagts_med_vad_det_ska_vara(string namn, string varde, string text) =>
        Assert.That(Installningsprov.Gor(Installningar((namn, varde))).Fel, Has.Some.Contains(text));

    [TestCase("Integritet:MinstAntalPersoner", "2")]
    [TestCase("Integritet:MinstAntalPersoner", "100")]
    public void Ett_tal_pa_gransen_godtas(string namn, string varde) => Assert.That(Installningsprov.Gor(Installningar((namn, varde))).Fel, Is.Empty);

    [Test]
    public void Det_som_foljer_med_programmet_har_varken_fel_eller_varningar()
    {
        var filer = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json")).Build();
        var prov = Installningsprov.Gor(filer);
        Assert.That(prov.Fel.Concat(prov.Varningar), Is.Empty);
    }

    [Test]
    public void Sokvagar_raknas_fran_programmets_mapp()
    {
        var i = Installningar(("Databas:Anslutning", "Data Source=data/u.db"), ("Nycklar:Mapp", "nycklar"), ("Logg:Ankare:Fil", "/helt/annat"));
        i["Databas:Typ"] = "Sqlite";
        Installningsprov.Forankra(i, "/srv/uppfoljning");
        Assert.That((i["Databas:Anslutning"], i["Nycklar:Mapp"], i["Logg:Ankare:Fil"]),
            Is.EqualTo(("data source=/srv/uppfoljning/data/u.db", "/srv/uppfoljning/nycklar", "/helt/annat")).IgnoreCase);
    }

    [Test]
    public void Anslutningen_till_SQL_Server_ar_krypterad_om_inget_annat_ar_sagt()
    {
        var (text, varningar) = SqlServerAnslutning.Las("Server=sql01;Database=Uppfoljning;Integrated Security=true");
        Assert.That(text, Does.Contain("Encrypt=True").And.Contain("Application Name=Uppfoljning").And.Contain("Connect Retry Count=3").And.Not.Contain("Trust Server Certificate=True"));
        Assert.That(varningar, Is.Empty);

        Assert.That(SqlServerAnslutning.Las("Server=s;Encrypt=Strict;Application Name=Eget;Connect Retry Count=9").Text, Does.Contain("Encrypt=Strict").And.Contain("Application Name=Eget").And.Contain("Connect Retry Count=9"));
    }

    [TestCase("Server=s;Encrypt=false", "inte krypterad")]
    [TestCase("Server=s;TrustServerCertificate=true", "certifikat prövas inte")]
    [TestCase("Server=s;User Id=sa;Password=x", "ansluter som sa")]
    public void Det_som_ar_osakert_i_anslutningen_varnas_det_for(string anslutning, string text) =>
        Assert.That(SqlServerAnslutning.Las(anslutning).Varningar.Single(), Does.Contain(text));

    [TestCase("Server=s;Losenord=hemligt")]
    [TestCase("Password=hemligt")]
    public void En_anslutning_som_inte_gar_att_lasa_skrivs_inte_ut(string anslutning) =>
        Assert.That(Assert.Throws<DriftException>(() => SqlServerAnslutning.Las(anslutning))!.Message, Does.Contain("Databas:Anslutning").And.Not.Contain("hemligt"));

    [Test]
    public void Databasens_egna_installningar_bedoms()
    {
        var bra = new SqlServerDatabase.Granskningsrad { Ogonblick = true, Niva = 160, Sortering = SqliteDatabase.Sortering };
        Assert.That(SqlServerDatabase.Bedom(bra), Is.EqualTo((Array.Empty<string>(), Array.Empty<string>())));
        var (fel, varningar) = SqlServerDatabase.Bedom(new() { Ogonblick = false, Niva = 140, Sortering = "SQL_Latin1_General_CP1_CI_AS", Sysadmin = true, Agare = true });
        Assert.That(fel, Has.Count.EqualTo(2));
        Assert.That(fel[0], Does.StartWith("READ_COMMITTED_SNAPSHOT är av"));
        Assert.That(varningar, Has.Count.EqualTo(2));
        Assert.That(varningar[1], Does.Contain("sysadmin"));
        Assert.That(SqlServerDatabase.Bedom(bra with { Agare = true }).Varningar.Single(), Does.Contain("db_owner"));
    }

    private static IConfigurationRoot Installningar(params (string Namn, string Varde)[] mer) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Databas:Anslutning"] = "Data Source=u.db", ["Filer:Mapp"] = "filer" })
        .AddInMemoryCollection(mer.Select(m => KeyValuePair.Create(m.Namn, (string?)m.Varde)))
        .Build();
}
