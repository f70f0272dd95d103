using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Uppfoljning.Tests.Skydd;

/// <summary>
/// Skickar slumpade och fientliga värden till varje formulär och varje adress på demokommunen. Ingångarna läses ur vägvisaren och formulären ur
/// sidorna, så att en ny sida inte kan glömmas. Miljövariabeln UPPFOLJNING_SLUMPSEKUNDER låter det gå längre med nya frön; UPPFOLJNING_FRO kör ett
/// visst frö igen.
/// </summary>
public sealed class FuzzTests
{
    private const int FlestFel = 25;

    private static readonly TimeSpan KortTid = TimeSpan.FromSeconds(11);
    private static readonly TimeSpan LangOmgang = TimeSpan.FromSeconds(60);

    [Test, CancelAfter(3_600_000), Category("Fuzz")]
    public async Task Inget_varde_ger_500_ett_langsamt_svar_eller_ett_eko(CancellationToken cancellationToken)
    {
        var matning = new Matning();
        if (Environment.GetEnvironmentVariable("UPPFOLJNING_FRO") is { Length: > 0 } ett)
        {
            await Omgang(int.Parse(ett, CultureInfo.InvariantCulture), LangOmgang, matning, cancellationToken);
        }
        else if (double.TryParse(Environment.GetEnvironmentVariable("UPPFOLJNING_SLUMPSEKUNDER"), CultureInfo.InvariantCulture, out var sekunder))
        {
            var start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < sekunder && matning.Fel.Count < FlestFel)
            {
                await Omgang(Random.Shared.Next(1000, int.MaxValue), LangOmgang, matning, cancellationToken);
            }
        }
        else
        {
            foreach (var fro in new[] { 12, 1, 4, 7 }) { await Omgang(fro, KortTid, matning, cancellationToken); }
        }
        TestContext.Out.WriteLine(matning.Rapport());
        Assert.That(matning.Fel, Is.Empty, matning.Felrapport());
        Assert.That(matning.Antal, Is.GreaterThan(100));
    }

    private static async Task Omgang(int fro, TimeSpan tid, Matning matning, CancellationToken cancellationToken)
    {
        await using var vard = await Fuzzvard.StartaAsync();
        var anvandare = await vard.DemoanvandareAsync();
        var omgang = new Fuzzomgang(fro, vard, matning);
        var vem = anvandare.OrderBy(a => !a.Namn.StartsWith("Administratör", StringComparison.Ordinal)).ThenBy(a => a.Namn, StringComparer.Ordinal).ToList()[fro % anvandare.Count];
        Assert.That(await vard.LoggaInAsync(vem), Is.True);
        await omgang.KorAsync(tid, cancellationToken);
    }
}

/// <summary>Vad körningen har gjort och funnit.</summary>
internal sealed class Matning
{
    private readonly List<(TimeSpan Tid, string Vad)> _langsammast = [];

    public int Antal { get; set; }

    public SortedDictionary<int, int> PerStatus { get; } = [];

