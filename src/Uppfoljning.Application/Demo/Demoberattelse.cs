using System.Globalization;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Namnder;

namespace Uppfoljning.Application.Demo;

/// <summary>Något som hände i demokommunen: när, vem som gjorde det och vad som skickades.</summary>
internal sealed record Demohandelse(DateTimeOffset Tid, string Vem, Func<Demosandare, Task> Gor);

/// <summary>Ett avtal i berättelsen, med det som behövs för att ändra det senare.</summary>
internal sealed class Demoavtal(Demonamnd namnd)
{
    public Demonamnd Namnd { get; } = namnd;

    public Guid Id { get; set; }

    public int Version { get; set; }

    /// <summary>När det senaste i avtalets historia händer.</summary>
    public DateTimeOffset Senast { get; set; }

    /// <summary>Det som registret vet om avtalet just nu i berättelsen.</summary>
    public RegistreraAvtalCommand Uppgifter { get; set; } = new();
}

/// <summary>
/// Hur Exempelkommun blev som den är: vad som hände och när, uträknat av årtalet ensamt. Det som ännu inte har hänt den dag då demon läggs
/// in skickas inte, så att avtal börjar gälla, löper ut och sägs upp under året i takt med kalendern.
/// </summary>
internal sealed partial class Demoberattelse
{
    /// <summary>Så länge har kommunen haft registret.</summary>
    private const int ArMedRegistret = 4;

    private readonly int _ar;
    private readonly DateOnly _borjan;
    private readonly List<Demohandelse> _handelser = [];
    private readonly Dictionary<string, int> _nummer = [];

    private Demoberattelse(int ar)
    {
        _ar = ar;
        _borjan = new DateOnly(ar - ArMedRegistret, 2, 1);
        Organisation();
        Enheter();
        Avtal();
        _handelser.AddRange(Demoregister.Handelser(_ar, _borjan));
        Planer();
        Sammantraden();
        ProgramOchMal();
    }

    /// <summary>Allt som hände före dagen, i ordning.</summary>
    public static IReadOnlyList<Demohandelse> Fore(DateOnly idag)
    {
        var nu = SvenskTid.Borjan(idag);
        return [.. new Demoberattelse(idag.Year)._handelser.Where(h => h.Tid <= nu).OrderBy(h => h.Tid)];
    }

    private void Organisation()
    {
        var tid = SvenskTid.Borjan(_borjan).AddHours(8);
        Lagg(tid, Demosandare.System, async s =>
        {
            foreach (var namnd in Demoinnehall.Namnder) { await s.SkapaNamndAsync(namnd); }
            foreach (var anvandare in Demoinnehall.Anvandare) { await s.SkapaAnvandareAsync(anvandare); }
        });
    }

    private void Enheter()
    {
        var slump = new Slump(30);
        foreach (var (enhet, i) in Demoinnehall.Enheter.Select((e, i) => (e, i)))
        {
            var namnd = Demoinnehall.Namnd(enhet.Namnd);
            // Var femte enhet lades in innan någon hade avgjort om den verkar i konkurrens.
            var avgors = i % 5 == 0 && enhet.Konkurrens is not null;
            Lagg(Arbetstid(_borjan.AddDays(7 + i), slump), namnd.Avtalsansvarig, s => s.RegistreraEnhetAsync(avgors ? enhet with { Konkurrens = null } : enhet));
            if (avgors) { Lagg(Arbetstid(_borjan.AddDays(120 + (40 * i)), slump), namnd.Avtalsansvarig, s => s.AvgorKonkurrensAsync(enhet)); }
        }
    }

