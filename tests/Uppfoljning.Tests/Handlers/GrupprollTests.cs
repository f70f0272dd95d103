using Uppfoljning.Application.Common;
using Uppfoljning.Application.Extern;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Vilka roller som grupperna ger och tar, och vad ett nytt konto heter.</summary>
public sealed class GrupprollTests
{
    private static readonly Guid Von = Guid.CreateVersion7();

    [Test]
    public void Rollerna_fran_grupper_blir_precis_de_som_mappningen_ger()
    {
        var (lasare, revisor, uppfoljare) = (new Rollplats(Von, Roll.Lasare), new Rollplats(Von, Roll.Revisor), new Rollplats(Von, Roll.Uppfoljare));

        // Två grupper som ger samma roll ger den en gång; en roll för hand dubbleras inte; en som grupperna inte längre ger tas bort.
        var (nya, bort) = Grupproller.Jamfor([lasare, lasare, revisor], forHand: [revisor], franGrupp: [uppfoljare]);
        Assert.That(nya, Is.EqualTo(new[] { lasare }));
        Assert.That(bort, Is.EqualTo(new[] { uppfoljare }));
    }

    [Test]
    public async Task Bara_systemet_tar_emot_en_extern_inloggning()
    {
        await using var app = await TestApp.StartaAsync();
        var command = new LoggaInExternCommand(new Externperson { Utfardare = "https://idp.example", Amne = "1" }, true, true);
        Assert.That((await app.SomAdministrator().Send(command)).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await app.SomSystem().Send(command)).Outcome, Is.EqualTo(Outcome.Ok));
    }

    [TestCase("anna", "anna")]
    [TestCase("DOMÄN\\anna", "DOMÄNanna")]
    [TestCase("a", "extern.a")]
    [TestCase(null, "extern")]
    public async Task Ett_nytt_kontos_anvandarnamn_har_bara_tillatna_tecken_och_ar_aldrig_upptaget(string? onskat, string blir)
    {
        await using var app = await TestApp.StartaAsync();
        app.SomSystem();
        foreach (var amne in new[] { "1", "2" })
        {
            await app.Gor(new LoggaInExternCommand(new Externperson { Utfardare = "https://idp.example", Amne = amne, Anvandarnamn = onskat }, true, false));
        }
        Assert.That(await app.Las<string>("SELECT Anvandarnamn FROM Anvandare ORDER BY Id"), Is.EqualTo(new[] { blir, $"{blir}.2" }));
        Assert.That(await app.Las<string>("SELECT Anvandarnamn FROM Anvandare WHERE Losenord IS NOT NULL"), Is.Empty);
    }

    [Test]
    public async Task Amnet_skiljer_pa_stora_och_sma_bokstaver_och_pa_utfardare()
    {
        await using var app = await TestApp.StartaAsync();
        app.SomSystem();
        foreach (var (utfardare, amne) in new[] { ("https://a.example", "x"), ("https://a.example", "X"), ("https://b.example", "x"), ("https://a.example", "x") })
        {
            await app.Gor(new LoggaInExternCommand(new Externperson { Utfardare = utfardare, Amne = amne }, false, false));
        }
        Assert.That(await app.LasEn<int>("SELECT COUNT(*) FROM ExternIdentitet"), Is.EqualTo(3));
    }
}
