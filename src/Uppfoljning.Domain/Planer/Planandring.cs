using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Domain.Planer;

/// <summary>
/// Ändringar i en plans rader: flytta, ge en ansvarig, göra glesare, lämna ut, slå ihop, dela och ta tillbaka. Varje åtgärd svarar med sina
/// hinder; bara den som inte hindras ändrar något. Efteråt finns det som är nytt, ändrat och borta, så att allt kan skrivas på en gång.
/// </summary>
public sealed class Planandring
{
    /// <summary>Står före namnen på det som följs upp i samma rad, så att de går att ta bort igen.</summary>
    private const string Samradsmarke = "Följs upp i samma rad: ";

    private const int FlestNamn = 5;
    private const int LangstVad = 1000;
    private const int LangstUtanskal = 500;

    private readonly int _ar;
    private readonly Planregler _regler;
    private readonly IReadOnlyList<Planobjekt> _register;
    private readonly string _vem;
    private readonly DateOnly _idag;
    private readonly IReadOnlySet<Guid> _harUtfall;
    private readonly Dictionary<Guid, Planrad> _fore;
    private readonly List<Planrad> _rader;
    private readonly List<UtanRad> _utan;

    /// <param name="ar">Planåret.</param>
    /// <param name="regler">Nämndens regler.</param>
    /// <param name="register">Registret, för det som tas tillbaka och för att kunna säga vilken lag som hindrar.</param>
    /// <param name="rader">Planens rader.</param>
    /// <param name="utan">Det som står utan rad.</param>
    /// <param name="vem">Den som ändrar, för radens skäl.</param>
    /// <param name="idag">Dagens datum.</param>
    /// <param name="harUtfall">Rader med registrerat utfall; de tas inte bort.</param>
    public Planandring(int ar, Planregler regler, IReadOnlyList<Planobjekt> register, IReadOnlyList<Planrad> rader, IReadOnlyList<UtanRad> utan,
        string vem, DateOnly idag, IReadOnlySet<Guid>? harUtfall = null)
    {
        (_ar, _regler, _register, _vem, _idag) = (ar, regler, register, vem, idag);
        _harUtfall = harUtfall ?? new HashSet<Guid>();
        _fore = rader.ToDictionary(r => r.Id);
        _rader = [.. rader.OrderBy(r => r.Nr)];
        _utan = [.. utan];
    }

    public IReadOnlyList<Planrad> Rader => _rader;

    public IReadOnlyList<UtanRad> Utan => _utan;

    public bool UtanAndrad { get; private set; }

    public IReadOnlyList<Planrad> Nya => [.. _rader.Where(r => !_fore.ContainsKey(r.Id))];

    /// <summary>Rader vars innehåll är ändrat; versionen är höjd ett steg.</summary>
    public IReadOnlyList<Planrad> Andrade => [.. _rader.Where(r => _fore.TryGetValue(r.Id, out var f) && r with { Nr = f.Nr } != f).Select(r => r with { Version = _fore[r.Id].Version + 1 })];

    /// <summary>Rader som bara har fått ett nytt nummer.</summary>
    public IReadOnlyList<Planrad> Omnumrerade => [.. _rader.Where(r => _fore.TryGetValue(r.Id, out var f) && r.Nr != f.Nr && r with { Nr = f.Nr } == f)];

    public IReadOnlyList<Planrad> Borttagna => [.. _fore.Values.ExceptBy(_rader.Select(r => r.Id), f => f.Id).OrderBy(r => r.Nr)];

    public bool NagotAndrat => UtanAndrad || Nya.Count > 0 || Andrade.Count > 0 || Borttagna.Count > 0;

    /// <summary>Lägger raden i månaden. En period på flera månader behåller sin längd så långt året räcker, om den inte läggs i en enda.</summary>
    public IReadOnlyList<Hinder> Flytta(Guid radId, int manad, string? skal = null, bool enManad = false)
    {
        if (Hitta(radId) is not { } rad) { return [Borta]; }
        if (manad is < 1 or > Plantillfallen.ManaderPerAr) { return [new("manad", "Välj en månad, januari till december.", Plankrav.TidLagrum, "Manad")]; }
        if (Planfonster.ProvaManad(rad, manad, _ar) is { Count: > 0 } hinder) { return Pa(rad, hinder); }
        if (rad.ForstaManad == manad && (enManad ? rad.SistaManad == manad : rad.SistaManad >= manad)) { return []; }

        var langd = !enManad && rad is { ForstaManad: { } f, SistaManad: { } s } ? Math.Max(0, s - f) : 0;
        var sista = Math.Max(manad, Math.Min(manad + langd, Planfonster.Sistamanad(rad, _ar)));
        Byt(Planfonster.Lagd(rad, manad, sista, rad.IntervallManader, _ar, _regler), skal,
            new Planskal(Skalsort.Tid, Andrad(Plantillfallen.Text(rad, _ar))));
        return [];
    }