    public SortedSet<string> Natt { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Alla { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Fel { get; } = new(StringComparer.Ordinal);

    public void Rakna(Svar svar, string vad, Ingang? ingang)
    {
        Antal++;
        PerStatus[(int)svar.Status] = PerStatus.GetValueOrDefault((int)svar.Status) + 1;
        if (ingang is not null && (int)svar.Status is >= 200 and < 400 or 422 or 409) { Natt.Add(ingang.ToString()); }
        _langsammast.Add((svar.Tid, vad.Length > 160 ? vad[..160] : vad));
        if (_langsammast.Count > 200)
        {
            _langsammast.Sort((a, b) => b.Tid.CompareTo(a.Tid));
            _langsammast.RemoveRange(10, _langsammast.Count - 10);
        }
    }

    public string Rapport() => $"""
        {Antal} förfrågningar: {string.Join(", ", PerStatus.Select(s => $"{s.Key}: {s.Value}"))}
        Ingångar nådda med riktiga svar: {Natt.Count} av {Alla.Count}. Inte nådda: {string.Join("; ", Alla.Except(Natt))}
        Långsammast: {string.Join("; ", _langsammast.OrderByDescending(l => l.Tid).Take(5).Select(l => $"{l.Tid.TotalMilliseconds:0} ms {l.Vad}"))}
        """;

    public string Felrapport() => $"{Fel.Count} fel\n" + string.Join("\n────────\n", Fel.Values);
}

/// <summary>Ett frö: en inloggad, en kopia av demokommunen och en följd av förfrågningar.</summary>
internal sealed class Fuzzomgang(int fro, Fuzzvard vard, Matning matning)
{
    private static readonly string[] Formularsatt = ["POST", "PUT", "DELETE", "PATCH"];
    private static readonly string[] Ovanliga = ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD", "PROV"];
    private static readonly string[] Typer = ["application/json", "text/plain", "application/xml", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"", "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=x-prov", "x", ""];

    private readonly int _fro = fro;
    private readonly Fuzzvard _vard = vard;
    private readonly Random _slump = new(fro);
    private readonly Dictionary<string, List<string>> _varden = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<RouteValueDictionary>> _vagar = new(StringComparer.Ordinal);
    private readonly List<Formular> _formular = [];
    private readonly HashSet<string> _kanda = new(StringComparer.Ordinal);
    private readonly List<string> _id = [];
    private readonly IReadOnlyList<Ingang> _ingangar = Ingang.Alla(vard.Services);

    private sealed record Falt(string Namn, string Varde, string Typ, IReadOnlyList<string> Val);

    private sealed record Formular(string Adress, string Satt, bool Flerdelad, IReadOnlyList<Falt> Falt);

    public async Task KorAsync(TimeSpan tid, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var ingang in _ingangar) { matning.Alla.Add(ingang.ToString()); }
        await LasId();
        await Krypa(tid / 3, cancellationToken);
        var ordning = _ingangar.Where(i => !i.Monster.Contains("logga-ut", StringComparison.OrdinalIgnoreCase)).ToArray();
        while (true)
        {
            _slump.Shuffle(ordning);
            foreach (var ingang in ordning)
            {
                if (Stopwatch.GetElapsedTime(start) > tid || cancellationToken.IsCancellationRequested) { return; }
                if (ingang.Satt == "GET") { await Prova(ingang, Hamtning(ingang)); }
                else { await Prova(ingang, Postning(ingang)); }
                if (_formular.Count > 0) { await Formularet(Fientligt.Ur(_slump, _formular)); }
                if (_slump.Next(6) == 0) { await Prova(ingang, Ovanlig(ingang)); }
                if (ingang.Satt == "POST" && _slump.Next(3) == 0) { await UtanNyckel(ingang); }
            }
        }
    }

    /// <summary>Riktiga id:n ur databasen, för de vägar som ingen länk leder till.</summary>
    private async Task LasId()
    {
        foreach (var (tabell, namn) in new[] { ("Namnd", "namndId"), ("Avtal", "avtalId"), ("Uppfoljningsplan", "planId"), ("Utforare", "utforareId"), ("Enhet", "enhetId"), ("Planrad", "radId"), ("Anvandare", "anvandareId") })
        {
            var id = await _vard.App.Las<Guid>($"SELECT Id FROM {tabell}");
            foreach (var ett in id.Take(30).Select(i => i.ToString()))
            {
                Varden(namn).Add(ett);
                _id.Add(ett);
            }
        }
    }

    /// <summary>Följer länkarna en bit, med några exempel på varje väg, och samlar formulären och de riktiga värdena.</summary>
    private async Task Krypa(TimeSpan tid, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var ko = new PriorityQueue<string, int>();
        var sedda = new HashSet<string>(StringComparer.Ordinal) { "/" };
        var perVag = new Dictionary<string, int>(StringComparer.Ordinal);
        ko.Enqueue("/", 0);
        foreach (var ingang in _ingangar.Where(i => i.Satt == "GET" && i.Mall.Parameters.Count == 0)) { Lagg("/" + ingang.Monster); }
        while (ko.TryDequeue(out var adress, out _) && Stopwatch.GetElapsedTime(start) < tid && !cancellationToken.IsCancellationRequested)
        {
            var stig = adress.Split('?')[0];
            var ingang = Ingangen(stig, "GET");
            var svar = await Prova(ingang, (new HttpRequestMessage(HttpMethod.Get, new Uri(adress, UriKind.Relative)), ""));
            if (svar.Html is null || svar.Status != HttpStatusCode.OK) { continue; }
            foreach (var lank in svar.Html.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!)) { Lagg(lank); }
            Samla(svar.Html, adress);
        }

        void Lagg(string lank)
        {
            if (!lank.StartsWith('/') || lank.StartsWith("//", StringComparison.Ordinal)) { return; }
            var adress = lank.Split('#')[0];
            var stig = adress.Split('?')[0];
            if (Ingangen(stig, "GET") is not { } ingang) { return; }
            var vag = ingang.ToString() + (adress.Contains('?', StringComparison.Ordinal) ? "?" : "");
            if (ingang.Matcha(stig) is { Count: > 0 } varden)
            {
                if (!_vagar.TryGetValue(ingang.Monster, out var vagar)) { _vagar[ingang.Monster] = vagar = []; }
                if (vagar.Count < 40) { vagar.Add(varden); }
                foreach (var (namn, varde) in varden.Where(v => v.Value is string)) { Varden(namn).Add((string)varde!); }
            }
            var antal = perVag.GetValueOrDefault(vag);
            if (antal >= 3 || !sedda.Add(adress)) { return; }
            perVag[vag] = antal + 1;
            ko.Enqueue(adress, (antal * 1000) + sedda.Count);
        }
    }