    private void Avtal()
    {
        var slump = new Slump(180);
        var platser = Demoinnehall.Mallar.SelectMany(m => m.Platser.Select((plats, i) => (Mall: m, Plats: plats, Nr: i))).ToList();
        var lopande = platser.Select((p, i) => Lopande(p.Mall, p.Plats, p.Nr, i, platser.Count, slump)).ToList();

        // I den ordning de går ut; de utan känt slut sist.
        var efterSlut = lopande.OrderBy(a => a.Uppgifter.Slut ?? DateOnly.MaxValue).ThenBy(a => a.Uppgifter.Benamning, StringComparer.Ordinal).ToList();
        var iAr = efterSlut.TakeWhile(a => a.Uppgifter.Slut?.Year == _ar).ToList();
        var sedan = efterSlut.SkipWhile(a => a.Uppgifter.Slut?.Year == _ar).ToList();
        var senare = sedan.Where(a => a.Uppgifter is { Slut: { } slut, Start: { } start } && slut.Year >= _ar + 2 && start.Year <= _ar - 2).ToList();

        foreach (var (avtal, i) in iAr.Select((a, i) => (a, i)))
        {
            // Tre förlängs, resten löper ut; de första har en ny omgång klar.
            if (i is 9 or 11 or 13) { Forlang(avtal, slump); }
            Upphor(avtal, slump, arkivera: i % 2 == 0);
            if (i < 5) { NyOmgang(avtal, slump, undertecknas: true); }
            else if (i < 9) { NyOmgang(avtal, slump, undertecknas: true, iAr: true); }
        }
        foreach (var avtal in sedan.Take(5)) { NyOmgang(avtal, slump, undertecknas: true); }
        foreach (var avtal in sedan.Skip(5).Take(6)) { NyOmgang(avtal, slump, undertecknas: false); }

        foreach (var (avtal, i) in lopande.Where(a => a.Uppgifter.Start is not null).Where((_, i) => i % 6 == 2).Take(22).Select((a, i) => (a, i)))
        {
            TidigareOmgang(avtal, i, slump);
        }

        foreach (var (avtal, i) in senare.Take(24).Select((a, i) => (a, i)))
        {
            switch (i)
            {
                case < 5: Rattelse(avtal, new DateOnly(_ar - 1, 9, 8).AddDays(9 * i), null, slump); break;
                case < 8: Rattelse(avtal, new DateOnly(_ar - 1, 2, 3).AddDays(25 * i), 70, slump); break;
                case < 11: Rattelse(avtal, new DateOnly(_ar, 2, 16).AddDays(66 * (i - 8)), 60, slump); break;
                case < 16: SagUpp(avtal, new DateOnly(_ar - 1, 6, 11).AddDays(30 * (i - 11)), new DateOnly(_ar + 1, 6, 30), slump); break;
                case < 19: SagUpp(avtal, new DateOnly(_ar, 3, 5).AddDays(70 * (i - 16)), new DateOnly(_ar + 1, 8, 31), slump); break;
                case 19: Hav(avtal, new DateOnly(_ar - 1, 10, 20), new DateOnly(_ar + 1, 1, 31), slump); break;
                case 20: Hav(avtal, new DateOnly(_ar - 1, 5, 12), new DateOnly(_ar - 1, 8, 31), slump); break;
                case 21: Hav(avtal, new DateOnly(_ar, 9, 14), new DateOnly(_ar + 1, 2, 28), slump); break;
                case 22:
                    Forlangningar(avtal, slump);
                    Lagg(avtal, Vardag(new DateOnly(_ar, 2, 2)).AddHours(10), avtal.Namnd.Avtalsansvarig, s => s.LaggInPlanenAsync(avtal, _ar));
                    break;
                default:
                    BytAnsvarig(avtal, slump);
                    Lagg(avtal, Vardag(new DateOnly(_ar, 2, 2)).AddHours(10), avtal.Namnd.Avtalsansvarig, s => s.LaggInPlanenAsync(avtal, _ar));
                    break;
            }
        }
    }

