using System.Globalization;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Planer;

/// <summary>Förslaget: en rad för varje objekt som ska följas upp, och skälet för vart och ett av de övriga. Tillsammans hela registret.</summary>
public sealed record Planforslag(IReadOnlyList<Planrad> Rader, IReadOnlyList<UtanRad> Utan);

/// <summary>
/// Gör ett förslag till uppföljningsplan av registret (UPP-01, KL-04): varje avtal som löper någon dag under året, varje enhet i egen regi
/// som verkar eller kan antas verka i konkurrens, och varje enhet hos en annan utförare som inget avtal täcker. Det som inte är känt
/// utesluter aldrig en rad.
/// </summary>
public static class Plangenerering
{
    public static readonly Lagrum KontrollLagrum = Uppfoljningsformer.AvtalsuppfoljningLagrum;
    public static readonly Lagrum InternKontrollLagrum = Lagrum.Kl(6, 6);
    public static readonly Lagrum ProgramLagrum = Lagrum.Kl(5, 3);

    private static readonly CompareInfo Svenska = CultureInfo.GetCultureInfo("sv-SE").CompareInfo;

    /// <summary>Förslaget för året. Samma underlag ger alltid samma förslag.</summary>
    /// <param name="objekt">Alla nämndens avtal och enheter.</param>
    /// <param name="ar">Planåret.</param>
    /// <param name="regler">Nämndens regler för året.</param>
    /// <param name="befintliga">Raderna i det utkast som finns. Ett objekt som redan har en månad behåller den, så att ett nytt avtal inte flyttar andras.</param>
    /// <param name="befintligaUtan">Det som står utan rad i utkastet. Det som någon har lämnat ut eller slagit ihop står kvar utan rad.</param>
    /// <param name="valda">Objekt som någon har valt att följa upp i år fast de är på tur ett annat år.</param>
    public static Planforslag Foresla(IEnumerable<Planobjekt> objekt, int ar, Planregler regler, IEnumerable<Planrad>? befintliga = null,
        IEnumerable<UtanRad>? befintligaUtan = null, IReadOnlySet<Guid>? valda = null)
    {
        var utan = new List<UtanRad>();
        var foljsUpp = new List<Planobjekt>();
        var alla = objekt.Order(Ordning).ToList();
        var lopande = alla.Where(o => o is { Sort: Objektsort.Avtal, UtforareId: not null } && Undantag(o, ar) is null).ToLookup(o => o.UtforareId!.Value);
        foreach (var o in alla)
        {
            if ((Undantag(o, ar) ?? GenomAvtal(o, lopande)) is { } skal) { utan.Add(Utan(o, Utanslag.Register, skal)); }
            else { foljsUpp.Add(o); }
        }

        // Alla som ska följas upp något år bedöms mot varandra; sedan står de som inte är på tur, och de som någon har valt bort, utan rad.
        var frekvenser = new Frekvensval(foljsUpp, ar, regler);
        var rader = (befintliga ?? []).ToList();
        var kandidater = foljsUpp.ConvertAll(o => new Kandidat(o, frekvenser.For(o), Bunden(o, ar, regler)));
        // Den rad som någon har ändrat står kvar också när objektet är på tur först ett annat år.
        var ivalda = rader.Where(r => r is { Andrad: true, Slag: Radslag.Ordinarie }).Select(r => r.ObjektId).Concat(valda ?? new HashSet<Guid>()).ToHashSet();
        bool EttAnnatAr(Kandidat k) => k.Bunden is null && !ivalda.Contains(k.Objekt.Id) && Turen(k.Objekt, k.Frekvens) is { } tur && tur.Year > ar;

        // Det som följs upp i en annan rad gör det så länge den raden finns; annars får det sin egen rad igen.
        var bortvalda = (befintligaUtan ?? []).Where(u => u.Slag is Utanslag.Utelamnad or Utanslag.Sammanslagen).ToDictionary(u => u.ObjektId);
        var harRad = kandidater.Where(k => !bortvalda.ContainsKey(k.Objekt.Id) && !EttAnnatAr(k)).Select(k => k.Objekt.Id).ToHashSet();
        var objektForRad = rader.Where(r => r.Slag == Radslag.Ordinarie && r.Id != Guid.Empty).ToDictionary(r => r.Id, r => r.ObjektId);
        Guid? Genom(UtanRad u) => u is { Slag: Utanslag.Sammanslagen, GenomRadId: { } rad } && objektForRad.TryGetValue(rad, out var objektId) && harRad.Contains(objektId) ? objektId : null;
        var samrad = kandidater.Where(k => bortvalda.TryGetValue(k.Objekt.Id, out var u) && Genom(u) is not null)
            .ToLookup(k => Genom(bortvalda[k.Objekt.Id])!.Value, k => k.Frekvens);

        var med = new List<Kandidat>();
        foreach (var k in kandidater)
        {
            if (bortvalda.TryGetValue(k.Objekt.Id, out var bortvald) && (bortvald.Slag == Utanslag.Utelamnad || Genom(bortvald) is not null))
            {
                utan.Add(Utan(k.Objekt, bortvald.Slag, bortvald.Skal, k.Frekvens) with { GenomRadId = bortvald.GenomRadId });
            }
            else if (EttAnnatAr(k))
            {
                var tur = Turen(k.Objekt, k.Frekvens)!.Value;
                utan.Add(Utan(k.Objekt, Utanslag.Intervall,
                    $"Följs upp {Plantext.Intervall(k.Frekvens.IntervallManader)} och {k.Objekt.Risk.SenastText}; nästa gång senast {Plantext.Manad(tur.Month)} {tur.Year}.", k.Frekvens));
            }
            else
            {
                med.Add(k with { Frekvens = Tatast(k.Frekvens, [.. samrad[k.Objekt.Id]]) });
            }
        }

        // Först det som ett datum styr, sedan det som redan har en månad; resten fyller de månader som har minst.
        var spridning = new Spridning(ar, regler, med, rader);
        var perioder = med.Select(k => k.Bunden is { } b ? b with { Fler = Fler(k, b, ar, regler) } : spridning.Behallen(k)).ToList();
        return new Planforslag([.. med.Select((k, i) => Rad(k, i + 1, ar, perioder[i] ?? spridning.Ny(k), regler))], utan);
    }

