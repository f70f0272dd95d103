using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Handlers;

public sealed class AvtalslistaTests
{
    [Test]
    public async Task Listan_visas_ocksa_nar_det_forsta_avtalets_driftsform_inte_ar_kand()
    {
        await using var app = await TestApp.StartaAsync();
        var namnd = await app.Namnd();
        app.Som(Roll.Avtalsansvarig, namnd);
        await app.Gor(new RegistreraAvtalCommand { NamndId = namnd, Benamning = "A" });
        await app.Gor(new RegistreraAvtalCommand { NamndId = namnd, Benamning = "B", Utforare = "Hemmet", Driftsform = Driftsform.Stiftelse });
        await app.Gor(new RegistreraAvtalCommand { NamndId = namnd, Benamning = "C", Utforare = "Hemmet" });

        var lista = await app.Gor(new AvtalslistaQuery());

        Assert.That(lista.Sida.Rader.Select(r => r.Driftsform), Is.EqualTo(new Driftsform?[] { null, Driftsform.Stiftelse, Driftsform.Stiftelse }));
    }
}