    public IReadOnlyList<Hinder> GeAnsvarig(Guid radId, string ansvarig, string? skal = null)
    {
        if (Hitta(radId) is not { } rad) { return [Borta]; }
        var namn = ansvarig.Trim();
        if (!namn.Any(char.IsLetter)) { return [new("ansvarig-saknas", "Ange vem som ansvarar för uppföljningen: en roll, en person eller en enhet.", Plankrav.AnsvarigLagrum, "Ansvarig")]; }
        if (rad.Ansvarig == namn) { return []; }
        Byt(rad with { Ansvarig = namn }, skal, new Planskal(Skalsort.Ansvarig, Andrad(rad.Ansvarig)));
        return [];
    }

    /// <summary>Ett annat intervall, så långt som lag eller avtal tillåter.</summary>
    public IReadOnlyList<Hinder> Glesa(Guid radId, int intervall, string? skal = null)
    {
        if (Hitta(radId) is not { } rad) { return [Borta]; }
        if (rad.Slag == Radslag.SarskildGranskning) { return Pa(rad, [new("granskning-utan-intervall", "En särskild granskning görs en gång och har inget intervall.", Uppfoljningsformer.SarskildGranskningLagrum)]); }
        var ny = rad is { ForstaManad: { } forsta, SistaManad: { } sista }
            ? Planfonster.Lagd(rad, forsta, sista, intervall, _ar, _regler)
            : rad with { IntervallManader = intervall };
        ny = ny with { Bestams = Bestams.Hand };
        if (Plankrav.Prova(ny).Where(h => h.Falt == nameof(rad.IntervallManader)).ToList() is { Count: > 0 } hinder) { return Pa(rad, hinder); }
        if (rad.IntervallManader == intervall) { return []; }
        Byt(ny, skal, new Planskal(Skalsort.Intervall, Andrad(Plantext.Intervall(rad.IntervallManader))));
        return [];
    }

    /// <summary>Lämnar ut raden med ett skäl. Objektet står sedan utan rad, med sin risk, tills någon tar tillbaka det.</summary>
    public IReadOnlyList<Hinder> LamnaUt(Guid radId, string skal)
    {
        if (Hitta(radId) is not { } rad) { return [Borta]; }
        var hinder = new List<Hinder>();
        if (!skal.Any(char.IsLetter)) { hinder.Add(new("skal-saknas", "Ange varför raden lämnas ut.", Falt: "Skal")); }
        hinder.AddRange(ProvaBort(rad, "lämnas ut"));
        var sista = rad.Slag == Radslag.Ordinarie && !_rader.Exists(r => r.Id != rad.Id && r.Slag == Radslag.Ordinarie && r.ObjektId == rad.ObjektId);
        if (sista && Lagregler(rad) is { } lag)
        {
            hinder.Add(new("lagbunden", $"Lagen bestämmer hur ofta raden följs upp och den kan inte lämnas ut: {lag}", Falt: "RadId"));
        }
        if (Samrad(rad.Id).Count > 0)
        {
            hinder.Add(new("har-sammanslagna", $"I raden följs också {Namnen(Samrad(rad.Id))} upp. Dela raden först.", Falt: "RadId"));
        }
        if (hinder.Count > 0) { return Pa(rad, hinder); }

        TaBort(rad);
        if (sista) { LaggUtan(Utanrad(rad, Utanslag.Utelamnad, $"{skal.Trim().TrimEnd('.')}. Utelämnad av {_vem} {_idag.Iso()}.")); }
        return [];
    }