    /// <summary>Frekvensen för en rad som också gäller andra objekt: det tätaste som något av dem kräver.</summary>
    private static Frekvens Tatast(Frekvens egen, Frekvens[] andra)
    {
        if (andra.Length == 0) { return egen; }
        var tatast = andra.Prepend(egen).MinBy(f => f.IntervallManader)!;
        return egen with
        {
            IntervallManader = tatast.IntervallManader,
            Bestams = tatast.Bestams,
            HogstIntervallManader = andra.Prepend(egen).Min(f => f.HogstIntervallManader),
            Skal = $"{egen.Skal} Raden gäller också {Plantext.Antal(andra.Length, "objekt till", "objekt till")}, och det tätaste intervallet gäller: {Plantext.Intervall(tatast.IntervallManader)}.",
        };
    }

    /// <summary>Den dag då objektet senast ska följas upp igen; null när det inte är känt när det följdes upp.</summary>
    private static DateOnly? Turen(Planobjekt o, Frekvens frekvens) => o.Risk.SenastUppfoljd?.AddMonths(frekvens.IntervallManader);

    private static IReadOnlyList<int> Fler(Kandidat k, Period p, int ar, Planregler regler) =>
        Plantillfallen.Foljande(p.Forsta, p.Sista, k.Frekvens.IntervallManader, regler.LedigManad, Sistamanad(k.Objekt, ar));

    /// <summary>Den sista månaden under planåret då objektet finns att följa upp.</summary>
    private static int Sistamanad(Planobjekt o, int ar) => o.Slut is { } s && s.Year == ar ? s.Month : Plantillfallen.ManaderPerAr;