    private void Samla(IHtmlDocument html, string sida)
    {
        foreach (var form in html.QuerySelectorAll("form").OfType<IHtmlFormElement>())
        {
            var adress = form.GetAttribute("action") is { Length: > 0 } action ? action.Split('#')[0] : sida;
            if (!adress.StartsWith('/') || adress.Contains("logga-ut", StringComparison.OrdinalIgnoreCase)) { continue; }
            var satt = (form.GetAttribute("method") ?? "get").ToUpperInvariant();
            var falt = form.Elements.Where(e => e.GetAttribute("name") is { Length: > 0 } and not "formularnyckel").Select(e => new Falt(
                e.GetAttribute("name")!,
                e switch { IHtmlSelectElement val => val.Value ?? "", IHtmlTextAreaElement text => text.Value, _ => e.GetAttribute("value") ?? "" },
                e is IHtmlInputElement i ? i.Type : e.LocalName,
                e is IHtmlSelectElement s ? [.. s.Options.Select(o => o.Value)] : [])).ToList();
            // Some of each kind: a list has a form on every row.
            var sort = $"{satt} {Ingangen(adress.Split('?')[0], satt)} {string.Join(',', falt.Select(f => f.Namn).Distinct())}";
            if (!_formular.Any(f => f.Adress == adress) && (_kanda.Add(sort) || _slump.Next(4) == 0) && _formular.Count < 600)
            {
                _formular.Add(new(adress, satt, string.Equals(form.Enctype, "multipart/form-data", StringComparison.OrdinalIgnoreCase), falt));
            }
        }
    }

    private Ingang? Ingangen(string stig, string satt) => _ingangar.Where(i => i.Satt == satt && i.Matcha(stig) is not null).OrderBy(i => i.Mall.Parameters.Count).FirstOrDefault();