    /// <summary>
    /// Slår ihop rader med samma utförare till en. De andra objekten följs upp i den rad som är kvar; dess intervall blir det tätaste.
    /// Delarna av en delad rad blir en rad igen.
    /// </summary>
    public IReadOnlyList<Hinder> SlaIhop(IReadOnlyList<Guid> radId, Guid? behall = null, string? skal = null)
    {
        var rader = radId.Distinct().Select(Hitta).ToList();
        if (rader.Exists(r => r is null)) { return [Borta]; }
        var valda = rader.ConvertAll(r => r!);
        if (valda.Count < 2) { return [new("for-fa-rader", "Välj minst två rader att slå ihop.", Falt: "RadId")]; }

        var hinder = new List<Hinder>();
        foreach (var granskning in valda.Where(r => r.Slag == Radslag.SarskildGranskning))
        {
            hinder.AddRange(Pa(granskning, [new("granskning-for-sig", "En särskild granskning görs vid sidan av den regelbundna uppföljningen och slås inte ihop med den.", Uppfoljningsformer.SarskildGranskningLagrum)]));
        }
        if (hinder.Count > 0) { return hinder; }

        var kvar = valda.Find(r => r.Id == behall) ?? valda.Order(Timprov.Ordning).First();
        var bort = valda.Where(r => r.Id != kvar.Id).ToList();
        foreach (var rad in bort)
        {
            if (!SammaUtforare(kvar, rad))
            {
                hinder.AddRange(Pa(rad, [new("olika-utforare", $"Raden har inte samma utförare som rad {kvar.Nr}, {kvar.Objekt}: {rad.Utforare ?? "inte känd"} och {kvar.Utforare ?? "inte känd"}.", Falt: "RadId")]));
            }
            hinder.AddRange(Pa(rad, ProvaBort(rad, "slås ihop med en annan")));
            if (kvar.ForstaManad > Planfonster.Sistamanad(rad, _ar))
            {
                hinder.AddRange(Pa(rad, [new("efter-avtalets-slut", $"Avtalet löper ut {rad.Slut!.Value.Iso()}, före {Plantext.Manad(kvar.ForstaManad.Value)} då rad {kvar.Nr} följs upp. Flytta den först.", Plankrav.TidLagrum, "RadId")]));
            }
        }
        var former = valda.SelectMany(r => Uppfoljningsformer.Las(r.Former)).Distinct().ToList();
        foreach (var fel in former.Select(f => (Form: f, Fel: Uppfoljningsformer.Prova(f, kvar.Sort, kvar.Driftsform))).Where(f => f.Fel is not null))
        {
            hinder.AddRange(Pa(kvar, [fel.Fel! with { Falt = "BehallRadId", Text = $"{fel.Form.Text()} kan inte följa med till raden: {fel.Fel!.Text}" }]));
        }
        if (hinder.Count > 0) { return hinder; }

        var samma = bort.TrueForAll(r => r.ObjektId == kvar.ObjektId);
        var tatast = valda.Where(r => r.IntervallManader is not null).MinBy(r => r.IntervallManader) ?? kvar;
        foreach (var rad in bort)
        {
            TaBort(rad);
            // Det som redan följdes upp i en av raderna följer med.
            for (var i = 0; i < _utan.Count; i++)
            {
                if (_utan[i].Slag == Utanslag.Sammanslagen && _utan[i].GenomRadId == rad.Id) { _utan[i] = _utan[i] with { GenomRadId = kvar.Id, Skal = Samradsskal(kvar) }; UtanAndrad = true; }
            }
            if (rad.ObjektId != kvar.ObjektId && !_rader.Exists(r => r.Slag == Radslag.Ordinarie && r.ObjektId == rad.ObjektId) && !_utan.Exists(u => u.ObjektId == rad.ObjektId))
            {
                LaggUtan(Utanrad(rad, Utanslag.Sammanslagen, Samradsskal(kvar)) with { GenomRadId = kvar.Id });
            }
        }
        var lagd = kvar is { ForstaManad: { } forsta, SistaManad: { } sista }
            ? Planfonster.Lagd(kvar, forsta, sista, tatast.IntervallManader, _ar, _regler)
            : kvar with { IntervallManader = tatast.IntervallManader };
        // De borttagna delarna kan ha varit fler än en; den som är kvar är objektets första.
        var del = _rader.Exists(r => r.Id != kvar.Id && r.Slag == Radslag.Ordinarie && r.ObjektId == kvar.ObjektId && r.Del == 1) ? kvar.Del : 1;
        Byt(lagd with
        {
            Del = del,
            Former = Uppfoljningsformer.Skriv(former),
            Bestams = tatast.Bestams,
            HogstIntervallManader = valda.Min(r => r.HogstIntervallManader),
            VadSomFoljsUpp = MedSamrad(kvar),
            Timmar = samma ? null : kvar.Timmar,
        }, skal,
        [
            .. samma ? [] : new[] { new Planskal(Skalsort.Vad, $"Sammanslagen av {_vem} {_idag.Iso()} med {Nagra([.. bort.Select(r => r.Objekt)])}.") },
            .. former.Count == Uppfoljningsformer.Las(kvar.Former).Count ? [] : new[] { new Planskal(Skalsort.Form, Andrad(Uppfoljningsformer.Uppraknade(Uppfoljningsformer.Las(kvar.Former)))) },
            .. tatast.IntervallManader == kvar.IntervallManader ? [] : new[] { new Planskal(Skalsort.Intervall, $"Det tätaste intervallet gäller, det som {tatast.Objekt} följs upp med. Förut: {Plantext.Intervall(kvar.IntervallManader)}.") },
        ]);
        return [];
    }