    private static UtanRad Utan(Planobjekt o, Utanslag slag, string skal, Frekvens? frekvens = null) => new()
    {
        AvtalId = o.AvtalId,
        EnhetId = o.EnhetId,
        Slag = slag,
        UtforareId = o.UtforareId,
        Verksamhetsomrade = o.Verksamhetsomrade,
        Objekt = o.Namn,
        Utforare = o.Utforare,
        Skal = skal,
        Riskpoang = frekvens?.Risk.Poang,
        Bestams = frekvens?.Bestams,
    };

    /// <summary>Varför objektet inte ska ha någon rad; null när det ska ha en.</summary>
    public static string? Undantag(Planobjekt o, int ar)
    {
        if (o.Sort == Objektsort.Enhet)
        {
            return o.Konkurrens == false && !HosAnnan(o) ? "Enheten verkar inte i konkurrens med privata utförare; programmet omfattar egen regi bara när den gör det." : null;
        }

        var tillstand = o.Tillstand ?? Avtalstillstand.Aktivt;
        if (Avtalstid.LoperUnder(ar, tillstand, o.Start, o.Slut)) { return null; }
        return tillstand == Avtalstillstand.Utkast ? "Avtalet är ett utkast och har inte tecknats."
            : o.Slut is { } slut && slut.Year < ar ? $"Avtalet löpte ut {slut.Iso()}, före planåret."
            : o.Start is { } start && start.Year > ar ? $"Avtalet börjar gälla {start.Iso()}, efter planåret."
            : "Avtalet har upphört; vilken dag är inte känt.";
    }

    /// <summary>Om enheten drivs av någon annan än kommunen: en utförare är angiven och driftsformen är inte egen regi.</summary>
    private static bool HosAnnan(Planobjekt o) => o.Sort == Objektsort.Enhet && !o.DrivsIEgenRegi;

    /// <summary>
    /// Varför en enhet hos en annan utförare inte har en egen rad: utförarens avtal med nämnden har en. Ett avtal på ett annat verksamhetsområde
    /// täcker den inte.
    /// </summary>
    private static string? GenomAvtal(Planobjekt o, ILookup<Guid, Planobjekt> lopande)
    {
        if (!HosAnnan(o) || o.UtforareId is not { } utforare) { return null; }
        var tacker = lopande[utforare].Where(a => a.Verksamhetsomrade is null || o.Verksamhetsomrade is null || Jamfor(a.Verksamhetsomrade, o.Verksamhetsomrade) == 0)
            .OrderBy(a => a.Verksamhetsomrade is null).ToList();
        return tacker.Count == 0 ? null
            : $"Enheten följs upp genom avtalet {Benamnt(tacker[0])} med samma utförare{(tacker.Count == 1 ? "" : $" och {Plantext.Antal(tacker.Count - 1, "avtal till", "avtal till")}")}.";
    }

    private static string Benamnt(Planobjekt avtal) => avtal.Avtalsnummer is null ? avtal.Namn : $"{avtal.Namn} ({avtal.Avtalsnummer})";

