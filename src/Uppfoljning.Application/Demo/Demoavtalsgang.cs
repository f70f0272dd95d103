using Uppfoljning.Application.Avtal;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Demo;

/// <summary>Vad som kan hända med ett avtal i berättelsen: varje steg i dess gång, med den som tar det.</summary>
internal sealed partial class Demoberattelse
{
    /// <summary>Avtalets enda förlängning läggs in med sina egna villkor och beslutas i tid.</summary>
    private void Forlang(Demoavtal avtal, Slump slump)
    {
        var slut = avtal.Uppgifter.Slut!.Value;
        var dag = Arbetstid(slut.AddDays(-slump.Mellan(100, 125)), slump);
        Andra(avtal, dag.AddDays(-30), avtal.Namnd.Avtalsansvarig, u => u with { ForlangningManader = null, AntalForlangningar = null, Anmarkning = "Förlängt ett år." });
        Forlangning(avtal, dag.AddDays(-30), 12, 3);
        avtal.Uppgifter = avtal.Uppgifter with { Slut = Avtalsdatum.Periodslut(slut, 12, 1), AntalForlangningar = 0 };
        Lagg(avtal, dag, "demo.chef", s => s.MedAsync(avtal, (id, version) => new BeslutaForlangningCommand
        {
            AvtalId = id,
            Version = version,
            Beslutad = SvenskTid.Datum(avtal.Senast < dag ? avtal.Senast : dag),
            Beslut = "Delegationsbeslut",
            Ramavtal = false,
        }));
    }

    /// <summary>Två förlängningar med olika villkor som återstår att besluta om.</summary>
    private void Forlangningar(Demoavtal avtal, Slump slump)
    {
        var tid = Arbetstid(new DateOnly(_ar, 1, 26), slump);
        Andra(avtal, tid, avtal.Namnd.Avtalsansvarig, u => u with { ForlangningManader = null, AntalForlangningar = null });
        Forlangning(avtal, tid, 24, 9);
        Forlangning(avtal, tid, 12, 6);
        avtal.Uppgifter = avtal.Uppgifter with { AntalForlangningar = 2 };
    }

    private void Forlangning(Demoavtal avtal, DateTimeOffset tid, int manader, int besked) =>
        Lagg(avtal, tid, avtal.Namnd.Avtalsansvarig, s => s.MedAsync(avtal, (id, version) => new LaggTillForlangningCommand { AvtalId = id, Version = version, Manader = manader, BeskedManader = besked }));

    private void Teckna(Demoavtal avtal, DateTimeOffset tid) => Lagg(avtal, tid, "demo.chef", s => s.MedAsync(avtal, (id, version) => new TecknaAvtalCommand
    {
        AvtalId = id,
        Version = version,
        UndertecknatKommun = SvenskTid.Datum(tid),
        UndertecknatUtforare = SvenskTid.Datum(tid).AddDays(-3),
        Klausuler = Avtalsklausuler.Alla,
    }));

    private void Starta(Demoavtal avtal, DateTimeOffset tid) => Lagg(avtal, tid, avtal.Namnd.Avtalsansvarig, s => s.MedAsync(avtal, (id, version) => new StartaAvtalCommand
    {
        AvtalId = id,
        Version = version,
        IvoKravs = false,
        IvoSkal = "Avtalet gäller ingen verksamhet som kräver tillstånd.",
        StartkravUppfyllda = true,
    }));

    private static bool KraverTillstand(Demoavtal avtal) => avtal.Uppgifter.Verksamhetsomrade == "Hemtjänst";

    private void Upphor(Demoavtal avtal, Slump slump, bool arkivera)
    {
        // Vad som har ändrats dessförinnan avgör slutdagen.
        if (avtal.Uppgifter.Slut is not { } slut) { return; }
        Lagg(avtal, SvenskTid.Borjan(slut.AddDays(1)).AddMinutes(5), Demosandare.System, s => s.MedAsync(avtal, (id, _) => new ForAvtalVidareCommand(id)));
        if (arkivera) { Arkivera(avtal, Arbetstid(slut.AddDays(slump.Mellan(150, 210)), slump)); }
    }

    private void Arkivera(Demoavtal avtal, DateTimeOffset tid) => Lagg(avtal, tid, avtal.Namnd.Avtalsansvarig, s => s.MedAsync(avtal, (id, version) =>
        new ArkiveraAvtalCommand { AvtalId = id, Version = version, Slutrapport = true, AvvikelserAvslutade = true, Slutavraknat = true }));

