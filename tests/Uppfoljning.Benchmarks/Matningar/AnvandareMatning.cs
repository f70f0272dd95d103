using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Benchmarks.Matningar;

/// <summary>
/// 200 inloggade på en gång i ett register med 100 000 avtal, nio läsningar på en skrivning. Servern är en egen process, så att dess minne är bara
/// dess. Var och en tänker efter mellan sidorna; UPPFOLJNING_MATMINUTER säger hur länge det pågår (annars en minut).
/// </summary>
public sealed partial class AnvandareMatning : Matning
{
    private const int Antal = 200;
    private const string Losenord = "ett lösenord för mätningen";

    /// <summary>Medeltiden mellan två klick. Den som läser en lista eller fyller i ett formulär är inte snabbare.</summary>
    private static readonly TimeSpan Betanketid = TimeSpan.FromSeconds(5);

    public override async IAsyncEnumerable<Resultat> KorAsync(Registerlager lager)
    {
        var tid = TimeSpan.FromMinutes(double.TryParse(Environment.GetEnvironmentVariable("UPPFOLJNING_MATMINUTER"), NumberStyles.Number, CultureInfo.InvariantCulture, out var m) ? m : 1);
        await using var register = await Register.SkapaAsync(Registerlager.Stort);
        await SkapaAnvandareAsync(register);
        using var server = Starta(register, out var adress);
        try
        {
            var anvandare = new List<Mathandlaggare>();
            foreach (var nr in Enumerable.Range(0, Antal)) { anvandare.Add(await Mathandlaggare.LoggaInAsync(adress, nr, register)); }

            // Half a minute before anything is counted: the pages compile and the caches fill.
            await KorAsync(anvandare, TimeSpan.FromSeconds(30));
            var minne = new List<double>();
            foreach (var a in anvandare) { a.Nollstall(); }
            using var stopp = new CancellationTokenSource();
            var vakt = FoljMinnetAsync(server, minne, stopp.Token);
            await KorAsync(anvandare, tid);
            await stopp.CancelAsync();
            await vakt;

            var alla = anvandare.SelectMany(a => a.Svar).ToList();
            var lasta = alla.Where(s => !s.Skrev).Select(s => s.Ms).Order().ToList();
            var skrivna = alla.Where(s => s.Skrev).Select(s => s.Ms).Order().ToList();
            var fel = anvandare.Sum(a => a.Fel);
            var orsak = anvandare.Select(a => a.ForstaFel).FirstOrDefault(f => f is not null);
            yield return new Resultat($"{Antal} inloggade: 95 av 100 svar inom", Ms(Del(alla.Select(s => s.Ms).Order().ToList(), 0.95)), "",
                $"{Tal(alla.Count)} svar på {tid.TotalMinutes:0.#} min, {alla.Count / tid.TotalSeconds:0} i sekunden; median {Ms(Del([.. alla.Select(s => s.Ms).Order()], 0.5))}, 99 av 100 inom {Ms(Del([.. alla.Select(s => s.Ms).Order()], 0.99))}; {fel} fel{(orsak is null ? "" : $" ({orsak})")}");
            yield return new Resultat("  läsningar", Ms(Del(lasta, 0.95)), "", $"{Tal(lasta.Count)}, median {Ms(Del(lasta, 0.5))}");
            yield return new Resultat("  skrivningar", Ms(Del(skrivna, 0.95)), "", $"{Tal(skrivna.Count)}, median {Ms(Del(skrivna, 0.5))}");
            foreach (var sida in alla.GroupBy(s => s.Sida).OrderByDescending(g => g.Average(s => s.Ms)).Take(4))
            {
                yield return new Resultat($"  {sida.Key}", Ms(Del([.. sida.Select(s => s.Ms).Order()], 0.95)), "", $"{Tal(sida.Count())}, median {Ms(Del([.. sida.Select(s => s.Ms).Order()], 0.5))}");
            }
            yield return new Resultat("  serverns minne", $"{minne[^1]:0} MB", "", $"från {minne[0]:0} MB, mest {minne.Max():0} MB; sista tredjedelen mot den mellersta {Forandring(minne):+0.0;-0.0} %");
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static Task KorAsync(IEnumerable<Mathandlaggare> anvandare, TimeSpan tid) => Task.WhenAll(anvandare.Select(a => Task.Run(() => a.ArbetaAsync(tid, Betanketid))));

    private static double Del(List<double> sorterade, double del) => sorterade.Count == 0 ? double.NaN : sorterade[(int)((sorterade.Count - 1) * del)];

    private static double Forandring(List<double> minne)
    {
        var tredjedel = Math.Max(1, minne.Count / 3);
        var mellersta = minne.Skip(tredjedel).Take(tredjedel).DefaultIfEmpty(minne[0]).Average();
        return ((minne.TakeLast(tredjedel).Average() / mellersta) - 1) * 100;
    }

    private static async Task FoljMinnetAsync(Process server, List<double> minne, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            server.Refresh();
            minne.Add(server.WorkingSet64 / 1024.0 / 1024.0);
            await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        }
    }

    /// <summary>Var och en arbetar i en nämnd, som avtalsansvarig och uppföljare.</summary>
    private static async Task SkapaAnvandareAsync(Register register)
    {
        for (var nr = 0; nr < Antal; nr++)
        {
            var id = await Skicka(register, new SkapaAnvandareCommand { Anvandarnamn = Mathandlaggare.Anvandarnamn(nr), Namn = $"Handläggare {nr}", Losenord = Losenord });
            foreach (var roll in new[] { Roll.Avtalsansvarig, Roll.Uppfoljare })
            {
                await Skicka(register, new GeRollCommand { AnvandareId = id, NamndId = register.Namnder[nr % register.Namnder.Count], Roll = roll });
            }
        }
    }

    private static Process Starta(Register register, out Uri adress)
    {
        using var ledig = new TcpListener(IPAddress.Loopback, 0);
        ledig.Start();
        var port = ((IPEndPoint)ledig.LocalEndpoint).Port;
        ledig.Stop();
        adress = new Uri($"http://127.0.0.1:{port}/");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Uppfoljning.Web.dll"));
        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add(adress.ToString().TrimEnd('/'));
        foreach (var (namn, varde) in register.Installningar.AsEnumerable().Where(v => v.Value is not null)) { start.Environment[namn.Replace(":", "__", StringComparison.Ordinal)] = varde; }
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        // The cookies are then not only for https.
        start.Environment["Webb__Adress"] = adress.ToString();
        start.Environment["Nycklar__Mapp"] = register.Installningar["Filer:Mapp"] + "-nycklar";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, rad) => { if (rad.Data is { Length: > 0 } text) { Console.Error.WriteLine(text); } };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private sealed record Matsvar(string Sida, bool Skrev, double Ms);

    /// <summary>En handläggare vid sin webbläsare.</summary>
    private sealed partial class Mathandlaggare(HttpClient klient, int nr, Guid namnd, IReadOnlyList<Guid> avtal)
    {
        private static readonly string[] Ord = ["kvarnen", "skolskjuts norra", "hemtjänst", "omsorg", "A-0123", "parkskötsel dalen"];

        private readonly Random _slump = new(nr);
        private int _skrivna;

        public List<Matsvar> Svar { get; } = [];

        public int Fel { get; private set; }

        public string? ForstaFel { get; private set; }

        public static string Anvandarnamn(int nr) => $"matning.{nr}";

        public static async Task<Mathandlaggare> LoggaInAsync(Uri adress, int nr, Register register)
        {
            var klient = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = adress, Timeout = TimeSpan.FromSeconds(60) };
            var sida = "";
            for (var forsok = 0; sida.Length == 0; forsok++)
            {
                try { sida = await klient.GetStringAsync(new Uri("konto/logga-in", UriKind.Relative)); }
                catch (HttpRequestException) when (forsok < 120) { await Task.Delay(250); }
            }
            using var svar = await klient.PostAsync(new Uri("konto/logga-in", UriKind.Relative), new FormUrlEncodedContent([
                new("Command.Anvandarnamn", Anvandarnamn(nr)), new("Command.Losenord", Losenord), new("formularnyckel", NyckelRegex().Match(sida).Groups[1].Value)]));
            if (svar.StatusCode != HttpStatusCode.Redirect) { throw new InvalidOperationException($"Inloggningen gav {svar.StatusCode}."); }
            var antal = register.Namnder.Count;
            return new(klient, nr, register.Namnder[nr % antal], [.. register.Avtal.Where((_, i) => i % antal == nr % antal)]);
        }

        public void Nollstall()
        {
            Svar.Clear();
            (Fel, ForstaFel) = (0, null);
        }

        /// <summary>Nio sidor läses för varje som skrivs; formuläret som skrivs i är en av dem.</summary>
        public async Task ArbetaAsync(TimeSpan tid, TimeSpan betanketid)
        {
            var start = Stopwatch.GetTimestamp();
            await Task.Delay(betanketid * _slump.NextDouble());
            for (var steg = _slump.Next(9); Stopwatch.GetElapsedTime(start) < tid; steg = (steg + 1) % 9)
            {
                if (steg < 8) { await LasAsync(); }
                else { await SkrivAsync(betanketid); }
                await Task.Delay(betanketid * -Math.Log(1 - _slump.NextDouble()));
            }
        }

        private Task<(HttpStatusCode Status, string Sida)> LasAsync() => _slump.Next(10) switch
        {
            0 => HamtaAsync("Mina uppgifter", ""),
            1 or 2 => HamtaAsync("Avtalslista", $"avtal?Sida={_slump.Next(1, 20)}"),
            3 => HamtaAsync("Avtalslista med filter", "avtal?Tillstand=Aktivt&Sortering=-benamning"),
            4 => HamtaAsync("Sökning", $"sok?Q={Uri.EscapeDataString(Ord[_slump.Next(Ord.Length)])}"),
            5 => HamtaAsync("Översikt", "oversikt"),
            6 => HamtaAsync("Utförarlista", "utforare"),
            7 => HamtaAsync("Enhetslista", "enheter"),
            _ => HamtaAsync("Avtalsblad", $"avtal/{avtal[_slump.Next(avtal.Count)]}"),
        };

        /// <summary>Ändrar ett avtal, eller registrerar ett nytt, genom dess formulär.</summary>
        private async Task SkrivAsync(TimeSpan betanketid)
        {
            var nytt = _slump.Next(2) == 0;
            var adress = nytt ? $"namnder/{namnd}/avtal/nytt" : $"avtal/{avtal[_slump.Next(avtal.Count)]}/andra";
            var (status, sida) = await HamtaAsync(nytt ? "Nytt avtal" : "Ändra avtal", adress);
            if (status != HttpStatusCode.OK) { return; }
            await Task.Delay(betanketid * _slump.NextDouble());
            var falt = Falt(sida);
            if (nytt)
            {
                falt["Command.Avtalsnummer"] = $"NY-{nr}-{++_skrivna}";
                falt["Command.Benamning"] = $"Hemtjänst Norra {nr} {_skrivna}";
                falt["Command.Utforare"] = $"Omsorg {nr % 40} AB";
                falt["Command.Verksamhetsomrade"] = "Hemtjänst";
            }
            else
            {
                falt["Command.Anmarkning"] = $"Läst {++_skrivna} gånger.";
            }
            await MatAsync(nytt ? "Registrera avtal" : "Ändra avtal, spara", skriver: true,
                () => klient.PostAsync(new Uri(adress, UriKind.Relative), new FormUrlEncodedContent(falt)), HttpStatusCode.Redirect);
        }

        private Task<(HttpStatusCode Status, string Sida)> HamtaAsync(string namn, string adress) =>
            MatAsync(namn, skriver: false, () => klient.GetAsync(new Uri(adress, UriKind.Relative)), HttpStatusCode.OK);

        private async Task<(HttpStatusCode, string)> MatAsync(string namn, bool skriver, Func<Task<HttpResponseMessage>> skicka, HttpStatusCode vantat)
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                using var svar = await skicka();
                var sida = await svar.Content.ReadAsStringAsync();
                Svar.Add(new(namn, skriver, Stopwatch.GetElapsedTime(start).TotalMilliseconds));
                // An archived agreement is refused, as it should be.
                if (svar.StatusCode != vantat && !sida.Contains("Avtalet är arkiverat", StringComparison.Ordinal)) { Notera($"{namn} gav {(int)svar.StatusCode}{string.Concat(FelRegex().Matches(sida).Select(m => $"; {m.Groups[1].Value}: {m.Groups[2].Value.Trim()}"))}"); }
                return (svar.StatusCode, sida);
            }
            catch (Exception fel) when (fel is HttpRequestException or TaskCanceledException)
            {
                Notera($"{namn}: {fel.Message}");
                return (0, "");
            }
        }

        private void Notera(string text)
        {
            Fel++;
            ForstaFel ??= text;
        }

        /// <summary>Formuläret så som det står, så som en webbläsare skickar det.</summary>
        private static Dictionary<string, string> Falt(string sida)
        {
            var falt = new Dictionary<string, string> { ["formularnyckel"] = NyckelRegex().Match(sida).Groups[1].Value };
            foreach (Match m in FaltRegex().Matches(sida))
            {
                if (VardeRegex().Match(m.Value) is { Success: true } varde && !m.Value.Contains("type=\"checkbox\"", StringComparison.Ordinal)) { falt[m.Groups[1].Value] = WebUtility.HtmlDecode(varde.Groups[1].Value); }
            }
            foreach (Match m in ValRegex().Matches(sida))
            {
                if (ValdRegex().Match(m.Value) is { Success: true } vald) { falt[m.Groups[1].Value] = WebUtility.HtmlDecode(VardeRegex().Match(vald.Value).Groups[1].Value); }
            }
            return falt;
        }

        [GeneratedRegex("id=\"Command_([A-Za-z]+)-fel\"[^>]*>([^<]+)")]
        private static partial Regex FelRegex();

        [GeneratedRegex("name=\"formularnyckel\"[^>]*value=\"([^\"]+)\"")]
        private static partial Regex NyckelRegex();

        [GeneratedRegex("<input[^>]*name=\"(Command\\.[^\"]+)\"[^>]*>")]
        private static partial Regex FaltRegex();

        [GeneratedRegex("<select[^>]*name=\"(Command\\.[^\"]+)\".*?</select>", RegexOptions.Singleline)]
        private static partial Regex ValRegex();

        [GeneratedRegex("<option[^>]*selected[^>]*>")]
        private static partial Regex ValdRegex();

        [GeneratedRegex("value=\"([^\"]*)\"")]
        private static partial Regex VardeRegex();
    }
}