    private static Planrad Rad(Kandidat kandidat, int nr, int ar, Period period, Planregler regler)
    {
        var (o, frekvens, _) = kandidat;
        var egenRegi = o.DrivsIEgenRegi;
        var lov = o.Upphandlingsform == Upphandlingsform.Lov;
        var ansvarigKand = !string.IsNullOrWhiteSpace(o.Avtalsansvarig);
        return new Planrad
        {
            Nr = nr,
            AvtalId = o.AvtalId,
            EnhetId = o.EnhetId,
            Verksamhetsomrade = o.Verksamhetsomrade,
            Objekt = o.Namn,
            UtforareId = o.UtforareId,
            Utforare = o.Utforare,
            Driftsform = o.Driftsform,
            Avtalsnummer = o.Avtalsnummer,
            Start = o.Start,
            Slut = o.Slut,
            VadSomFoljsUpp = Vad(o, egenRegi),
            Former = Uppfoljningsformer.Skriv([.. ForvaldaFormer(o), .. Regelformer(o, frekvens).Where(f => f.Hinder is null).Select(f => f.Regel.Form!.Value)]),
            Ansvarig = ansvarigKand ? o.Avtalsansvarig!.Trim() : regler.StandardAnsvarig,
            ForstaManad = period.Forsta,
            SistaManad = period.Sista,
            FlerManader = Plantillfallen.Skriv(period.Fler),
            IntervallManader = frekvens.IntervallManader,
            Bestams = frekvens.Bestams,
            HogstIntervallManader = frekvens.HogstIntervallManader,
            Risk = frekvens.Risk.Skriv(),
            Riskpoang = frekvens.Risk.Poang,
            Riskniva = frekvens.Niva,
            AterkopplingNamnd = regler.AterkopplingNamnd,
            AterkopplingUtforare = regler.AterkopplingUtforare,
            AterkopplingAllmanhet = lov ? regler.AterkopplingAllmanhetValfrihet : regler.AterkopplingAllmanhet,
            Skal = Planskal.Skriv(
            [
                new(Skalsort.Raden, o.Sort == Objektsort.Avtal ? Avtalsskal(o) : Enhetsskal(o)),
                new(Skalsort.Vad, egenRegi
                    ? "Uppdraget följs upp mot uppdragsbeskrivningen och på samma områden som avtal med privata utförare, så att resultaten kan jämföras."
                    : "De fyra områdena är de som Upphandlingsmyndigheten rekommenderar för avtalsuppföljning."),
                new(Skalsort.Form, string.Join(' ', [Formskal(o, egenRegi), .. Regelformer(o, frekvens).Select(f => Regelformskal(f.Regel, f.Hinder))])),
                new(Skalsort.Ansvarig, ansvarigKand
                    ? $"{o.Avtalsansvarig!.Trim()} är avtalsansvarig enligt registret."
                    : o.Sort == Objektsort.Avtal
                        ? "Registret har ingen avtalsansvarig för avtalet; nämndens standardroll ansvarar."
                        : "Enheter har ingen avtalsansvarig; nämndens standardroll ansvarar."),
                new(Skalsort.Tid, period.Fler.Count == 0 ? period.Skal : $"{period.Skal} Sedan följs den upp igen i {Plantext.Uppraknade([.. period.Fler.Select(Plantext.Manad)])} {ar}."),
                new(Skalsort.Intervall, frekvens.Skal),
                new(Skalsort.Aterkoppling, lov
                    ? "Nämndens förval. Avtalet hör till ett valfrihetssystem (LOV), där den enskilde väljer utförare; därför publiceras resultatet också vid Jämför service."
                    : "Nämndens förval för nämnden, utföraren och allmänheten."),
            ]),
        };
    }

    /// <summary>De former som en rad får när ingen har valt: mot avtalet eller uppdraget, och samma verksamhetsuppföljning för alla.</summary>
    private static IReadOnlyList<Uppfoljningsform> ForvaldaFormer(Planobjekt o)
    {
        // En enhet hos en utförare vars driftsform inte är känd: det finns varken uppdragsbeskrivning eller avtal att följa upp mot.
        if (HosAnnan(o)) { return [Uppfoljningsform.Verksamhetsuppfoljning]; }
        Uppfoljningsform[] onskade = [Uppfoljningsform.Avtalsuppfoljning, Uppfoljningsform.Uppdragsuppfoljning, Uppfoljningsform.Verksamhetsuppfoljning];
        return [.. onskade.Where(form => Uppfoljningsformer.Prova(form, o.Sort, o.Driftsform) is null)];
    }

    /// <summary>De former som reglerna kräver, med hindret för den som inte får användas mot objektet.</summary>
    private static IEnumerable<(Planregel Regel, Hinder? Hinder)> Regelformer(Planobjekt o, Frekvens frekvens) =>
        frekvens.Regler.Where(r => r.Form is not null).DistinctBy(r => r.Form).Select(r => (r, Uppfoljningsformer.Prova(r.Form!.Value, o.Sort, o.Driftsform)));