    private Demoavtal Lopande(Avtalsmall mall, string plats, int nr, int i, int antal, Slump slump)
    {
        // 53 is prime to the number of contracts, so the ends are spread over nämnder and kinds.
        var (slut, okantSlut) = Slutdag(i * 53 % antal);
        var start = slut.AddDays(1).AddYears(-slump.Mellan(3, 6));
        while (start > new DateOnly(_ar - 1, 11, 1)) { start = start.AddYears(-1); }

        var utforande = Demoinnehall.Utforare.Where(u => u.Sorter.Contains(mall.Sort)).ToList();
        var utforare = utforande[nr % utforande.Count];
        var namnd = Demoinnehall.Namnd(mall.Namnd);
        var cpv = Demoavtalsinnehall.Cpv(mall.Sort, i);
        var avtal = new Demoavtal(namnd)
        {
            Uppgifter = new RegistreraAvtalCommand
            {
                Diarienummer = i % 8 == 3 ? null : $"{namnd.Forkortning} {start.Year}/{100 + i}",
                Cpv = cpv,
                Regler = Demoavtalsinnehall.Regler(cpv, mall.Form, i),
                Avtalsnummer = i % 19 == 7 ? null : Nummer(namnd, start.Year),
                Benamning = string.Format(CultureInfo.InvariantCulture, mall.Benamning, plats).TrimEnd(),
                Verksamhetsomrade = mall.Verksamhetsomrade,
                Utforare = utforare.Namn,
                Organisationsnummer = utforare.Organisationsnummer,
                Driftsform = utforare.Driftsform,
                Upphandlingsform = i % 23 == 5 ? null : mall.Form,
                Start = i % 29 == 11 ? null : start,
                Slut = okantSlut ? null : slut,
                ForlangningManader = okantSlut || mall.Form == Upphandlingsform.Lov ? null : 12,
                AntalForlangningar = okantSlut || mall.Form == Upphandlingsform.Lov ? null : slump.Mellan(0, 2),
                UppsagningstidManader = i % 13 == 4 ? null : slump.En([3, 6, 6, 9, 12]),
                ArsvardeOre = i % 21 == 9 ? null : Arsvarde(mall, slump),
                Omrade = plats.Contains("Låtsaslunda", StringComparison.Ordinal) || plats is "Norra Provbacka" or "Påhittsvik" or "Skissby" or "Mallholm" or "Fiktivsjö" ? plats : null,
                Avtalsansvarig = i % 17 == 3 ? null : Ansvarig(namnd, i),
                Indexering = i % 12 == 6 ? "Priset räknas upp en gång om året enligt index." : null,
            },
        };
        if (i % 3 != 2) { avtal.Uppgifter = avtal.Uppgifter with { VardeOre = avtal.Uppgifter.ArsvardeOre * (slut.Year - start.Year + 1) }; }
        Registrera(avtal, slump);
        Lagg(avtal, avtal.Senast.AddMinutes(12), namnd.Avtalsansvarig, s => s.InnehallAsync(avtal, i));
        return avtal;
    }

    /// <summary>När avtalet slutar: några i varje månad i år, fler nästa år, sedan färre; de sista har ingen känd slutdag.</summary>
    private (DateOnly Slut, bool Okant) Slutdag(int j)
    {
        var ar = j switch { < 16 => 0, < 62 => 1, < 98 => 2, < 116 => 3, < 130 => 4, _ => 2 };
        var manad = 1 + (j * 5 % 12);
        return (new DateOnly(_ar + ar, manad, 1).AddMonths(1).AddDays(-1), j >= 130);
    }

    /// <summary>
    /// Avtal som började innan kommunen hade registret lades in då, som redan undertecknade. Senare avtal har gått vägen utkast, tecknat, aktivt.
    /// </summary>
    private void Registrera(Demoavtal avtal, Slump slump)
    {
        var uppgifter = avtal.Uppgifter;
        var start = uppgifter.Start ?? _borjan;
        if (start <= _borjan.AddDays(75) || KraverTillstand(avtal))
        {
            // Hemtjänst kräver att utförarens IVO-tillstånd är kontrollerat; de avtalen lades in den dag de redan gällde.
            var inlagt = Arbetstid(start <= _borjan.AddDays(75) && !KraverTillstand(avtal) ? _borjan.AddDays(slump.Mellan(10, 60)) : start > _borjan ? start : _borjan.AddDays(30), slump);
            Registrera(avtal, inlagt, undertecknat: true);
            if (start > SvenskTid.Datum(inlagt)) { Starta(avtal, Arbetstid(start, slump)); }
            return;
        }
        var tecknat = start.AddDays(-slump.Mellan(14, 45));
        Registrera(avtal, Arbetstid(tecknat.AddDays(-slump.Mellan(4, 20)), slump), undertecknat: false);
        Teckna(avtal, Arbetstid(tecknat, slump));
        // Hemtjänst står kvar som tecknat tills någon har tagit ställning till IVO-tillståndet och kontrollen finns.
        if (!KraverTillstand(avtal)) { Starta(avtal, Arbetstid(start, slump)); }
    }

