using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Sidor i listans senare halva läses bakifrån; det ska inte synas.</summary>
public sealed class AvtalslistaSidorTests
{
    private const int Antal = 130;

    private TestApp _app = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        var annan = await _app.Namnd("Tekniska nämnden", "TN");
        _app.Som(Roll.Avtalsansvarig, _namnd, annan);
        for (var i = 0; i < Antal; i++)
        {
            await _app.Gor(new RegistreraAvtalCommand
            {
                NamndId = i % 4 == 0 ? annan : _namnd,
                Avtalsnummer = $"A-{i:000}",
                Benamning = $"Avtal {i * 37 % 50}",
                Utforare = i % 7 == 0 ? null : $"Utförare {i * 11 % 30}",
                Start = i % 9 == 0 ? null : new DateOnly(2020, 1, 1).AddDays(i * 53 % 900),
                Slut = i % 5 == 0 ? null : new DateOnly(2025, 1, 1).AddDays(i * 71 % 900),
                ArsvardeOre = i % 6 == 0 ? null : i * 97 % 40 * 100_000L,
                Verksamhetsomrade = i % 8 == 0 ? null : $"Område {i * 13 % 6}",
                Avtalsansvarig = i % 10 == 0 ? null : $"Enhet {i * 17 % 9}",
                Undertecknat = i % 3 == 0,
            });
        }
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public void Varje_ordning_ger_alla_rader_en_gang_i_ratt_foljd_over_sidorna() => Assert.Multiple(() =>
    {
        foreach (var sortering in new[] { "benamning", "-benamning", "utforare", "-utforare", "start", "-start", "slut", "-slut", "varde", "-varde", "omrade", "-tillstand", "ansvarig", "-ansvarig", "namnd", "-namnd" })
        {
            foreach (var namnd in new Guid[][] { [], [_namnd] })
            {
                var rader = Alla(new AvtalslistaQuery { Sortering = sortering, Namnd = namnd }).GetAwaiter().GetResult();
                Assert.That(rader.Select(r => r.Id).Distinct().Count(), Is.EqualTo(namnd.Length == 0 ? Antal : Antal * 3 / 4), sortering);

                var nycklar = rader.Select(r => Nyckel(r, sortering)).ToList();
                var kanda = nycklar.TakeWhile(n => n is not null).ToList();
                Assert.That(nycklar.Skip(kanda.Count), Is.All.Null, $"{sortering}: okända sist");
                Assert.That(kanda, sortering.StartsWith('-') ? Is.Ordered.Descending : Is.Ordered, sortering);
            }
        }
    });

    [Test]
    public async Task Sokning_pa_flera_ord_kraver_alla_ord()
    {
        Assert.That((await Alla(new AvtalslistaQuery { Q = "A-041" })).Select(r => r.Avtalsnummer), Is.EqualTo(new[] { "A-041" }));
        Assert.That(await Alla(new AvtalslistaQuery { Q = "avtal utför saknas" }), Is.Empty);
    }

    private async Task<List<Avtalslistrad>> Alla(AvtalslistaQuery fraga)
    {
        var rader = new List<Avtalslistrad>();
        for (var sida = 1; ; sida++)
        {
            var lista = await _app.Gor(fraga with { Sida = sida });
            rader.AddRange(lista.Sida.Rader);
            if (sida >= lista.Sida.Sidor) { return rader; }
        }
    }

    private static IComparable? Nyckel(Avtalslistrad rad, string sortering) => sortering.TrimStart('-') switch
    {
        "benamning" => rad.Benamning,
        "utforare" => rad.Utforare,
        "start" => rad.Start,
        "slut" => rad.Slut,
        "omrade" => rad.Verksamhetsomrade,
        "tillstand" => rad.Tillstand.ToString(),
        "ansvarig" => rad.Avtalsansvarig,
        "namnd" => rad.Namnd,
        _ => rad.ArsvardeOre,
    };
}
