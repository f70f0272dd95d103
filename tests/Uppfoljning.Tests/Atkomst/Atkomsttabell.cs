using System.IO.Compression;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Tests.Handlers;

namespace Uppfoljning.Tests.Web;

/// <summary>Det som en adress svarar en viss person.</summary>
internal enum Svar
{
    Ja,
    Nekad,
    FinnsInte,
    LoggaIn,
}

/// <summary>Vem som frågar.</summary>
internal sealed record Fragare(string Namn, Roll Roll, Guid? Id);

/// <summary>En rad: ett sätt att anropa en adress, och vad var och en får för svar i egen och i annan nämnd, och med påhittade id.</summary>
internal sealed record Atkomstrad(string Metod, string Mall, bool Oppen)
{
    public string Nyckel => $"{Metod} /{Mall}";

    public Dictionary<string, (Svar Egen, Svar? Annan, Svar? Okand)> Celler { get; } = [];

    public SortedSet<string> Begaranden { get; } = new(StringComparer.Ordinal);
}

/// <summary>Antecknar vilka begäranden som kom förbi åtkomstkontrollen, och stannar kommandona där: inget i databasen ändras.</summary>
internal sealed class Atkomstspar
{
    public List<string> Begaranden { get; } = [];
}

internal sealed class StannaEfterAtkomst<TRequest, TResponse>(Atkomstspar spar) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        // What the program itself asks for in the background has nothing to do with the address.
        if (typeof(TRequest).GetCustomAttribute<KraverAttribute>()?.NagonAv != Roll.System)
        {
            lock (spar.Begaranden) { spar.Begaranden.Add(typeof(TRequest).Name); }
        }
        return request is ICommand ? Task.FromResult(TResponse.Fail(Outcome.Refused, [new Hinder("prov", "Kommandot fick skickas och stannade i provet.")])) : next();
    }
}

/// <summary>
/// Anropar varje adress i webben som var och en, och antecknar svaret. Adresserna tas ur webben själv; en ny kommer med utan att någon behöver
/// minnas den, och en ny parameter utan känt objekt stoppar provet.
/// </summary>
internal sealed partial class Atkomsttabell(WebApp webb, Atkomstspar spar)
{
    public static readonly string[] Namn = ["Upphandlare", "Uppföljare", "Avtalsansvarig", "Beslutsfattare", "Nämndsekreterare", "Registrator", "Läsare", "Revisor", "Administratör", "Utan roll", "Inte inloggad"];

    private readonly Dictionary<string, Sida> _sidor = [];
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _egnaVarden = [];
    private IReadOnlyDictionary<string, string> _kommun = new Dictionary<string, string>();
    private IReadOnlyDictionary<string, string> _annansVarden = new Dictionary<string, string>();

    public Namndobjekt Egen { get; private set; } = null!;

    public Namndobjekt Annan { get; private set; } = null!;

    public IReadOnlyList<Fragare> Fragare { get; private set; } = [];

    public IReadOnlyList<Atkomstrad> Rader { get; private set; } = [];

    /// <summary>Det som någon i den egna nämnden fick läsa och som bara finns i den andra.</summary>
    public List<string> Lackor { get; } = [];

    /// <summary>Svar som ingen ska få: fel i programmet och nycklar som inte gick fram.</summary>
    public List<string> Fel { get; } = [];

    public Atkomststallning Stallning { get; } = new(webb.App);