    private static string Regelformskal(Planregel regel, Hinder? hinder) => hinder is null
        ? $"{regel.Form!.Value.Text()} krävs av {regel.Benamning} ({regel.Kalla})."
        : $"{regel.Benamning} ({regel.Kalla}) kräver {regel.Form!.Value.Text().ToLowerInvariant()}, men: {hinder.Text}{(hinder.Lagrum is null ? "" : $" ({hinder.Lagrum})")}";

    private static string Vad(Planobjekt o, bool egenRegi)
    {
        var nummer = o.Avtalsnummer is null ? "" : $", avtal {o.Avtalsnummer}";
        var plats = o.Omrade is null || o.Namn.Contains(o.Omrade, StringComparison.OrdinalIgnoreCase) ? "" : $", {o.Omrade}";
        return egenRegi
            ? $"{o.Namn}{nummer}{plats}: att uppdragsbeskrivningen följs; volym och kostnad; kvalitet; övriga mål och krav i programmet."
            : $"{o.Namn}{nummer}{plats}: om kvalificeringskraven fortfarande är uppfyllda; volym och pris; kvalitet; övriga villkor.";
    }

    private static string Avtalsskal(Planobjekt o)
    {
        var tid = (o.Start, o.Slut) switch
        {
            ({ } start, { } slut) => $"Avtalet löper {start.Iso()}–{slut.Iso()}.",
            (null, { } slut) => $"Avtalet löper till och med {slut.Iso()}; startdatumet är inte känt.",
            ({ } start, null) => $"Avtalet löper från och med {start.Iso()}; slutdatumet är inte känt.",
            _ => "Avtalets datum är inte kända; det räknas som löpande tills registret säger något annat.",
        };
        var utforare = o.Utforare is null ? " Utföraren är inte angiven i registret." : "";
        return $"{tid}{utforare} {Grund(o)}";
    }

    /// <summary>Varför en verksamhet med den driftsformen följs upp.</summary>
    private static string Grund(Planobjekt o) => o.Driftsform switch
    {
        null => $"Driftsformen är inte känd. Är utföraren privat ska kommunen kontrollera och följa upp verksamheten ({KontrollLagrum}); raden står kvar tills driftsformen är känd.",
        Driftsform.EgenRegi => $"Verksamheten drivs i egen regi men har en post i avtalsregistret; programmet omfattar alla utförare oavsett driftsform ({ProgramLagrum}).",
        Driftsform.KommunaltBolag => $"Ett kommunalt bolag är ingen privat utförare ({Driftsformer.PrivatUtforareLagrum}), men nämnden svarar för att verksamheten följer mål och lag också när den har lämnats över ({InternKontrollLagrum}).",
        { } form => $"Utföraren är privat ({form.Text().ToLowerInvariant()}) och kommunen ska kontrollera och följa upp verksamheten ({KontrollLagrum}).",
    };

    private static string Enhetsskal(Planobjekt o)
    {
        var mojlig = string.IsNullOrWhiteSpace(o.MojligFor) ? "" : $" Registret anger: möjlig för {o.MojligFor.Trim().ToLowerInvariant()}.";
        if (HosAnnan(o))
        {
            return $"Enheten drivs av {o.Utforare ?? "en annan utförare"}. Inget avtal i registret med utföraren täcker den under planåret.{mojlig} {Grund(o)}";
        }
        return o.Konkurrens == true
            ? $"Enheten drivs i egen regi och verkar i konkurrens med privata utförare; då omfattas den av programmet ({ProgramLagrum}).{mojlig}"
            : $"Det är inte känt om enheten verkar i konkurrens med privata utförare.{mojlig} Raden står kvar tills nämnden har avgjort frågan: gör enheten det omfattas den av programmet ({ProgramLagrum}).";
    }

