using System.Globalization;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Export;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Logg;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Logg;

/// <summary>Loggen som en zip: händelserna i urvalet, huvudet, ankarna och en sida som prövar dem utan programmet.</summary>
[Kraver(Roll.Revisor | Roll.Administrator)]
public sealed record ExporteraLoggQuery(LogglistaQuery Lista) : IQuery<Exportfil>, INamndfiltrerad
{
    IReadOnlyList<Guid> INamndfiltrerad.Namnder
    {
        get => Lista.Namnder;
        set => Lista.Namnder = value;
    }
}

/// <summary>En händelse med kontrollsumman före den, så att den går att pröva också när den före inte är med i urvalet.</summary>
public sealed record Loggexportrad
{
    public long Nr { get; init; }

    public int Format { get; init; }

    public string Nyckel { get; init; } = "";

    public string Kedja { get; init; } = "";

    public Guid Id { get; init; }

    public DateTimeOffset Tid { get; init; }

    public Guid? AnvandareId { get; init; }

    public string Anvandare { get; init; } = "";

    public Guid? NamndId { get; init; }

    public string? Namnd { get; init; }

    public Guid? ArendeId { get; init; }

    public string Vad { get; init; } = "";

    public string Mening { get; init; } = "";

    public string? Fakta { get; init; }

    public string? Fore { get; init; }

    public Loggrad Rad => new()
    {
        Nr = Nr,
        Format = Format,
        Nyckel = Nyckel,
        Kedja = Kedja,
        Id = Id,
        Tid = Tid,
        AnvandareId = AnvandareId,
        Anvandare = Anvandare,
        NamndId = NamndId,
        ArendeId = ArendeId,
        Vad = Vad,
        Mening = Mening,
        Fakta = Fakta,
    };

    /// <summary>Raden med personnummer dolda, och om något doldes: då går innehållet inte längre att räkna om.</summary>
    public (Loggexportrad Rad, bool Dolt) Dold()
    {
        var dold = this with { Anvandare = Doltpersonnummer.I(Anvandare), Mening = Doltpersonnummer.I(Mening), Fakta = Fakta is null ? null : Doltpersonnummer.I(Fakta) };
        return (dold, dold != this);
    }
}

/// <summary>Det som står om exporten i dess manifest.</summary>
public sealed record Loggmanifest(string Av, DateTimeOffset Tid, string Urval, Logghuvud Huvud, IReadOnlyList<Loggankare> Ankare);

/// <summary>Skriver exporten till en fil utanför minnet.</summary>
public interface ILoggexport
{
    Task<(Stream Innehall, int Antal)> SkrivAsync(IAsyncEnumerable<Loggexportrad> rader, Loggmanifest manifest, CancellationToken cancellationToken);
}

/// <summary>Åtkomsten prövas mot @Namnder i <see cref="Loggurval"/>.</summary>
public sealed class ExporteraLoggHandler(DbSession db, ILoggexport export, ILoggankare ankare, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<ExporteraLoggQuery, Result<Exportfil>>
{
    private const string NamnderSql = "SELECT Namn FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private const string AterstallningarSql = "SELECT Nr, Vad, Fakta, Tid, Anvandare FROM Handelse WHERE Nr IS NOT NULL AND Vad = @Vad";

    public async Task<Result<Exportfil>> Handle(ExporteraLoggQuery request, CancellationToken cancellationToken)
    {
        var lista = request.Lista;
        var (urval, parametrar) = Loggurval.Av(lista, anvandare, medFore: true);
        var huvud = await Loggbok.HuvudAsync(db, cancellationToken) ?? Logghuvud.Tomt;
        parametrar["ForeNr"] = huvud.Nr + 1;
        var namnder = lista.Kommun ? []
            : await db.QueryAsync<string>(NamnderSql, new { Namnder = lista.Namnd is { } en ? [.. lista.Namnder.Where(n => n == en)] : lista.Namnder }, cancellationToken);
        var sparade = ankare.Fil is null ? Ankarlage.Tomt : await ankare.LasAsync(cancellationToken);
        // What a restore in the log has told is lost has no row to be compared with.
        var forlorade = (await db.QueryAsync<Loggrad>(AterstallningarSql, new { Vad = Loggaterstallning.Handelse }, cancellationToken))
            .Select(Loggaterstallning.Las).SelectMany(a => a?.Ankare ?? []).ToHashSet();
        sparade = sparade with { Ankare = [.. sparade.Ankare.Where(a => !forlorade.Contains((a.Nr, a.Kedja)))] };
        var nu = clock.GetUtcNow();
        var text = Urvalet(lista, namnder);
        var (innehall, antal) = await export.SkrivAsync(
            db.StreamAsync<Loggexportrad>(urval.Alla(LogghandelseHandler.KolumnerDel, "h.Nr"), parametrar, cancellationToken),
            new(anvandare.Namn, nu, text, huvud, sparade.Ankare), cancellationToken);
        return Result<Exportfil>.Ok(new(string.Create(CultureInfo.InvariantCulture, $"logg-{SvenskTid.Lokal(nu):yyyy-MM-dd}.zip"), "application/zip", innehall)
        {
            Antal = antal,
            Urval = text,
            Ur = namnder,
        });
    }

    private static string Urvalet(LogglistaQuery lista, IReadOnlyList<string> namnder)
    {
        var delar = new List<string>();
        if (namnder.Count > 0) { delar.Add($"Nämnd: {string.Join(", ", namnder)}"); }
        if (lista.Kommun) { delar.Add("Hela kommunen"); }
        if (!string.IsNullOrWhiteSpace(lista.Q)) { delar.Add($"Ord: {lista.Q.Trim()}"); }
        if (!string.IsNullOrWhiteSpace(lista.Vem)) { delar.Add($"Vem: {lista.Vem.Trim()}"); }
        if (!string.IsNullOrWhiteSpace(lista.Vad)) { delar.Add($"Händelse: {lista.Vad.Trim()}"); }
        if (lista.Arende is { } arende) { delar.Add($"Ärende: {arende}"); }
        if (lista.Anvandare is { } anvandare) { delar.Add($"Användare: {anvandare}"); }
        if (lista.Fran is { } fran) { delar.Add($"Från och med: {fran.Iso()}"); }
        if (lista.Till is { } till) { delar.Add($"Till och med: {till.Iso()}"); }
        return delar.Count == 0 ? "Alla händelser som läsaren ser" : string.Join("; ", delar);
    }
}