    public async Task StallAsync()
    {
        Egen = await Stallning.NamndAsync("Vård- och omsorgsnämnden", "VON", "Solvik", "Morgonljus");
        Annan = await Stallning.NamndAsync("Tekniska nämnden", "TN", "Granvik", "Askmolnet");
        _kommun = await Stallning.KommunAsync();

        var fragare = new List<Fragare>();
        foreach (var (namn, roll) in Namn.Zip([.. Roller.INamnd, Roll.Administrator, Roll.Ingen]))
        {
            webb.App.SomAdministrator();
            var id = await webb.App.Gor(SkapaAnvandareCommand.Demoanvandare($"prov.{roll}", $"{namn} (prov)", roll == Roll.Administrator));
            if (Roller.INamnd.Contains(roll)) { await webb.App.Gor(new GeRollCommand { AnvandareId = id, NamndId = Egen.Namnd, Roll = roll }); }
            fragare.Add(new(namn, roll, id));
        }
        var kollega = await webb.App.Gor(SkapaAnvandareCommand.Demoanvandare("prov.kollega", "Kollegan", false));
        await webb.App.Gor(new GeRollCommand { AnvandareId = kollega, NamndId = Egen.Namnd, Roll = Roll.Lasare });
        var annan = await webb.App.Gor(SkapaAnvandareCommand.Demoanvandare("prov.annan", "Den andra", false));
        await webb.App.Gor(new GeRollCommand { AnvandareId = annan, NamndId = Annan.Namnd, Roll = Roll.Lasare });
        _annansVarden = await Stallning.PersonAsync(annan, Annan.Namnd, kollega);
        foreach (var f in fragare)
        {
            if (Roller.INamnd.Contains(f.Roll)) { _egnaVarden[f.Namn] = await Stallning.PersonAsync(f.Id!.Value, Egen.Namnd, kollega); }
        }
        _kommun = new Dictionary<string, string>(_kommun) { ["anvandareId"] = $"{kollega}", ["konto/demo/id"] = $"{kollega}" };
        Fragare = [.. fragare, new(Namn[^1], Roll.Ingen, null)];
        foreach (var f in Fragare) { _sidor[f.Namn] = await SidaAsync(f); }
    }

    /// <summary>Anropar allt som alla.</summary>
    public async Task KorAsync()
    {
        var rader = new List<Atkomstrad>();
        foreach (var (metod, mall, oppen) in Adresser(webb.Services)) { rader.Add(new(metod, mall, oppen)); }
        Rader = [.. rader.OrderBy(r => r.Mall, StringComparer.Ordinal).ThenBy(r => r.Metod, StringComparer.Ordinal)];
        foreach (var rad in Rader)
        {
            foreach (var f in Fragare)
            {
                lock (spar.Begaranden) { spar.Begaranden.Clear(); }
                var egen = await SvarAsync(rad, f, Adress(rad, f, Sort.Egen), egenNamnd: true);
                lock (spar.Begaranden) { rad.Begaranden.UnionWith(spar.Begaranden); }
                Svar? annan = null, okand = null;
                if (Adress(rad, f, Sort.Annan) != Adress(rad, f, Sort.Egen)) { annan = await SvarAsync(rad, f, Adress(rad, f, Sort.Annan), egenNamnd: false); }
                if ((rad.Mall.Contains(":guid", StringComparison.Ordinal) || rad.Mall == "logg/{nr:long}") && (annan is not null || egen == Svar.Ja)) { okand = await SvarAsync(rad, f, Adress(rad, f, Sort.Okand), egenNamnd: false); }
                rad.Celler[f.Namn] = (egen, annan, okand);
            }
        }
    }

    /// <summary>Texten i allt som personen får läsa i sin egen nämnd, adress för adress; loggen och historiken, som själva växer av läsningen, är inte med.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AlltAsync(string namn)
    {
        var f = Fragare.Single(x => x.Namn == namn);
        var allt = new Dictionary<string, string>();
        foreach (var (metod, mall, oppen) in Adresser(webb.Services))
        {
            if (metod != "GET" || oppen || mall.StartsWith("logg", StringComparison.Ordinal) || mall.Contains("historik", StringComparison.Ordinal)) { continue; }
            var adress = Adress(new(metod, mall, oppen), f, Sort.Egen);
            foreach (var fraga in mall.Contains("{planId", StringComparison.Ordinal) ? [""] : new[] { "", $"?Q={Annan.Ord}", $"?Namnd={Annan.Namnd}" })
            {
                if (fraga.Length > 0 && adress.Contains('?', StringComparison.Ordinal)) { continue; }
                using var svar = await _sidor[namn].Client.GetAsync(new Uri(adress + fraga, UriKind.Relative));
                allt[adress + fraga] = $"{(int)svar.StatusCode} {HistorikRegex().Replace(NyckelRegex().Replace(await TextAsync(svar), ""), "")}";
            }
        }
        return allt;
    }