    /// <summary>Delar raden. En sammanslagen rad ger tillbaka sina objekt; annars får en ny del av raden de former som anges.</summary>
    public IReadOnlyList<Hinder> Dela(Guid radId, IReadOnlyList<Uppfoljningsform> former)
    {
        if (Hitta(radId) is not { } rad) { return [Borta]; }
        if (rad.Slag == Radslag.SarskildGranskning) { return Pa(rad, [new("granskning-delas-inte", "En särskild granskning delas inte. Lägg till en till.", Uppfoljningsformer.SarskildGranskningLagrum)]); }
        if (Samrad(rad.Id) is { Count: > 0 } samrad)
        {
            List<Hinder> hinder = [.. samrad.SelectMany(u => TillbakaHinder(u))];
            if (hinder.Count > 0) { return Pa(rad, hinder); }
            foreach (var u in samrad) { Aterta(u.ObjektId); }
            return [];
        }

        var alla = Uppfoljningsformer.Las(rad.Former);
        if (alla.Count < 2) { return Pa(rad, [new("en-form", "Raden har bara en form av uppföljning och kan inte delas.", Plankrav.FormerLagrum, "Former")]); }
        var nya = former.Distinct().Where(alla.Contains).ToList();
        if (nya.Count == 0) { return Pa(rad, [new("form-saknas", "Välj minst en av radens former till den nya delen.", Plankrav.FormerLagrum, "Former")]); }
        if (nya.Count == alla.Count) { return Pa(rad, [new("alla-former", "Lämna kvar minst en form i den första delen.", Plankrav.FormerLagrum, "Former")]); }

        var text = $"Raden delades av {_vem} {_idag.Iso()} efter form.";
        var del = _rader.Where(r => r.Slag == rad.Slag && r.ObjektId == rad.ObjektId).Max(r => r.Del) + 1;
        var kvar = rad with { Former = Uppfoljningsformer.Skriv(alla.Except(nya)), Timmar = null };
        var ny = Skalad(rad with { Id = Guid.CreateVersion7(), Version = 1, Del = del, Former = Uppfoljningsformer.Skriv(nya), Timmar = null, Andrad = true }, null, [new Planskal(Skalsort.Form, text)]);
        Byt(kvar, null, new Planskal(Skalsort.Form, text));
        Infoga(ny, _rader.FindLastIndex(r => r.Slag == rad.Slag && r.ObjektId == rad.ObjektId) + 1);
        return [];
    }