    private List<string> Varden(string namn)
    {
        if (!_varden.TryGetValue(namn, out var varden)) { _varden[namn] = varden = []; }
        if (varden.Count > 300) { varden.RemoveRange(0, 100); }
        return varden;
    }

    private (HttpRequestMessage Begaran, string Kropp) Hamtning(Ingang ingang)
    {
        var adress = Adress(ingang) + Fraga(ingang);
        return (Begaran("GET", adress), "");
    }

    private (HttpRequestMessage Begaran, string Kropp) Postning(Ingang ingang)
    {
        var par = ingang.Falt.Where(_ => _slump.Next(4) > 0).Select(f => (f.Namn, Varde: Passande(f))).ToList();
        Storj(par);
        return Fylld(ingang.Satt, Adress(ingang), par, flerdelad: _slump.Next(6) == 0, medNyckel: true);
    }

    /// <summary>Ett riktigt formulär, med några fält ändrade och resten som de stod.</summary>
    private async Task Formularet(Formular formular)
    {
        var par = new List<(string Namn, string Varde)>();
        var andra = _slump.Next(0, 4);
        var mal = formular.Falt.Count == 0 ? [] : Enumerable.Range(0, andra).Select(_ => formular.Falt[_slump.Next(formular.Falt.Count)].Namn).ToHashSet(StringComparer.Ordinal);
        foreach (var falt in formular.Falt)
        {
            if (falt.Typ == "file") { continue; }
            if (falt.Typ is "checkbox" or "radio" && _slump.Next(3) == 0) { continue; }
            var varde = mal.Contains(falt.Namn) ? Fientligt.Varde(_slump) : falt.Val.Count > 0 && _slump.Next(2) == 0 ? Fientligt.Ur(_slump, falt.Val) : falt.Varde.Length == 0 && falt.Typ is "text" or "textarea" && _slump.Next(2) == 0 ? Rimligt(falt.Namn) : falt.Varde;
            par.Add((falt.Namn, varde));
        }
        if (_slump.Next(6) == 0) { Storj(par); }
        var ingang = Ingangen(formular.Adress.Split('?')[0], formular.Satt);
        if (formular.Satt == "GET")
        {
            var fraga = string.Join('&', par.Select(p => $"{Fientligt.Kodad(p.Namn)}={Fientligt.Kodad(p.Varde)}"));
            await Prova(ingang, (Begaran("GET", $"{formular.Adress.Split('?')[0]}?{fraga}"), ""));
            return;
        }
        var filer = formular.Falt.Where(f => f.Typ == "file").Select(f => f.Namn).ToList();
        var svar = await Prova(ingang, Fylld("POST", formular.Adress, par, formular.Flerdelad, medNyckel: true, filer));
        if (svar.Status == HttpStatusCode.Redirect && svar.Plats is { } plats && plats.StartsWith('/') && _slump.Next(2) == 0)
        {
            // What was saved is shown: the page after is where an echo would be.
            var sida = await Prova(Ingangen(plats.Split('?', '#')[0], "GET"), (Begaran("GET", plats.Split('#')[0]), $"efter {formular.Adress}"));
            if (sida.Html is not null) { Samla(sida.Html, plats); }
        }
    }

    /// <summary>Ett formulär utan nyckel, eller med någon annans, nekas alltid.</summary>
    private async Task UtanNyckel(Ingang ingang)
    {
        if (ingang.Monster.StartsWith("fel/", StringComparison.Ordinal)) { return; }
        var par = ingang.Falt.Select(f => (f.Namn, Varde: Passande(f))).ToList();
        if (_slump.Next(2) == 0) { par.Add(("formularnyckel", _slump.Next(2) == 0 ? Fientligt.Varde(_slump) : _vard.Nyckel[..^4] + "AAAA")); }
        var (begaran, kropp) = Fylld("POST", Adress(ingang), par, flerdelad: false, medNyckel: false);
        var svar = await Prova(ingang, (begaran, kropp));
        // A redirect is how a form that was taken is answered; only the one to the sign-in page says that it was not.
        var utloggad = svar.Status == HttpStatusCode.Redirect && svar.Plats?.Contains("/konto/logga-in", StringComparison.Ordinal) == true;
        if (!utloggad && svar.Status is not (HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.RequestEntityTooLarge))
        {
            Fel(ingang, $"gick utan formulärnyckel: {(int)svar.Status}", begaran, kropp, svar);
        }
    }

