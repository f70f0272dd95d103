using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Tests.Fel;

/// <summary>Vad som skickades, och om servern hann svara att det var gjort.</summary>
internal sealed record Skrivning(string Sort, string Nyckel)
{
    /// <summary>Den som skrev: ett nummer mellan 0 och 19.</summary>
    public int Klient { get; init; }

    /// <summary>Det som hör till sorten: filens summa, avtalets id, nämnden.</summary>
    public string? Uppgift { get; init; }

    /// <summary>Sant när svaret hade kommit; satt sist av allt.</summary>
    public bool Bekraftad { get; set; }
}

/// <summary>En klients konto och nämnd.</summary>
internal sealed record Klientkonto(int Nr, Guid Id, string Anvandarnamn, string Losenord, Guid Namnd, Guid[] Planjobbsnamnder);

/// <summary>Tjugo klienter som skriver var och en sitt tills servern dör, och börjar igen när den är uppe.</summary>
internal sealed class Last(Felvard vard, IReadOnlyList<Klientkonto> konton, int fro)
{
    public const int RaderPerImport = 40;

    private readonly ConcurrentQueue<Skrivning> _skrivningar = new();
    private readonly Besokare[] _besokare = [.. konton.Select(_ => new Besokare(vard.Klient))];
    private readonly Random[] _slump = [.. konton.Select(k => new Random(fro + k.Nr))];
    private readonly Dictionary<int, string> _avtal = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _vantar = new();
    private readonly ConcurrentQueue<string> _ovantade = new();
    private readonly ConcurrentDictionary<int, string> _import = new();
    private long _nr;

    public IEnumerable<Skrivning> Skrivningar => _skrivningar;

    public int Bekraftade => _skrivningar.Count(s => s.Bekraftad);

    /// <summary>Svar som ingen klient ska få medan servern lever.</summary>
    public IReadOnlyCollection<string> Ovantade => _ovantade;

    public async Task LoggaInAsync()
    {
        foreach (var konto in konton)
        {
            await _besokare[konto.Nr].LoggaInAsync(konto.Anvandarnamn, konto.Losenord);
            await _besokare[konto.Nr].OppnaAsync("/avtal");
        }
    }