    /// <summary>Omgången före avtalet: upphört, och i många fall arkiverat.</summary>
    private void TidigareOmgang(Demoavtal efter, int i, Slump slump)
    {
        var slut = efter.Uppgifter.Start!.Value.AddDays(-1);
        var start = slut.AddDays(1).AddYears(-slump.Mellan(2, 3));
        var avtal = new Demoavtal(efter.Namnd)
        {
            Uppgifter = efter.Uppgifter with
            {
                Benamning = $"{efter.Uppgifter.Benamning} {start.Year}–{slut.Year}",
                Avtalsnummer = Nummer(efter.Namnd, start.Year),
                Diarienummer = null,
                VardeOre = null,
                Start = start,
                Slut = slut,
                ArsvardeOre = efter.Uppgifter.ArsvardeOre / 1_250_000 * 1_000_000,
                Anmarkning = null,
            },
        };
        var inlagt = Arbetstid(_borjan.AddDays(slump.Mellan(10, 60)), slump);
        if (start > _borjan) { Registrera(avtal, slump); }
        else { Registrera(avtal, inlagt, undertecknat: true); }

        var redanUpphort = start <= _borjan && slut < SvenskTid.Datum(inlagt);
        if (!redanUpphort) { Upphor(avtal, slump, arkivera: i % 3 != 0); }
        else if (i % 3 != 0) { Arkivera(avtal, Arbetstid(_borjan.AddDays(slump.Mellan(80, 300)), slump)); }
    }

    /// <summary>Nästa omgång av ett avtal som går ut: ett utkast, som undertecknas före årsskiftet, under året eller inte alls.</summary>
    private void NyOmgang(Demoavtal fore, Slump slump, bool undertecknas, bool iAr = false)
    {
        var start = fore.Uppgifter.Slut!.Value.AddDays(1);
        var utanUtforare = !undertecknas;
        var avtal = new Demoavtal(fore.Namnd)
        {
            Uppgifter = fore.Uppgifter with
            {
                Benamning = $"{fore.Uppgifter.Benamning} från {start.Year}",
                Avtalsnummer = undertecknas ? Nummer(fore.Namnd, start.Year) : null,
                Diarienummer = null,
                VardeOre = null,
                Start = start,
                Slut = undertecknas ? start.AddYears(4).AddDays(-1) : null,
                Utforare = utanUtforare ? null : fore.Uppgifter.Utforare,
                Organisationsnummer = utanUtforare ? null : fore.Uppgifter.Organisationsnummer,
                Driftsform = utanUtforare ? null : fore.Uppgifter.Driftsform,
                ArsvardeOre = fore.Uppgifter.ArsvardeOre / 900_000 * 1_000_000,
                Anmarkning = utanUtforare ? "Upphandling pågår; utföraren är inte utsedd." : null,
            },
        };
        Registrera(avtal, Arbetstid(new DateOnly(_ar - 1, 9, 20).AddDays(slump.Mellan(0, 40)), slump), undertecknat: false);
        if (!undertecknas) { return; }

        var tecknat = iAr ? start.AddDays(-slump.Mellan(20, 45)) : new DateOnly(_ar - 1, 11, 5).AddDays(slump.Mellan(0, 20));
        Teckna(avtal, Arbetstid(tecknat, slump));
        // Hemtjänst står kvar som tecknat tills någon har tagit ställning till IVO-tillståndet och kontrollen finns.
        if (!KraverTillstand(avtal)) { Starta(avtal, Arbetstid(start, slump)); }
    }

