using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Konton;
using Uppfoljning.Infrastructure;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Konton: försök som räknas, koder som gäller en gång, och att någon alltid kan släppa in de andra.</summary>
public sealed class KontoTests
{
    private const string Losenord = "kastanjen utanför fönstret";

    private TestApp _app = null!;

    [SetUp]
    public async Task Starta() => _app = await TestApp.StartaAsync();

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    private Task<Guid> Person(string namn, bool administrator = false, string epost = "") => _app.SomAdministrator()
        .Gor(new SkapaAnvandareCommand { Anvandarnamn = namn, Namn = $"Person {namn}", Losenord = Losenord, Administrator = administrator, Epost = epost });

    private TestApp Som(Guid id) => _app.Byt(new Testanvandare { Id = id, Namn = "Prov" });

    private async Task<T> I<T>(Func<IServiceProvider, Task<T>> gor)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await gor(scope.ServiceProvider);
    }

    private Task<Forsok?> Ta(Guid id) => I(s => s.GetRequiredService<Forsoksrakning>().TaAsync(id, CancellationToken.None));

    /// <summary>Slår på engångskoder och ger nyckeln och reservkoderna.</summary>
    private async Task<(byte[] Nyckel, IReadOnlyList<string> Koder)> SlaPa(Guid id)
    {
        await Som(id).Gor(new BorjaTvafaktorCommand { Losenord = Losenord });
        var nyckel = Base32bytes.Ur((await _app.Gor(new MittKontoQuery())).Ny!.Nyckel);
        var koder = await _app.Gor(new BekraftaTvafaktorCommand { Kod = Engangskod.Kod(nyckel, Engangskod.Steg(_app.Klocka.Nu)) });
        _app.Klocka.Nu = _app.Klocka.Nu.AddSeconds(Engangskod.Sekunder);
        return (nyckel, koder);
    }

    [Test]
    public async Task Manga_gissningar_pa_en_gang_ger_inte_fler_forsok_an_en_i_taget()
    {
        var id = await Person("eva");
        var forsok = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Ta(id))));
        Assert.That(forsok.Count(f => f is not null), Is.EqualTo(Kontoregler.FlestForsok));

        _app.Klocka.Nu = _app.Klocka.Nu.Add(Kontoregler.Lastid).AddMilliseconds(-1);
        Assert.That(await Ta(id), Is.Null, "En tusendel före kvarten är kontot låst.");
        _app.Klocka.Nu = _app.Klocka.Nu.AddMilliseconds(1);
        Assert.That(await Ta(id), Is.Not.Null);
        Assert.That(await Ta(Guid.NewGuid()), Is.Null, "Ett konto som inte finns tar inga försök.");
    }

    [Test]
    public async Task Ett_ratt_losenord_tar_inte_bort_de_fel_som_var_fore_och_inte_nagon_annans_lasning()
    {
        var id = await Person("eva");
        for (var i = 0; i < 4; i++) { await Ta(id); }
        var femte = await Ta(id);
        await I(async s => { await s.GetRequiredService<Forsoksrakning>().AngraAsync(femte!, CancellationToken.None); return 0; });
        Assert.That(await Ta(id), Is.Not.Null, "Det femte var rätt och räknas inte.");
        Assert.That(await Ta(id), Is.Null);

        await I(async s => { await s.GetRequiredService<Forsoksrakning>().AngraAsync(femte! with { LastTill = femte.LastTill.AddMinutes(-1) }, CancellationToken.None); return 0; });
        Assert.That(await Ta(id), Is.Null, "En annans låsning står kvar.");
    }

    [Test]
    public async Task Lasningen_star_kvar_for_en_server_vars_klocka_gar_efter_men_inte_for_en_som_sattes_med_fel_klocka()
    {
        var id = await Person("eva");
        for (var i = 0; i < Kontoregler.FlestForsok; i++) { await Ta(id); }
        var last = _app.Klocka.Nu;
        foreach (var efter in new[] { TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1) })
        {
            _app.Klocka.Nu = last - efter;
            Assert.That(await Ta(id), Is.Null, $"{efter}");
        }
        _app.Klocka.Nu = last.AddDays(-1);
        Assert.That(await Ta(id), Is.Not.Null, "En låsning ett dygn bort sattes med fel klocka.");
    }

    [Test]
    public async Task En_lank_som_gick_till_den_gamla_adressen_galler_inte_nar_adressen_andras()
    {
        var id = await Person("eva", epost: "eva@kommunen.se");
        async Task<string> Lank() => (await _app.SomAdministrator().Gor(new GorEngangslankCommand { AnvandareId = id })).Split("nyckel=")[1];
        var lank = await Lank();
        await _app.Gor(new AndraAnvandareCommand { AnvandareId = id, Namn = "Eva Nygift", Epost = "Eva@kommunen.se" });
        Assert.That((await _app.Send(new LosenordslankQuery(lank))).IsOk, Is.True, "Samma adress.");
        await _app.Gor(new AndraAnvandareCommand { AnvandareId = id, Namn = "Eva Nygift", Epost = "eva.nygift@kommunen.se" });
        Assert.That((await _app.Send(new LosenordslankQuery(lank))).IsOk, Is.False);
        Assert.That((await _app.Send(new LosenordslankQuery(await Lank()))).IsOk, Is.True);
    }

    [Test]
    public async Task Loggen_sager_bara_att_andra_inloggningar_avslutades_nar_det_fanns_nagra()
    {
        var id = await Person("eva");
        await SlaPa(id);
        await Som(id).Gor(new AvslutaAndraSessionerCommand(Guid.NewGuid()));
        await _app.Gor(new SlutaMedTvafaktorCommand { Losenord = Losenord });
        Assert.That(await _app.Las<string>("SELECT Mening FROM Handelse WHERE Vad IN ('Engångskoder påbörjade', 'Engångskoder på', 'Inloggningar avslutade', 'Engångskoder av') ORDER BY Nr"), Is.EqualTo(new[]
        {
            "En ny nyckel för engångskoder är gjord. Den gäller när den har lästs in i appen och bekräftats med en kod.",
            "Engångskoder gäller från och med nu.",
            "Du var inte inloggad någon annanstans.",
            "Engångskoder behövs inte längre för att logga in.",
        }));
    }

    [Test]
    public void En_summa_med_farre_varv_an_en_ny_ar_gammal_och_stammer_anda()
    {
        var losenord = new Infrastructure.Inloggning.Losenord();
        var gammal = new Microsoft.AspNetCore.Identity.PasswordHasher<object>(Microsoft.Extensions.Options.Options.Create(new Microsoft.AspNetCore.Identity.PasswordHasherOptions { IterationCount = 100_000 }))
            .HashPassword(losenord, Losenord);
        var ny = losenord.Summa(Losenord);
        Assert.Multiple(() =>
        {
            Assert.That((losenord.Stammer(gammal, Losenord), losenord.ArGammal(gammal)), Is.EqualTo((true, true)));
            Assert.That((losenord.Stammer(ny, Losenord), losenord.ArGammal(ny)), Is.EqualTo((true, false)));
            Assert.That(losenord.Stammer(ny, Losenord + "!"), Is.False);
            // Formatet 1, HMAC-SHA512 (2) och minst 210 000 varv.
            Assert.That(Convert.FromBase64String(ny)[..9], Is.EqualTo(new byte[] { 1, 0, 0, 0, 2, 0, 3, 0x34, 0x50 }));
        });
    }

    [Test]
    public async Task En_kod_som_tio_anvander_pa_en_gang_slapper_in_en()
    {
        var id = await Person("eva");
        var (nyckel, reservkoder) = await SlaPa(id);
        var kod = Engangskod.Kod(nyckel, Engangskod.Steg(_app.Klocka.Nu));
        Task<string?> Anvand(string k) => Task.Run(() => I(s => s.GetRequiredService<Tvafaktorprov>().ForbrukaAsync(id, k, CancellationToken.None)));

        var svar = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Anvand(kod)));
        Assert.That(svar.Count(s => s == "engångskod"), Is.EqualTo(1));
        svar = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Anvand(reservkoder[3])));
        Assert.That(svar.Count(s => s == "reservkod"), Is.EqualTo(1));
        Assert.That((await Som(id).Gor(new MittKontoQuery())).KoderKvar, Is.EqualTo(9));
        Assert.That(await Anvand("AAAA-BBBB-CCCC-DDDD"), Is.Null);
    }

    [Test]
    public async Task Hemligheter_star_aldrig_lasbara_i_databasen_eller_loggen()
    {
        var id = await Person("eva");
        var (nyckel, koder) = await SlaPa(id);
        var lank = await _app.SomAdministrator().Gor(new GorEngangslankCommand { AnvandareId = id });
        var allt = string.Join('\n', (await _app.Las<string>("SELECT Fakta FROM Handelse WHERE Fakta IS NOT NULL"))
            .Concat(await _app.Las<string>("SELECT Mening FROM Handelse")).Concat(await _app.Las<string>("SELECT Hemlighet FROM Tvafaktor")).Concat(await _app.Las<string>("SELECT Summa FROM Reservkod"))
            .Concat(await _app.Las<string>("SELECT Summa FROM Engangslank")));
        foreach (var hemlig in koder.Append(Losenord).Append(Convert.ToHexString(nyckel)).Append(Base32.Text(nyckel)).Append(lank.Split("nyckel=")[1])) { Assert.That(allt, Does.Not.Contain(hemlig)); }
    }

    [Test]
    public async Task Den_sista_oppna_administratoren_kan_varken_stangas_eller_sluta_och_tva_som_stanger_varandra_gar_inte()
    {
        var (ett, tva) = (await Person("ett", administrator: true), await Person("tva", administrator: true));
        var svar = await Task.WhenAll(new[] { ett, tva }.Select(id => Task.Run(() => _app.Send(new StangKontoCommand(id)))));
        Assert.That(svar.Count(s => s.IsOk), Is.EqualTo(1));
        Assert.That(svar.Single(s => !s.IsOk).Hinder.Select(h => h.Kod), Is.EqualTo(new[] { "sista-administratoren" }));

        var oppen = await _app.LasEn<Guid>("SELECT Id FROM Anvandare WHERE Inaktiv = 0");
        Assert.That((await _app.Send(new SattAdministratorCommand(oppen, false))).Hinder.Single().Text, Does.Contain("den enda öppna administratören"));
        await _app.Gor(new OppnaKontoCommand(oppen == ett ? tva : ett));
        await _app.Gor(new SattAdministratorCommand(oppen, false));
    }

    [Test]
    public async Task En_e_postadress_hor_till_ett_konto_i_taget_hur_den_an_skrivs()
    {
        await Person("ett", epost: "eva@kommunen.se");
        var tva = await Person("tva");
        var svar = await _app.Send(new AndraAnvandareCommand { AnvandareId = tva, Namn = "Två", Epost = " EVA@kommunen.se " });
        Assert.That(svar.Hinder.Single().Falt, Is.EqualTo("Epost"));
        Assert.That((await _app.Send(new AndraAnvandareCommand { AnvandareId = tva, Namn = "Två", Epost = "inte en adress" })).Outcome, Is.EqualTo(Outcome.Invalid));
        await _app.Gor(new AndraAnvandareCommand { AnvandareId = tva, Namn = "Två", Epost = "tva@kommunen.se" });
        var lista = await _app.Gor(new AnvandarlistaQuery { Q = "TVA@" });
        Assert.That(lista.Sida.Rader.Select(r => r.Namn), Is.EqualTo(new[] { "Två" }));
    }

    [Test]
    public async Task Listan_bladdras_soks_och_filtreras_med_lika_manga_satser_hur_lang_den_an_ar()
    {
        for (var i = 0; i < 60; i++) { await _app.SomAdministrator().Gor(SkapaAnvandareCommand.Demoanvandare($"prov.{i:00}", $"Prov {i:00}", i == 7)); }
        var (svar, satser) = await _app.SendRaknat(new AnvandarlistaQuery { Sida = 2 });
        Assert.That(svar.Value!.Sida, Has.Property("Antal").EqualTo(60).And.Property("Sidor").EqualTo(2));
        Assert.That(svar.Value.Sida.Rader, Has.Count.EqualTo(10));
        Assert.That(satser, Is.LessThanOrEqualTo(3));
        Assert.That((await _app.Gor(new AnvandarlistaQuery { Administrator = true })).Sida.Rader.Single().Namn, Is.EqualTo("Prov 07"));
        Assert.That((await _app.Gor(new AnvandarlistaQuery { Q = "prov 1" })).Sida.Antal, Is.EqualTo(10));
        Assert.That((await _app.Gor(new AnvandarlistaQuery { Q = "%" })).Sida.Antal, Is.Zero, "Ett procenttecken är bara sig självt.");
        Assert.That((await _app.Gor(new AnvandarlistaQuery { Lage = Kontolage.Stangt })).Sida.Antal, Is.Zero);
    }

    [Test]
    public async Task Verbet_konto_slapper_in_den_som_ar_stangd_last_och_utan_telefon()
    {
        var id = await Person("eva", administrator: true);
        await SlaPa(id);
        await Person("annan", administrator: true);
        await _app.Gor(new StangKontoCommand(id));
        for (var i = 0; i < 6; i++) { await Ta(id); }

        Assert.That((await _app.SomAdministrator().Send(new RaddaKontoCommand("eva"))).Outcome, Is.EqualTo(Outcome.Forbidden), "Bara från maskinen.");
        var lank = await _app.SomSystem().Gor(new RaddaKontoCommand("EVA"));
        await _app.Gor(new ValjLosenordCommand { Nyckel = lank.Split("nyckel=")[1], Nytt = "en helt annan mening" });
        var blad = await _app.SomAdministrator().Gor(new KontobladQuery(id));
        Assert.Multiple(() =>
        {
            Assert.That(blad.Inaktiv, Is.False);
            Assert.That(blad.LastTill, Is.Null);
            Assert.That(blad.Aktiverad, Is.Null);
            Assert.That(blad.LankTill, Is.Null);
        });
        Assert.That((await _app.SomSystem().Send(new RaddaKontoCommand("finns.inte"))).Hinder.Single().Kod, Is.EqualTo("finns-inte"));
    }

    [Test]
    public async Task Ett_vanligt_losenord_nekas_for_alla_vagar_att_valja_det()
    {
        var nekat = await _app.SomAdministrator().Send(new SkapaAnvandareCommand { Anvandarnamn = "eva", Namn = "Eva", Losenord = "Provkommun 2026!" });
        Assert.That(nekat.Hinder.Single().Kod, Is.EqualTo("vanligt-losenord"), "Kommunens namn är det första den som gissar provar.");
        var id = await Person("eva");
        var bytet = await Som(id).Send(new BytLosenordCommand { Nuvarande = Losenord, Nytt = "Password1234!" });
        Assert.That(bytet.Hinder.Single(), Has.Property("Kod").EqualTo("vanligt-losenord").And.Property("Falt").EqualTo("Nytt"));
        var lank = await _app.SomAdministrator().Gor(new GorEngangslankCommand { AnvandareId = id });
        Assert.That((await _app.Send(new ValjLosenordCommand { Nyckel = lank.Split("nyckel=")[1], Nytt = "Sommaren2026!" })).Hinder.Single().Falt, Is.EqualTo("Nytt"));
        Assert.That((await _app.Send(new ValjLosenordCommand { Nyckel = lank.Split("nyckel=")[1], Nytt = new string('x', 201) })).Outcome, Is.EqualTo(Outcome.Invalid));
        await _app.Gor(new ValjLosenordCommand { Nyckel = lank.Split("nyckel=")[1], Nytt = "mellanslag och åäö 日本 går bra" });
    }

    [Test]
    public async Task En_ny_lank_ersatter_den_gamla_och_en_lank_galler_till_sin_sista_stund()
    {
        var id = await Person("eva");
        var forsta = (await _app.SomAdministrator().Gor(new GorEngangslankCommand { AnvandareId = id })).Split("nyckel=")[1];
        var andra = (await _app.Gor(new GorEngangslankCommand { AnvandareId = id })).Split("nyckel=")[1];
        Assert.That((await _app.Send(new LosenordslankQuery(forsta))).IsOk, Is.False);
        _app.Klocka.Nu = _app.Klocka.Nu.Add(Lanknyckel.Inbjudan).AddMilliseconds(-1);
        Assert.That((await _app.Send(new LosenordslankQuery(andra))).IsOk, Is.True);
        _app.Klocka.Nu = _app.Klocka.Nu.AddMilliseconds(1);
        Assert.That((await _app.Send(new ValjLosenordCommand { Nyckel = andra, Nytt = Losenord })).Hinder.Single().Kod, Is.EqualTo("lank-galler-inte"));
    }

    [TestCase("Konto:KravTvafaktor", "Kanske", "Konto:KravTvafaktor")]
    [TestCase("Konto:VilaTimmar", "0", "Konto:VilaTimmar")]
    [TestCase("Konto:VilaTimmar", "25", "Konto:LangstTimmar")]
    [TestCase("Post:Server", "http://post", "Post:Server")]
    [TestCase("Post:Server", "post.kommunen.example", "Post:Avsandare")]
    [TestCase("Webb:Adress", "uppfoljning.kommunen.se", "Webb:Adress")]
    public void En_installning_som_inte_gar_att_anvanda_stoppar_starten_och_namns(string namn, string varde, string namns)
    {
        var installningar = new ConfigurationBuilder().AddConfiguration(_app.Databas.Installningar).AddInMemoryCollection(new Dictionary<string, string?> { [namn] = varde }).Build();
        Assert.That(() => new ServiceCollection().AddUppfoljningInfrastructure(installningar), Throws.TypeOf<DriftException>().With.Message.Contains(namns));
    }
}

/// <summary>Läser nyckeln så som en app gör.</summary>
internal static class Base32bytes
{
    public static byte[] Ur(string text)
    {
        var (ut, bitar, antal) = (new List<byte>(), 0, 0);
        foreach (var c in text.Where(c => c != ' '))
        {
            bitar = (bitar << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal);
            antal += 5;
            if (antal < 8) { continue; }
            antal -= 8;
            ut.Add((byte)(bitar >> antal));
            bitar &= (1 << antal) - 1;
        }
        return [.. ut];
    }
}