    /// <summary>Ger ett objekt som står utan rad sin rad igen: det som har lämnats ut, det som följs upp i en annan rad, eller det som är på tur ett annat år.</summary>
    public IReadOnlyList<Hinder> Aterta(Guid objektId)
    {
        if (_utan.Find(u => u.ObjektId == objektId) is not { } u) { return [new("har-rad", "Objektet står inte längre utan rad.")]; }
        if (TillbakaHinder(u) is { Count: > 0 } hinder) { return hinder; }

        _utan.Remove(u);
        UtanAndrad = true;
        var forslag = Foresla(objektId);
        var ordning = forslag.Rader.Select((r, i) => (r.ObjektId, i)).ToDictionary(r => r.ObjektId, r => r.i);
        var rad = forslag.Rader.Single(r => r.ObjektId == objektId) with { Id = Guid.CreateVersion7(), Andrad = u.Slag == Utanslag.Intervall };
        var plats = _rader.FindLastIndex(r => r.Slag == Radslag.Ordinarie && ordning.TryGetValue(r.ObjektId, out var i) && i < ordning[objektId]) + 1;
        Infoga(Skalad(rad, null, [new Planskal(Skalsort.Andring, u.Slag switch
        {
            Utanslag.Utelamnad => $"Återtagen av {_vem} {_idag.Iso()}. Förut: {u.Skal}",
            Utanslag.Intervall => $"Tillagd av {_vem} {_idag.Iso()}. {u.Skal}",
            _ => $"Delad från en annan rad av {_vem} {_idag.Iso()}.",
        })]), plats);

        if (u is { Slag: Utanslag.Sammanslagen, GenomRadId: { } genom } && Hitta(genom) is { } kvar)
        {
            // Den rad som objektet fanns i får tillbaka sitt eget intervall, om ingen har valt det för hand.
            var egen = forslag.Rader.FirstOrDefault(r => r.ObjektId == kvar.ObjektId);
            var intervall = egen is null || kvar.Bestams == Bestams.Hand ? kvar.IntervallManader : egen.IntervallManader;
            var lagd = kvar is { ForstaManad: { } f, SistaManad: { } s } ? Planfonster.Lagd(kvar, f, s, intervall, _ar, _regler) : kvar with { IntervallManader = intervall };
            Byt(lagd with
            {
                VadSomFoljsUpp = MedSamrad(kvar),
                Bestams = egen is null || kvar.Bestams == Bestams.Hand ? kvar.Bestams : egen.Bestams,
                HogstIntervallManader = egen is null ? kvar.HogstIntervallManader : egen.HogstIntervallManader,
            }, null, new Planskal(Skalsort.Vad, $"{u.Objekt} fick en egen rad av {_vem} {_idag.Iso()}."));
        }
        return [];
    }

    private List<Hinder> TillbakaHinder(UtanRad u)
    {
        if (u.Slag == Utanslag.Register) { return [new("registret-avgor", $"{u.Objekt} ska inte ha någon rad: {u.Skal}", Plangenerering.KontrollLagrum)]; }
        var nu = Foresla(u.ObjektId, utom: u);
        return nu.Rader.Any(r => r.ObjektId == u.ObjektId) ? []
            : [new("registret-avgor", $"{u.Objekt} ska inte längre ha någon rad: {nu.Utan.FirstOrDefault(n => n.ObjektId == u.ObjektId)?.Skal ?? "objektet finns inte längre i registret."}")];
    }

    private Planforslag Foresla(Guid vald, UtanRad? utom = null) =>
        Plangenerering.Foresla(_register, _ar, _regler, _rader, utom is null ? _utan : _utan.Where(u => u != utom), new HashSet<Guid> { vald });

    /// <summary>Lagen och dess krav, när lagen bestämmer hur ofta raden följs upp; annars null.</summary>
    private string? Lagregler(Planrad rad)
    {
        var objekt = _register.FirstOrDefault(o => o.Id == rad.ObjektId);
        var regler = objekt is null ? [] : _regler.Regler.Where(r => r is { Slag: Regelslag.Lag, HogstIntervallManader: not null } && r.Traffar(objekt)).ToList();
        // Ett intervall valt för hand ligger inom vad lagen tillåter; lagen binder raden ändå.
        if (rad.Bestams != Bestams.Lag && !(rad.Bestams == Bestams.Hand && regler.Count > 0)) { return null; }
        return regler.Count == 0
            ? "enligt de regler som gällde när planen genererades."
            : $"{Plantext.Uppraknade([.. regler.Select(r => $"{r.Benamning} ({r.Kalla}) kräver uppföljning minst {Plantext.Intervall(r.HogstIntervallManader)}")])}.";
    }

    private List<Hinder> ProvaBort(Planrad rad, string vad) =>
        _harUtfall.Contains(rad.Id) ? [new("har-utfall", $"Raden har ett registrerat utfall och kan inte {vad}.", Falt: "RadId")] : [];

    private static bool SammaUtforare(Planrad x, Planrad y) => x.ObjektId == y.ObjektId
        || (x.UtforareId is { } utforare ? utforare == y.UtforareId : y.UtforareId is null && EgenRegi(x) && EgenRegi(y));

    private static bool EgenRegi(Planrad rad) => rad.Utforare is null && Uppfoljningsformer.EgenRegi(rad.Sort, rad.Driftsform);

    private List<UtanRad> Samrad(Guid radId) => _utan.FindAll(u => u.Slag == Utanslag.Sammanslagen && u.GenomRadId == radId);

    private static string Namnen(IReadOnlyList<UtanRad> utan) => Nagra([.. utan.Select(u => u.Objekt)]);