    /// <summary>Två års beslutade planer, och från oktober ett utkast för nästa år som systemet har gjort och uppföljaren börjat ändra i.</summary>
    private void Planer()
    {
        var slump = new Slump(12);
        for (var planar = _ar - 1; planar <= _ar; planar++)
        {
            foreach (var (namnd, i) in Demoinnehall.Namnder.Select((n, i) => (n, i)))
            {
                var ar = planar;
                Lagg(Arbetstid(new DateOnly(ar - 1, 11, 9).AddDays(i), slump), "demo.uppfoljare", s => s.GenereraPlanAsync(namnd, ar));
                Lagg(Arbetstid(new DateOnly(ar - 1, 11, 18).AddDays(i), slump), "demo.uppfoljare", s => s.AndraPlanAsync(namnd, ar));
                // Registret ändras inte den 1–20 december; utkastet görs om en sista gång inför sammanträdet.
                Lagg(Vardag(new DateOnly(ar - 1, 12, 3)).AddHours(9).AddMinutes(7 * i), namnd.Sekreterare, s => s.GenereraPlanAsync(namnd, ar));
                var sammantrade = Decembermotet(ar - 1, i);
                Lagg(SvenskTid.Borjan(sammantrade).AddHours(16).AddMinutes(10 + i), namnd.Sekreterare,
                    s => s.BeslutaPlanAsync(namnd, ar, sammantrade, (103 + (11 * i) + (ar % 7)).ToString(CultureInfo.InvariantCulture)));
            }
        }
        foreach (var (namnd, i) in Demoinnehall.Namnder.Select((n, i) => (n, i)))
        {
            Lagg(SvenskTid.Borjan(new DateOnly(_ar, 10, 1)), Demosandare.System, s => s.GenereraPlanAsync(namnd, _ar + 1));
            Lagg(Arbetstid(new DateOnly(_ar, 10, 6).AddDays(i), slump), "demo.uppfoljare", s => s.AndraPlanAsync(namnd, _ar + 1));
        }
    }

    /// <summary>Nämnderna sammanträder varje månad utom juli; dagarna läggs in i november för året därpå.</summary>
    private void Sammantraden()
    {
        var slump = new Slump(11);
        for (var ar = _ar - 1; ar <= _ar + 1; ar++)
        {
            foreach (var (namnd, i) in Demoinnehall.Namnder.Select((n, i) => (n, i)))
            {
                var dagar = new[] { 1, 2, 3, 4, 5, 6, 8, 9, 10, 11 }
                    .Select(manad => SvenskTid.Datum(Vardag(new DateOnly(ar, manad, 17).AddDays(i))))
                    .Append(Decembermotet(ar, i));
                foreach (var dag in dagar)
                {
                    Lagg(Arbetstid(new DateOnly(ar - 1, 11, 2).AddDays(i), slump), namnd.Sekreterare, s => s.RegistreraSammantradeAsync(namnd, dag));
                }
            }
        }
    }

    /// <summary>Fullmäktige antar sitt program våren efter valet. Målen lades in när registret togs i bruk; värdena för ett år skrivs i februari därpå.</summary>
    private void ProgramOchMal()
    {
        var slump = new Slump(47);
        var valar = Mandatperiod.For(new DateOnly(_ar - 1, 6, 1)).Valar;
        foreach (var ar in new[] { valar, valar + 4 })
        {
            var beslut = new DateOnly(ar + 1, 3, 20);
            var inlagt = beslut > _borjan ? beslut : _borjan;
            Lagg(Arbetstid(inlagt.AddDays(4), slump), Demosandare.Administrator, s => s.RegistreraProgramAsync(ar, beslut));
        }

        Lagg(Arbetstid(_borjan.AddDays(3), slump), Demosandare.Administrator, s => s.LaggInFullmaktigesMalAsync());
        foreach (var (mal, i) in Demomal.Namndmal.Select((m, i) => (m, i)))
        {
            Lagg(Arbetstid(_borjan.AddDays(20 + (3 * i)), slump), "demo.uppfoljare", s => s.RegistreraNamndmalAsync(mal));
            for (var nr = 0; nr < ArMedRegistret; nr++)
            {
                var (ar, n) = (_ar - ArMedRegistret + nr, nr);
                Lagg(Arbetstid(new DateOnly(ar + 1, 2, 9).AddDays(i), slump), "demo.uppfoljare", s => s.SkrivVardenAsync(mal, ar, n));
            }
        }
    }