    /// <summary>Fel sätt, fel innehållstyp, avklippt kropp, trasiga kakor och huvuden.</summary>
    private (HttpRequestMessage Begaran, string Kropp) Ovanlig(Ingang ingang)
    {
        switch (_slump.Next(5))
        {
            case 0:
                return (Begaran(Fientligt.Ur(_slump, Ovanliga), Adress(ingang)), "");
            case 1:
                var (med, _) = Fylld("POST", Adress(ingang), [("Command.Namn", Fientligt.Varde(_slump))], flerdelad: false, medNyckel: true);
                med.Content!.Headers.Remove("Content-Type");
                var typ = Fientligt.Ur(_slump, Typer);
                if (typ.Length > 0) { med.Content.Headers.TryAddWithoutValidation("Content-Type", typ); }
                return (med, typ);
            case 2:
                var rader = Encoding.UTF8.GetBytes("--x\r\nContent-Disposition: form-data; name=\"formularnyckel\"\r\n\r\n" + _vard.Nyckel + "\r\n--x\r\nContent-Disposition: form-data; name=\"Command.Filer\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\n--x--\r\n");
                var avklippt = Begaran("POST", Adress(ingang));
                avklippt.Content = new ByteArrayContent(rader[.._slump.Next(rader.Length)]);
                avklippt.Content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
                return (avklippt, "avklippt flerdelat formulär");
            case 3:
                var huvud = Begaran(ingang.Satt == "GET" ? "GET" : "POST", Adress(ingang));
                foreach (var namn in new[] { "HX-Request", "Range", "If-None-Match", "If-Modified-Since", "Accept", "Accept-Language", "Accept-Encoding", "Referer", "Origin", "X-Forwarded-For", "X-Forwarded-Proto", "X-HTTP-Method-Override", "X-Request-Id", "traceparent" })
                {
                    if (_slump.Next(3) == 0) { huvud.Headers.TryAddWithoutValidation(namn, string.Concat(Fientligt.Varde(_slump).Where(c => c is >= ' ' and < (char)127)).Trim()); }
                }
                if (_slump.Next(2) == 0) { huvud.Headers.TryAddWithoutValidation("Range", Fientligt.Ur(_slump, ["bytes=0-", "bytes=-1", "bytes=5-1", "bytes=0-0,2-3", "bytes=999999999999999999999-", "x"])); }
                return (huvud, "huvuden");
            default:
                var par = new List<(string, string)> { ("Command.Namn", "x") };
                Storj(par);
                Storj(par);
                return Fylld(ingang.Satt == "GET" ? "POST" : ingang.Satt, Adress(ingang), par, _slump.Next(2) == 0, medNyckel: true);
        }
    }