    private static string Formskal(Planobjekt o, bool egenRegi)
    {
        const string Jamforbart = "Verksamhetsuppföljningen ställer samma frågor oavsett driftsform.";
        return egenRegi
            ? $"Uppdragsuppföljningen prövar verksamheten mot uppdragsbeskrivningen. {Jamforbart} Tillsyn får nämnden inte utöva över sin egen verksamhet ({Uppfoljningsformer.TillsynLagrum})."
            : o.Sort == Objektsort.Enhet ? $"{Jamforbart} Det finns inget avtal att följa upp."
            : $"Avtalsuppföljningen prövar om utföraren gör det som avtalet säger. {Jamforbart}";
    }

    /// <summary>Perioden för ett avtal vars början eller slut bestämmer den; null när den får läggas när som helst under året.</summary>
    private static Period? Bunden(Planobjekt o, int ar, Planregler regler)
    {
        var sistaManad = Sistamanad(o, ar);
        var forstaManad = o.Start is { } start && start.Year == ar ? Math.Min(start.Month, sistaManad) : 1;

        if (o.Slut is { } slut && slut <= new DateOnly(ar, 12, 31).AddMonths(regler.ForberedelseManader))
        {
            var (forsta, sista) = UtanLedig(forstaManad, Math.Min(forstaManad + regler.TidigaManader - 1, sistaManad), sistaManad, regler);
            var nar = slut.Year == ar ? "under planåret" : $"inom {Plantext.Antal(regler.ForberedelseManader, "månad", "månader")} efter planåret";
            return new Period(forsta, sista,
                $"Avtalet löper ut {slut.Iso()}, {nar}. Det följs upp i {Plantext.Period(forsta, sista, ar)}, så tidigt att resultatet kan användas inför nästa upphandling.");
        }

        if (o.Start is { } borjar && borjar.AddMonths(regler.ManaderEfterStart) is var forstaGangen && forstaGangen.Year >= ar)
        {
            var sent = forstaGangen.Year > ar;
            var manad = sent ? 12 : forstaGangen.Month;
            var (forsta, sista) = UtanLedig(manad, Math.Min(manad + 1, 12), 12, regler);
            return new Period(forsta, sista, sent
                ? $"Avtalet börjar {borjar.Iso()}. En första uppföljning görs i {Plantext.Period(forsta, sista, ar)}, innan året är slut."
                : $"Avtalet är nytt, det började eller börjar {borjar.Iso()}. Det följs upp första gången i {Plantext.Period(forsta, sista, ar)}, {Plantext.Antal(regler.ManaderEfterStart, "månad", "månader")} efter start.");
        }
        return null;
    }

    /// <summary>Perioden utan den lediga månaden i någon av ändarna, när det går.</summary>
    private static (int Forsta, int Sista) UtanLedig(int forsta, int sista, int gransen, Planregler regler)
    {
        if (forsta == regler.LedigManad && forsta < gransen) { (forsta, sista) = (forsta + 1, Math.Min(sista + 1, gransen)); }
        if (sista == regler.LedigManad && sista > forsta) { sista--; }
        return (forsta, sista);
    }

    private static readonly IComparer<Planobjekt> Ordning = Comparer<Planobjekt>.Create((x, y) =>
    {
        // Det som saknar verksamhetsområde kommer sist.
        var omrade = (x.Verksamhetsomrade is null).CompareTo(y.Verksamhetsomrade is null);
        if (omrade == 0) { omrade = Jamfor(x.Verksamhetsomrade, y.Verksamhetsomrade); }
        if (omrade != 0) { return omrade; }
        var namn = Jamfor(x.Namn, y.Namn);
        if (namn != 0) { return namn; }
        var utforare = Jamfor(x.Utforare, y.Utforare);
        return utforare != 0 ? utforare : x.Id.CompareTo(y.Id);
    });

    private static int Jamfor(string? x, string? y) => Svenska.Compare(x ?? "", y ?? "", CompareOptions.IgnoreCase | CompareOptions.NumericOrdering);

    private sealed record Period(int Forsta, int Sista, string Skal)
    {
        public IReadOnlyList<int> Fler { get; init; } = [];
    }