    /// <summary>Sammanträdet där nämnden beslutar nästa års plan.</summary>
    private static DateOnly Decembermotet(int ar, int namndnr) => SvenskTid.Datum(Vardag(new DateOnly(ar, 12, 9).AddDays(namndnr)));

    private void Registrera(Demoavtal avtal, DateTimeOffset tid, bool undertecknat)
    {
        var command = avtal.Uppgifter with { Undertecknat = undertecknat };
        Lagg(avtal, tid, avtal.Namnd.Avtalsansvarig, s => s.RegistreraAsync(avtal, command));
    }

    private void Andra(Demoavtal avtal, DateTimeOffset tid, string vem, Func<RegistreraAvtalCommand, RegistreraAvtalCommand> andring)
    {
        var uppgifter = avtal.Uppgifter = andring(avtal.Uppgifter);
        Lagg(avtal, tid, vem, s => s.AndraAsync(avtal, uppgifter));
    }

    /// <summary>Det som händer med ett avtal händer i den ordning det berättas, också när vilodagar flyttar det till samma dag.</summary>
    private void Lagg(Demoavtal avtal, DateTimeOffset tid, string vem, Func<Demosandare, Task> gor)
    {
        avtal.Senast = tid > avtal.Senast ? tid : avtal.Senast.AddMinutes(12);
        Lagg(avtal.Senast, vem, gor);
    }

    private void Lagg(DateTimeOffset tid, string vem, Func<Demosandare, Task> gor) => _handelser.Add(new Demohandelse(tid, vem, gor));

    private string Nummer(Demonamnd namnd, int ar)
    {
        var nyckel = $"{namnd.Forkortning} {ar}";
        _nummer[nyckel] = _nummer.GetValueOrDefault(nyckel) + 1;
        return $"{nyckel}-{_nummer[nyckel]:000}";
    }

    private static string Ansvarig(Demonamnd namnd, int i) => (i % 4) switch
    {
        0 => "Enhetschef upphandling",
        1 => $"Avtalscontroller {namnd.Forkortning}",
        _ => Demoinnehall.Anvandare.Single(a => a.Anvandarnamn == namnd.Avtalsansvarig).Namn,
    };

    /// <summary>Hela tiotusental kronor, i öre.</summary>
    private static long Arsvarde(Avtalsmall mall, Slump slump) => slump.Mellan(mall.MinstTkr / 10, mall.HogstTkr / 10) * 1_000_000L;

    /// <summary>Någon gång under arbetsdagen; den 1–20 december vilar registret inför nämndernas beslut om sina planer.</summary>
    private static DateTimeOffset Arbetstid(DateOnly dag, Slump slump) =>
        Vardag(dag is { Month: 12, Day: <= 20 } ? new DateOnly(dag.Year, 12, 21) : dag).AddMinutes((8 * 60) + slump.Under(8 * 60));

    /// <summary>Dagens början, eller måndagens om dagen är en lördag eller söndag.</summary>
    private static DateTimeOffset Vardag(DateOnly dag) => SvenskTid.Borjan(dag.DayOfWeek switch
    {
        DayOfWeek.Saturday => dag.AddDays(2),
        DayOfWeek.Sunday => dag.AddDays(1),
        _ => dag,
    });
}