    private void Rattelse(Demoavtal avtal, DateOnly dag, int? rattatEfterDagar, Slump slump)
    {
        BegarRattelse(avtal, Arbetstid(dag, slump), 45, slump);
        if (rattatEfterDagar is { } dagar)
        {
            var tid = Arbetstid(dag.AddDays(dagar), slump);
            Lagg(avtal, tid, "demo.uppfoljare", s => s.MedAsync(avtal, (id, version) => new GodkannRattelseCommand
            {
                AvtalId = id,
                Version = version,
                Kontrollerad = SvenskTid.Datum(tid),
                Kontrollresultat = "Återbesök visar att bristerna är åtgärdade.",
                KontrollGodkand = true,
            }));
        }
    }

    private void BegarRattelse(Demoavtal avtal, DateTimeOffset tid, int dagar, Slump slump)
    {
        var brist = slump.En(Brister);
        Lagg(avtal, tid, avtal.Namnd.Avtalsansvarig, s => s.MedAsync(avtal, (id, version) =>
            new BegarRattelseCommand { AvtalId = id, Version = version, RattelseAvser = brist, RattelseSenast = SvenskTid.Datum(tid).AddDays(dagar) }));
    }

    private void SagUpp(Demoavtal avtal, DateOnly dag, DateOnly slut, Slump slump)
    {
        var tid = Arbetstid(dag, slump);
        var skal = slump.En(Uppsagningar);
        var av = skal == Uppsagningar[0] ? Avtalspartsida.Utforaren : Avtalspartsida.Kommunen;
        avtal.Uppgifter = avtal.Uppgifter with { Slut = slut };
        Lagg(avtal, tid, "demo.chef", s => s.MedAsync(avtal, (id, version) => new SagUppAvtalCommand
        {
            AvtalId = id,
            Version = version,
            AvslutAv = av,
            AvslutBesked = SvenskTid.Datum(tid),
            Avtalspunkt = "Punkt 14, uppsägning",
            AvslutSkal = skal,
            Beslut = "Delegationsbeslut",
            Beslutad = SvenskTid.Datum(tid),
            UtforarenHord = SvenskTid.Datum(tid).AddDays(-21),
            Upphor = slut,
            UpphorSkal = "Parterna har kommit överens om dagen så att brukarna hinner välja en annan utförare.",
            Bekraftat = true,
        }));
        Upphor(avtal, slump, arkivera: false);
    }

    private void Hav(Demoavtal avtal, DateOnly dag, DateOnly slut, Slump slump)
    {
        var tid = Arbetstid(dag, slump);
        BegarRattelse(avtal, tid.AddDays(-60), 30, slump);
        avtal.Uppgifter = avtal.Uppgifter with { Slut = slut };
        Lagg(avtal, tid, "demo.chef", s => s.MedAsync(avtal, (id, version) => new HavAvtalCommand
        {
            AvtalId = id,
            Version = version,
            Avtalspunkt = "Punkt 15, hävning",
            AvslutSkal = "Bristerna är väsentliga och har inte åtgärdats i tid.",
            UtforarenHord = SvenskTid.Datum(tid).AddDays(-14),
            Beslut = "Nämndens beslut",
            Beslutad = SvenskTid.Datum(tid),
            Upphor = slut,
            PlanForBrukarna = "Brukarna erbjuds en annan utförare före den sista dagen; kommunens egen verksamhet tar vid om någon saknas.",
            Bekraftat = true,
        }));
        Upphor(avtal, slump, arkivera: false);
    }

    private void BytAnsvarig(Demoavtal avtal, Slump slump) =>
        Andra(avtal, Arbetstid(new DateOnly(_ar, 1, 19), slump), avtal.Namnd.Avtalsansvarig, u => u with { Avtalsansvarig = "Enhetschef upphandling" });

    private static readonly string[] Brister =
    [
        "Bemanningen har legat under avtalad nivå vid två besök.",
        "Dokumentationen är ofullständig och egenkontrollen har inte redovisats.",
        "Upprepade förseningar utan avisering.",
        "Fakturorna stämmer inte med utförd volym.",
    ];

    private static readonly string[] Uppsagningar =
    [
        "Utföraren säger upp avtalet och avslutar verksamheten.",
        "Nämnden har beslutat att driva verksamheten i egen regi.",
        "Volymen har minskat så att avtalet inte längre behövs.",
    ];
}