    /// <summary>Fälten dubblerade, nästlade, numrerade, många eller mycket långa.</summary>
    private void Storj(List<(string Namn, string Varde)> par)
    {
        switch (_slump.Next(9))
        {
            case 0 when par.Count > 0: par.Add((par[_slump.Next(par.Count)].Namn, Fientligt.Varde(_slump))); break;
            case 1: par.Add((Fientligt.Ur(_slump, Fientligt.Namn), Fientligt.Varde(_slump))); break;
            case 2 when par.Count > 0: par.Add((par[_slump.Next(par.Count)].Namn + Fientligt.Ur(_slump, ["[0]", "[999999999]", ".X", "[0].X", "[]", "[", ".Count", "[a].b[c]"]), Fientligt.Varde(_slump))); break;
            case 3 when _slump.Next(6) == 0: par.AddRange(Enumerable.Range(0, 10_000).Select(i => ("Command.Valda", "1"))); break;
            case 4 when par.Count > 0 && _slump.Next(6) == 0:
                var upprepat = par[_slump.Next(par.Count)].Namn;
                par.AddRange(Enumerable.Range(0, 1_500).Select(i => ($"{upprepat}[{i}]", i.ToString(CultureInfo.InvariantCulture)))); break;
            case 5 when par.Count > 0 && _slump.Next(10) == 0: par.Add((par[_slump.Next(par.Count)].Namn, Fientligt.Lang(_slump, 1_000_000))); break;
            case 6 when _slump.Next(6) == 0: par.Add((string.Concat(Enumerable.Repeat("Command.", 200)), "1")); break;
            case 7 when _slump.Next(6) == 0: par.Add((new string('a', 3000), "1")); break;
            default: break;
        }
    }