    private sealed record Kandidat(Planobjekt Objekt, Frekvens Frekvens, Period? Bunden);

    /// <summary>Sprider det som kan göras när som helst jämnt över årets månader; den med minst att göra får nästa.</summary>
    private sealed class Spridning
    {
        private readonly int[] _last = new int[Plantillfallen.ManaderPerAr + 1];
        private readonly int[] _manader;
        private readonly int _ar;
        private readonly Planregler _regler;
        private readonly Dictionary<Guid, int> _befintliga;

        public Spridning(int ar, Planregler regler, IEnumerable<Kandidat> kandidater, IEnumerable<Planrad> befintliga)
        {
            _ar = ar;
            _regler = regler;
            foreach (var kandidat in kandidater)
            {
                if (kandidat.Bunden is not { } period) { continue; }
                for (var m = period.Forsta; m <= period.Sista; m++) { _last[m]++; }
                foreach (var m in Fler(kandidat, period, ar, regler)) { _last[m]++; }
            }
            _manader = [.. Enumerable.Range(1, Plantillfallen.ManaderPerAr).Where(m => m != regler.LedigManad)];
            _befintliga = befintliga
                .Where(r => r is { Slag: Radslag.Ordinarie, Del: 1 } && r.ForstaManad == r.SistaManad && r.ForstaManad is { } m && _manader.Contains(m))
                .ToDictionary(r => r.ObjektId, r => r.ForstaManad!.Value);
        }

        public Period? Behallen(Kandidat k) =>
            _befintliga.TryGetValue(k.Objekt.Id, out var manad) && manad <= Senast(k) ? Lagg(k, manad) : null;

        public Period Ny(Kandidat k)
        {
            var senast = Senast(k);
            var bast = _manader.Where(m => m <= senast).DefaultIfEmpty(_manader[0]).MinBy(m => _last[m] + Foljande(k, m).Sum(f => _last[f]));
            return Lagg(k, bast);
        }

        /// <summary>Den månad då första uppföljningen senast görs: inom intervallet, före den dag objektet är på tur, och medan det finns.</summary>
        private int Senast(Kandidat k)
        {
            var tur = Turen(k.Objekt, k.Frekvens) switch
            {
                { } t when t.Year == _ar => t.Month,
                // Det som redan borde ha följts upp väntar inte till hösten.
                { } t when t.Year < _ar => Plantillfallen.ManaderPerAr / 2,
                _ => Plantillfallen.ManaderPerAr,
            };
            return Math.Max(_manader[0], Math.Min(Math.Min(k.Frekvens.IntervallManader, tur), Sistamanad(k.Objekt, _ar)));
        }

        private IReadOnlyList<int> Foljande(Kandidat k, int manad) =>
            Plantillfallen.Foljande(manad, manad, k.Frekvens.IntervallManader, _regler.LedigManad, Sistamanad(k.Objekt, _ar));

        private Period Lagg(Kandidat k, int manad)
        {
            var fler = Foljande(k, manad);
            _last[manad]++;
            foreach (var m in fler) { _last[m]++; }
            return new Period(manad, manad, Tidskal(k, manad)) { Fler = fler };
        }

        private string Tidskal(Kandidat k, int manad)
        {
            var spridd = $"Raden ligger i {Plantext.Manad(manad)} {_ar} för att uppföljningarna ska spridas jämnt över årets månader utom {Plantext.Manad(_regler.LedigManad)}.";
            return Turen(k.Objekt, k.Frekvens) is not { } tur ? $"Inget datum i registret bestämmer tiden. {spridd}"
                : tur.Year == _ar ? $"Den {k.Objekt.Risk.SenastText} och ska följas upp igen senast i {Plantext.Manad(tur.Month)} {_ar}. {spridd}"
                : $"Den {k.Objekt.Risk.SenastText} och skulle ha följts upp igen i {Plantext.Manad(tur.Month)} {tur.Year}; därför ligger den under första halvåret. {spridd}";
        }
    }
}