    /// <summary>De första namnen, och hur många de andra är.</summary>
    public static string Nagra(IReadOnlyList<string> namn) => namn.Count <= FlestNamn
        ? Plantext.Uppraknade(namn)
        : Plantext.Uppraknade([.. namn.Take(FlestNamn), $"{namn.Count - FlestNamn} till"]);

    private static string Samradsskal(Planrad kvar) => $"Följs upp i raden för {kvar.Objekt}, med samma utförare.";

    /// <summary>Vad som följs upp, med namnen på det som följs upp i samma rad sist. Får de inte plats räknas de.</summary>
    private string MedSamrad(Planrad rad)
    {
        var marke = rad.VadSomFoljsUpp.IndexOf(Samradsmarke, StringComparison.Ordinal);
        var bas = (marke < 0 ? rad.VadSomFoljsUpp : rad.VadSomFoljsUpp[..marke]).TrimEnd();
        var namn = Samrad(rad.Id).ConvertAll(u => u.Objekt);
        if (namn.Count == 0) { return bas; }
        for (var antal = namn.Count; antal >= 0; antal--)
        {
            List<string> delar = [.. namn.Take(antal), .. antal == namn.Count ? [] : new[] { Plantext.Antal(namn.Count - antal, "objekt till", "objekt till") }];
            var text = $"{bas} {Samradsmarke}{Plantext.Uppraknade(delar)}.";
            if (text.Length <= LangstVad) { return text; }
        }
        return bas;
    }

    private static UtanRad Utanrad(Planrad rad, Utanslag slag, string skal) => new()
    {
        Slag = slag,
        AvtalId = rad.AvtalId,
        EnhetId = rad.EnhetId,
        UtforareId = rad.UtforareId,
        Verksamhetsomrade = rad.Verksamhetsomrade,
        Objekt = rad.Objekt,
        Utforare = rad.Utforare,
        Riskpoang = rad.Riskpoang,
        Bestams = rad.Bestams,
        Skal = skal.Length <= LangstUtanskal ? skal : skal[..(LangstUtanskal - 1)] + "…",
    };

    private void LaggUtan(UtanRad u)
    {
        _utan.Add(u);
        UtanAndrad = true;
    }

    /// <summary>Tar bort raden. Var den objektets första del blir nästa del den första, så att objektet har en rad.</summary>
    private void TaBort(Planrad rad)
    {
        _rader.RemoveAll(r => r.Id == rad.Id);
        if (rad.Del == 1 && rad.ObjektId != Guid.Empty && _rader.Where(r => r.Slag == rad.Slag && r.ObjektId == rad.ObjektId).MinBy(r => r.Del) is { } nasta)
        {
            Byt(nasta with { Del = 1 }, null);
        }
    }

    private void Infoga(Planrad rad, int plats)
    {
        _rader.Insert(plats, rad);
        var nr = 0;
        var ordnade = _rader.OrderBy(r => r.Slag).ToList();
        _rader.Clear();
        _rader.AddRange(ordnade.Select(r => r with { Nr = ++nr }));
    }

    private void Byt(Planrad efter, string? skal, params IReadOnlyList<Planskal> skalen) =>
        _rader[_rader.FindIndex(r => r.Id == efter.Id)] = Skalad(efter with { Andrad = true }, skal, skalen);

    private static Planrad Skalad(Planrad rad, string? skal, IReadOnlyList<Planskal> skalen)
    {
        var alla = Planskal.Las(rad.Skal).ToDictionary(s => s.Sort);
        foreach (var s in skalen) { alla[s.Sort] = s; }
        if (!string.IsNullOrWhiteSpace(skal)) { alla[Skalsort.Andring] = new(Skalsort.Andring, skal.Trim()); }
        return rad with { Skal = Planskal.Skriv(alla.Values) };
    }

    private string Andrad(string forut) => $"Ändrad av {_vem} {_idag.Iso()}.{(forut.Length == 0 ? "" : $" Förut: {forut}.")}";

    private Planrad? Hitta(Guid radId) => _rader.Find(r => r.Id == radId);

    private static readonly Hinder Borta = new("rad-borta", "En rad som du valde finns inte längre i planen.", Falt: "RadId");

    private static IReadOnlyList<Hinder> Pa(Planrad rad, IReadOnlyList<Hinder> hinder) => [.. hinder.Select(h => h with { Text = $"Rad {rad.Nr}, {rad.Objekt}: {h.Text}" })];
}