    /// <summary>Webbens adresser, var och en med sitt sätt att anropas. En adress till dokument finns för varje sort av objekt.</summary>
    public static IEnumerable<(string Metod, string Mall, bool Oppen)> Adresser(IServiceProvider services) =>
        services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(e =>
        {
            var mall = e.RoutePattern.RawText!.TrimStart('/');
            var oppen = e.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is not null;
            var metoder = e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } m ? m : ["GET"];
            return metoder.SelectMany(metod => mall.StartsWith("dokument/{objekt:", StringComparison.Ordinal)
                ? Enum.GetNames<Domain.Dokument.Dokumentobjekt>().Select(o => (metod, ObjektRegex().Replace(mall, o.ToLowerInvariant()), oppen))
                : [(metod, mall, oppen)]);
        });

    private enum Sort
    {
        Egen,
        Annan,
        Okand,
    }

    /// <summary>Det som en sida måste få i frågan för att gälla något.</summary>
    private static readonly Dictionary<string, string> Fragor = new() { ["planer/forslag"] = "?Namnd={namndId:guid}&Ar=2028" };

    private string Adress(Atkomstrad rad, Fragare f, Sort sort) => "/" + ParameterRegex().Replace(rad.Mall + Fragor.GetValueOrDefault(rad.Mall), m =>
    {
        var (namn, krav) = (m.Groups["namn"].Value, m.Groups["krav"].Value);
        if (sort == Sort.Okand && krav.Contains(":guid", StringComparison.Ordinal)) { return $"{OkantId}"; }
        if (sort == Sort.Okand && krav == ":long") { return "999999999"; }
        return Varde((rad.Mall + Fragor.GetValueOrDefault(rad.Mall))[..m.Index], namn, krav, f, sort == Sort.Annan ? Annan : Egen)
            ?? throw new InvalidOperationException($"Parametern {namn} i {rad.Nyckel} har inget känt objekt. Lägg till ett i {nameof(Atkomststallning)}, eller ett värde i {nameof(Atkomsttabell)}.{nameof(Varde)}.");
    });

    /// <summary>Ett id som inget har.</summary>
    private static readonly Guid OkantId = new("01900000-0000-7000-8000-00000000dead");

    private string? Varde(string fore, string namn, string krav, Fragare f, Namndobjekt namnd)
    {
        var stig = $"{ParameterRegex().Replace(fore, "*")}{namn}";
        var person = ReferenceEquals(namnd, Annan) ? _annansVarden : _egnaVarden.GetValueOrDefault(f.Namn, _annansVarden);
        foreach (var varden in new[] { namnd.Varden, person, _kommun })
        {
            if (varden.TryGetValue(stig, out var iStigen)) { return iStigen; }
            if (varden.TryGetValue(namn, out var varde)) { return varde; }
        }
        return (stig, namn) switch
        {
            (_, "format") => krav.Contains("xlsx", StringComparison.Ordinal) ? "xlsx" : "pdf",
            ("mal/*/indikatorer/*/uppdelning/ar", _) => "2026",
            (_, "ar") => $"{Atkomststallning.Ar}",
            (_, "falt") => "tid",
            (_, "roll") => "Lasare",
            ("fel/kod", _) => "404",
            (_, "kod") => Application.Jobb.Jobben.Alla[0].Kod,
            ("import/mall/sort", _) => "Avtal",
            ("avtal/*/ta-bort/sort", _) => "Krav",
            ("avtal/*/ta-bort/*/delId", _) => namnd.Varden["kravId"],
            (_, "lista") => "avtal",
            (_, "nr") => "1",
            (_, "modul") => "Dokument",
            (_, "sort") when stig.Contains("/gallring/", StringComparison.Ordinal) => "Kontakt",
            (_, "sessionId") => $"{OkantId}",
            _ => null,
        };
    }

    private async Task<Svar> SvarAsync(Atkomstrad rad, Fragare f, string adress, bool egenNamnd)
    {
        // What signs in or out is called by someone of its own, so that the others stay who they are.
        var sida = rad.Oppen ? await SidaAsync(f) : _sidor[f.Namn];
        using var fraga = new HttpRequestMessage(new HttpMethod(rad.Metod), new Uri(adress, UriKind.Relative));
        if (rad.Metod != "GET") { fraga.Content = new FormUrlEncodedContent([new("formularnyckel", Nyckel(sida))]); }
        using var forsta = await sida.Client.SendAsync(fraga);
        using var svar = await FoljAsync(sida, forsta);
        if (egenNamnd && rad.Metod == "GET" && Roller.INamnd.Contains(f.Roll) && svar.IsSuccessStatusCode)
        {
            if ((await TextAsync(svar)).Contains(Annan.Marke, StringComparison.OrdinalIgnoreCase)) { Lackor.Add($"{f.Namn}: {adress}"); }
        }
        var loggaIn = svar.StatusCode == HttpStatusCode.Redirect && svar.Headers.Location!.OriginalString.Contains("/konto/logga-in", StringComparison.Ordinal);
        switch (svar.StatusCode)
        {
            case HttpStatusCode.Forbidden: return Svar.Nekad;
            case HttpStatusCode.NotFound: return rad.Mall.StartsWith("fel/", StringComparison.Ordinal) ? Svar.Ja : Svar.FinnsInte;
            case HttpStatusCode.Redirect when loggaIn && !rad.Oppen: return Svar.LoggaIn;
            case HttpStatusCode.OK or HttpStatusCode.Redirect or HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict or HttpStatusCode.Gone: return Svar.Ja;
            default:
                Fel.Add($"{f.Namn}: {rad.Metod} {adress} gav {(int)svar.StatusCode}");
                return Svar.Ja;
        }
    }

    /// <summary>En sida som leder vidare är vad den leder till; utom till inloggningen, och efter det som skickas.</summary>
    private static async Task<HttpResponseMessage> FoljAsync(Sida sida, HttpResponseMessage svar) =>
        svar.StatusCode == HttpStatusCode.Redirect && svar.RequestMessage!.Method == HttpMethod.Get && !svar.Headers.Location!.OriginalString.Contains("/konto/logga-in", StringComparison.Ordinal)
            ? await sida.Client.GetAsync(svar.Headers.Location)
            : svar;

    private async Task<Sida> SidaAsync(Fragare f)
    {
        var sida = webb.Oppen();
        await sida.Oppna("/konto/logga-in");
        if (f.Id is { } id)
        {
            await sida.Skicka($"/konto/demo/{id}");
            await sida.Oppna("/atkomst");
        }
        return sida;
    }

    private static string Nyckel(Sida sida) => sida.Dokument.QuerySelector("input[name=formularnyckel]")?.GetAttribute("value") ?? "";

    /// <summary>Texten i svaret: sidor och CSV så som de är, arbetsböcker, Word och zip uppackade, PDF så som en läsare ser den.</summary>
    private static async Task<string> TextAsync(HttpResponseMessage svar)
    {
        var innehall = await svar.Content.ReadAsByteArrayAsync();
        if (innehall.AsSpan().StartsWith("PK"u8))
        {
            using var zip = new ZipArchive(new MemoryStream(innehall));
            var text = new StringBuilder();
            foreach (var del in zip.Entries)
            {
                using var lasare = new StreamReader(await del.OpenAsync());
                text.AppendLine(await lasare.ReadToEndAsync());
            }
            return text.ToString();
        }
        return innehall.AsSpan().StartsWith("%PDF"u8) && innehall.Length > 1000 ? Handlingstext.AvPdf(innehall) : Encoding.UTF8.GetString(innehall);
    }

    [GeneratedRegex(@"\{(?<namn>\w+)(?<krav>(:(?:[^{}()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))+)?)\}")]
    private static partial Regex ParameterRegex();

    [GeneratedRegex(@"\{objekt:[^}]*\}")]
    private static partial Regex ObjektRegex();

    [GeneratedRegex("""<(?<tagg>section|ol|details)[^>]*historik.*?</\k<tagg>>""", RegexOptions.Singleline)]
    private static partial Regex HistorikRegex();

    [GeneratedRegex("""<input name="formularnyckel"[^>]*>""")]
    private static partial Regex NyckelRegex();
}