    private (HttpRequestMessage Begaran, string Kropp) Fylld(string satt, string adress, IReadOnlyList<(string Namn, string Varde)> par, bool flerdelad, bool medNyckel, IReadOnlyList<string>? filer = null)
    {
        var begaran = Begaran(Formularsatt.Contains(satt) ? satt : "POST", adress);
        var alla = medNyckel ? par.Append(("formularnyckel", _vard.Nyckel)) : par;
        if (!flerdelad)
        {
            var kropp = string.Join('&', alla.Select(p => $"{Fientligt.Kodad(p.Item1)}={Fientligt.Kodad(p.Item2)}"));
            if (_slump.Next(60) == 0) { kropp += Fientligt.Ur(_slump, ["&%", "&%zz=1", "&%u0000=1", "&=", "&&&", "&a=%C0%AF", "&%ED%A0%80=%ED%A0%80", "\0"]); }
            begaran.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(kropp));
            begaran.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
            return (begaran, kropp);
        }
        var ut = new MemoryStream();
        void Skriv(string text) => ut.Write(Encoding.UTF8.GetBytes(text));
        foreach (var (namn, varde) in alla) { Skriv($"--grans\r\nContent-Disposition: form-data; name=\"{namn.Replace('"', '\'').Replace('\r', ' ').Replace('\n', ' ')}\"\r\n\r\n{varde}\r\n"); }
        foreach (var falt in filer ?? ["Command.Fil"])
        {
            for (var i = _slump.Next(0, 3); i > 0; i--)
            {
                var filnamn = _slump.Next(10) == 0 ? new string('x', 5000) + ".pdf" : Fientligt.Ur(_slump, Fientligt.Filnamn);
                Skriv($"--grans\r\nContent-Disposition: form-data; name=\"{falt}\"; filename=\"{filnamn.Replace('"', '\'').Replace('\r', ' ').Replace('\n', ' ')}\"\r\nContent-Type: {Fientligt.Ur(_slump, ["application/pdf", "text/html", "image/svg+xml", "application/x-msdownload", "x"])}\r\n\r\n");
                ut.Write(Fientligt.Fil(_slump));
                Skriv("\r\n");
            }
        }
        Skriv("--grans--\r\n");
        begaran.Content = new ByteArrayContent(ut.ToArray());
        begaran.Content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=grans");
        var text = Encoding.UTF8.GetString(ut.GetBuffer(), 0, (int)Math.Min(ut.Length, 3000));
        return (begaran, text);
    }

    private static HttpRequestMessage Begaran(string satt, string adress)
    {
        return new HttpRequestMessage(new HttpMethod(satt), new Uri("http://localhost" + (adress.StartsWith('/') ? adress : "/" + adress)));
    }

    private string Adress(Ingang ingang)
    {
        RouteValueDictionary? kand = _vagar.TryGetValue(ingang.Monster, out var vagar) && vagar.Count > 0 ? Fientligt.Ur(_slump, vagar) : Liknande(ingang);
        var fientlig = ingang.Mall.Parameters.Count > 0 && _slump.Next(6) == 0 ? _slump.Next(ingang.Mall.Parameters.Count) : -1;
        var delar = new StringBuilder();
        var nr = 0;
        foreach (var segment in ingang.Mall.Segments)
        {
            delar.Append('/');
            foreach (var del in segment.Parts)
            {
                if (!del.IsParameter) { delar.Append(del.Text); continue; }
                var varde = nr++ == fientlig ? Fientligt.Varde(_slump) : kand?[del.Name!]?.ToString() ?? Vagvarde(del);
                if (varde.Length > 2000) { varde = varde[..2000]; }
                delar.Append(Fientligt.Kodad(varde));
            }
        }
        return delar.Length == 0 ? "/" : delar.ToString();
    }

    /// <summary>Värdena från en väg som börjar likadant: en rads plan hör ihop med raden.</summary>
    private RouteValueDictionary? Liknande(Ingang ingang)
    {
        var namn = ingang.Mall.Parameters.Select(p => p.Name!).ToList();
        if (namn.Count == 0) { return null; }
        var bast = _vagar.Where(v => v.Value.Count > 0).Select(v => (v.Value, Lika: v.Key.Zip(ingang.Monster).TakeWhile(p => p.First == p.Second).Count(), Namn: namn.Count(n => v.Value[0].ContainsKey(n))))
            .Where(v => v.Namn > 0).OrderByDescending(v => v.Namn).ThenByDescending(v => v.Lika).FirstOrDefault();
        return bast.Value is null ? null : Fientligt.Ur(_slump, bast.Value);
    }

    private string Vagvarde(TemplatePart del)
    {
        var villkor = del.InlineConstraints.Select(c => c.Constraint).ToList();
        if (villkor.FirstOrDefault(v => v.StartsWith("regex(^(", StringComparison.Ordinal)) is { } regex)
        {
            return Fientligt.Ur(_slump, regex["regex(^(".Length..].Split(')')[0].Split('|'));
        }
        if (Varden(del.Name!) is { Count: > 0 } varden) { return Fientligt.Ur(_slump, varden); }
        return villkor.Contains("guid") ? Guid() : villkor.Contains("int") || villkor.Contains("long") ? Fientligt.Ur(_slump, ["1", "2", "2026", "0", "2147483647", "9999"]) : Fientligt.Ur(_slump, ["avtal", "planer", "1", "x"]);
    }

    private string Guid() => _id.Count > 0 && _slump.Next(4) > 0 ? Fientligt.Ur(_slump, _id) : System.Guid.Empty.ToString();

    private string Fraga(Ingang ingang)
    {
        var par = ingang.Falt.Where(_ => _slump.Next(3) == 0).Select(f => (f.Namn, Varde: Passande(f))).ToList();
        if (_slump.Next(8) == 0) { Storj(par); }
        if (_slump.Next(10) == 0) { par.Add((Fientligt.Ur(_slump, ["returnUrl", "ReturnUrl", "url", "next", "Q", "q", "Sida", "sida", "sort"]), Fientligt.Varde(_slump))); }
        var fraga = string.Join('&', par.Select(p => $"{Fientligt.Kodad(p.Namn)}={Fientligt.Kodad(p.Varde)}"));
        if (_slump.Next(40) == 0) { fraga += Fientligt.Ur(_slump, ["&%", "&%zz=1", "&%00=%00", "&=", "&&&", "&a=%C0%AF", "&a=%ED%A0%80"]); }
        return fraga.Length == 0 ? "" : "?" + fraga;
    }

    /// <summary>Ett värde av rätt slag, eller ett som inte alls är det.</summary>
    private string Passande(Bundetfalt falt)
    {
        if (_slump.Next(2) == 0) { return Fientligt.Varde(_slump); }
        var typ = Nullable.GetUnderlyingType(falt.Typ) ?? falt.Typ;
        if (typ.IsGenericType) { typ = typ.GetGenericArguments()[0]; }
        typ = Nullable.GetUnderlyingType(typ) ?? typ;
        if (typ == typeof(Guid)) { return Guid(); }
        if (typ == typeof(bool)) { return Fientligt.Ur(_slump, ["true", "false"]); }
        if (typ.IsEnum) { return _slump.Next(5) == 0 ? Fientligt.Ur(_slump, ["0", "99", "-1", "1,2", "2147483647"]) : Fientligt.Ur(_slump, Enum.GetNames(typ)); }
        if (typ == typeof(DateOnly)) { return Fientligt.Ur(_slump, Fientligt.Datum); }
        if (typ.IsPrimitive || typ == typeof(decimal)) { return Fientligt.Ur(_slump, Fientligt.Tal); }
        return Rimligt(falt.Namn);
    }

    private string Rimligt(string namn) => namn switch
    {
        _ when namn.Contains("nummer", StringComparison.OrdinalIgnoreCase) => "556677-8899",
        _ when namn.Contains("datum", StringComparison.OrdinalIgnoreCase) || namn.EndsWith("Slut", StringComparison.Ordinal) || namn.EndsWith("Start", StringComparison.Ordinal) => Fientligt.Ur(_slump, ["2026-11-21", "2027-01-01", "9999-12-31", "0001-01-01", "2025-02-28"]),
        _ when namn.EndsWith("Version", StringComparison.Ordinal) || namn.EndsWith("Ore", StringComparison.Ordinal) || namn.EndsWith("Ar", StringComparison.Ordinal) => Fientligt.Ur(_slump, ["1", "2", "0", "2026", "2027"]),
        _ => Fientligt.Ur(_slump, ["Prov", "Äldreboendet Ön", "2026", "1", "\"><x-prov>", "a b c"]),
    };

    private async Task<Svar> Prova(Ingang? ingang, (HttpRequestMessage Begaran, string Kropp) fraga)
    {
        using var begaran = fraga.Begaran;
        var vad = $"{begaran.Method} {begaran.RequestUri!.OriginalString}";
        var svar = await _vard.SkickaAsync(begaran);
        matning.Rakna(svar, vad, ingang);
        foreach (var fel in svar.Fel) { Fel(ingang, fel, begaran, fraga.Kropp, svar); }
        if (svar.Plats?.Contains("/konto/logga-in", StringComparison.Ordinal) == true && !await _vard.LoggaInAsync(_vard.Anvandare))
        {
            var andra = await _vard.DemoanvandareAsync();
            if (andra.Count > 0) { await _vard.LoggaInAsync(Fientligt.Ur(_slump, andra)); }
        }
        return svar;
    }

    private void Fel(Ingang? ingang, string fel, HttpRequestMessage begaran, string kropp, Svar svar)
    {
        var grund = svar.Undantag?.Split('\n').FirstOrDefault(r => r.Contains("at Uppfoljning.", StringComparison.Ordinal))?.Trim() ?? "";
        var nyckel = $"{ingang}|{(fel.Length > 40 ? fel[..40] : fel)}|{grund}";
        if (grund.Length > 0) { nyckel = fel + grund; }
        matning.Fel.TryAdd(nyckel, $"""
            {fel}
            frö {_fro}, {_vard.Anvandare.Namn}, {ingang}, {svar.Tid.TotalMilliseconds:0} ms
            {begaran.Method} {Kort(begaran.RequestUri!.OriginalString, 1500)}
            {Kort(kropp, 1500)}
            {Kort(svar.Undantag ?? "", 1800)}
            """);
    }

    private static string Kort(string text, int langd) => (text.Length > langd ? text[..langd] + "…" : text).Replace("\0", "\\0", StringComparison.Ordinal);
}