    /// <summary>Fullgörs nästa gång någon klient gör det som namnet säger.</summary>
    public Task Nasta(string vad) => _vantar.GetOrAdd(vad, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Skriver tills servern dör eller <paramref name="stopp"/>.</summary>
    public Task SkrivAsync(CancellationToken stopp) => Task.WhenAll(konton.Select(k => Task.Run(async () =>
    {
        try
        {
            while (!stopp.IsCancellationRequested) { await GorAsync(k, _besokare[k.Nr], _slump[k.Nr]); }
        }
        catch (Exception fel) when (fel is HttpRequestException or IOException or TaskCanceledException)
        {
            // The server is gone. What was sent has no answer, and that is what the receipt says.
        }
    }, CancellationToken.None)));

    private Task GorAsync(Klientkonto k, Besokare b, Random slump) => (k.Nr % 10) switch
    {
        0 or 1 => RegistreraAvtalAsync(k, b),
        2 => AndraAvtalAsync(k, b, konton[k.Nr], egen: true),
        // Two people on the same avtal: one of them is told that somebody else was first.
        3 => AndraAvtalAsync(k, b, konton[3], egen: false),
        4 or 5 => LaggInDokumentAsync(k, b, slump),
        6 => PlanAsync(k, b, slump),
        7 => slump.Next(2) == 0 ? UtforareAsync(k, b) : EnhetAsync(k, b),
        8 => ImportAsync(k, b),
        _ => slump.Next(3) == 0 ? ExportAsync(k, b) : PlanjobbAsync(k, b),
    };

    private async Task RegistreraAvtalAsync(Klientkonto k, Besokare b)
    {
        var s = Ny("avtal", k, $"Avtal {Nr()}");
        await SkickaAsync(s, b, $"/namnder/{k.Namnd}/avtal/nytt", HttpStatusCode.Redirect, ("Command.Benamning", s.Nyckel), ("Command.Utforare", $"Utföraren {k.Nr} AB"));
    }

    private async Task AndraAvtalAsync(Klientkonto k, Besokare b, Klientkonto vems, bool egen)
    {
        var nyckel = egen ? k.Nr : vems.Nr;
        string? adress;
        lock (_avtal) { _avtal.TryGetValue(nyckel, out adress); }
        if (adress is null)
        {
            if (k.Nr != nyckel)
            {
                await Task.Delay(20);
                return;
            }
            var ny = Ny("avtal", k, $"Avtal {Nr()}");
            var svar = await SkickaAsync(ny, b, $"/namnder/{vems.Namnd}/avtal/nytt", HttpStatusCode.Redirect, ("Command.Benamning", ny.Nyckel));
            if (svar.Headers.Location is { } plats) { lock (_avtal) { _avtal[nyckel] = plats.OriginalString; } }
            return;
        }
        await b.OppnaAsync($"{adress}/andra");
        if (b.Status != HttpStatusCode.OK)
        {
            Ovantat(k, $"{adress}/andra", b);
            return;
        }
        var s = Ny(egen ? "andring" : "delad", k, $"Ändring {Nr()}") with { Uppgift = adress.Split('/')[2] };
        await SkickaAsync(s, b, $"{adress}/andra", HttpStatusCode.Redirect,
            ("Command.Benamning", b.Falt("Command.Benamning")), ("Command.Version", b.Falt("Command.Version")), ("Command.Anmarkning", s.Nyckel), ("Command.Avtalsnummer", s.Nyckel));
    }

    private async Task LaggInDokumentAsync(Klientkonto k, Besokare b, Random slump)
    {
        string? adress;
        lock (_avtal) { _avtal.TryGetValue(k.Nr, out adress); }
        if (adress is null)
        {
            var ny = Ny("avtal", k, $"Avtal {Nr()}");
            var svar = await SkickaAsync(ny, b, $"/namnder/{k.Namnd}/avtal/nytt", HttpStatusCode.Redirect, ("Command.Benamning", ny.Nyckel));
            if (svar.Headers.Location is { } plats) { lock (_avtal) { _avtal[k.Nr] = plats.OriginalString; } }
            return;
        }
        var bytes = new byte[slump.Next(2_000, 400_000)];
        slump.NextBytes(bytes);
        byte[] fil = [.. Provfiler.Pdf[..9], .. Encoding.ASCII.GetBytes($"% {Convert.ToBase64String(bytes)}\n"), .. Provfiler.Pdf[9..]];
        var s = Ny("dokument", k, $"fil-{Nr()}.pdf") with { Uppgift = Convert.ToHexString(SHA256.HashData(fil)) };
        _skrivningar.Enqueue(s);
        using var innehall = new MultipartFormDataContent
        {
            { new StringContent(b.Nyckel), "formularnyckel" },
            { new StringContent("Bilaga"), "Command.Sort" },
            { new StringContent("prov"), "Command.Beskrivning" },
            { new TrogFil(fil, () => Hande("halva filen")), "Command.Filer", s.Nyckel },
        };
        var sant = await b.SkickaAsync($"/dokument/avtal/{adress.Split('/')[2]}/nytt", innehall);
        if (sant.StatusCode == HttpStatusCode.Redirect) { s.Bekraftad = true; } else { Ovantat(k, s.Nyckel, b); }
    }

    private async Task PlanAsync(Klientkonto k, Besokare b, Random slump)
    {
        var ar = 2027 + slump.Next(60);
        var s = Ny("plan", k, ar.ToString(CultureInfo.InvariantCulture)) with { Uppgift = k.Namnd.ToString() };
        await SkickaAsync(s, b, $"/namnder/{k.Namnd}/planer/{ar}/generera", HttpStatusCode.Redirect);
    }

    private async Task UtforareAsync(Klientkonto k, Besokare b)
    {
        var s = Ny("utforare", k, $"Utförare {Nr()} AB");
        await SkickaAsync(s, b, "/utforare/ny", HttpStatusCode.Redirect, ("Command.Namn", s.Nyckel), ("Command.Driftsform", "Aktiebolag"));
    }

    private async Task EnhetAsync(Klientkonto k, Besokare b)
    {
        var s = Ny("enhet", k, $"Enhet {Nr()}");
        await SkickaAsync(s, b, $"/namnder/{k.Namnd}/enheter/ny", HttpStatusCode.Redirect, ("Command.Namn", s.Nyckel));
    }

    private async Task ImportAsync(Klientkonto k, Besokare b)
    {
        await VantaPaImportAsync(k, b);
        var nr = Nr();
        var csv = new StringBuilder("Avtalsnummer;Benämning;Avtalsstart;Avtalsslut\n");
        for (var i = 0; i < RaderPerImport; i++) { csv.Append(CultureInfo.InvariantCulture, $"I-{nr}-{i};Inläst {nr} {i};2024-01-01;2028-12-31\n"); }
        var s = Ny("fil", k, $"import-{nr}.csv");
        _skrivningar.Enqueue(s);
        using var innehall = new MultipartFormDataContent
        {
            { new StringContent(b.Nyckel), "formularnyckel" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(csv.ToString())), "Command.Fil", s.Nyckel },
        };
        var svar = await b.SkickaAsync($"/namnder/{k.Namnd}/import", innehall);
        if (svar.Headers.Location is not { } plats)
        {
            Ovantat(k, s.Nyckel, b);
            return;
        }
        s.Bekraftad = true;
        await b.OppnaAsync($"{plats.OriginalString}/for-in");
        var ko = Ny("import", k, s.Nyckel);
        // Also when the answer never comes: it may have been put in the queue.
        _import[k.Nr] = plats.OriginalString;
        await SkickaAsync(ko, b, $"{plats.OriginalString}/for-in", HttpStatusCode.Redirect, ("Command.Avtryck", b.Falt("Command.Avtryck")));
        Hande("import");
    }

    /// <summary>Den förra filen förs in innan nästa provas, annars har registret ändrats däremellan. Gäller också när servern har dött under tiden.</summary>
    private async Task VantaPaImportAsync(Klientkonto k, Besokare b)
    {
        while (_import.TryGetValue(k.Nr, out var plats))
        {
            await b.OppnaAsync(plats);
            if (!b.Sida.Contains("id=\"forlopp\"", StringComparison.Ordinal)) { _import.TryRemove(k.Nr, out _); }
            else { await Task.Delay(50); }
        }
    }

    private async Task PlanjobbAsync(Klientkonto k, Besokare b)
    {
        var s = Ny("planjobb", k, $"{Nr()}");
        _skrivningar.Enqueue(s);
        var svar = await b.SkickaAsync("/planer/alla", ("Ar", $"{TimeProvider.System.Idag().Year + 1}"));
        if (svar.StatusCode == HttpStatusCode.Redirect)
        {
            s.Bekraftad = true;
            Hande("planjobb");
        }
        // The run before is not done: the page says so, and nothing is started.
        else if (svar.StatusCode == HttpStatusCode.UnprocessableEntity) { await Task.Delay(60); }
        else { Ovantat(k, "planjobb", b); }
    }

    private async Task ExportAsync(Klientkonto k, Besokare b)
    {
        var s = Ny("export", k, $"{Nr()}");
        _skrivningar.Enqueue(s);
        await b.OppnaAsync("/avtal/export.csv");
        if (b.Status == HttpStatusCode.OK) { s.Bekraftad = true; } else { Ovantat(k, "export", b); }
    }

    private async Task<HttpResponseMessage> SkickaAsync(Skrivning s, Besokare b, string adress, HttpStatusCode vantat, params (string Falt, string Varde)[] falt)
    {
        _skrivningar.Enqueue(s);
        var skickas = b.SkickaAsync(adress, falt);
        Hande("skickat");
        var svar = await skickas;
        if (svar.StatusCode == vantat && svar.Headers.Location?.OriginalString.Contains("logga-in", StringComparison.Ordinal) != true) { s.Bekraftad = true; }
        else if (svar.StatusCode != HttpStatusCode.Conflict || s.Sort != "delad") { Ovantat(konton[s.Klient], $"{s.Sort} {s.Nyckel}", b); }
        return svar;
    }

    private void Ovantat(Klientkonto k, string vad, Besokare b) =>
        _ovantade.Enqueue($"Klient {k.Nr}, {vad}: {(int)b.Status} {b.Svar?.Headers.Location} {b.Sida[..Math.Min(b.Sida.Length, 4000)]}");

    private void Hande(string vad)
    {
        if (_vantar.TryRemove(vad, out var vantan)) { vantan.TrySetResult(); }
    }

    private long Nr() => Interlocked.Increment(ref _nr);

    private static Skrivning Ny(string sort, Klientkonto k, string nyckel) => new(sort, nyckel) { Klient = k.Nr };

    /// <summary>En fil som skickas i två halvor med en paus emellan, så att det finns en stund att dö i.</summary>
    private sealed class TrogFil(byte[] fil, Action halva) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(fil.AsMemory(0, fil.Length / 2));
            await stream.FlushAsync();
            halva();
            await Task.Delay(10);
            await stream.WriteAsync(fil.AsMemory(fil.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = fil.Length;
            return true;
        }
    }
}
