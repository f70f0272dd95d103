using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MediatR;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Vad ett byte av avtalsansvarig för flera avtal gäller, innan det görs.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record AnsvarsbyteQuery(AvtalslistaQuery Lista, IReadOnlyList<Guid> Valda, bool Alla, Guid? AnvandareId) : IQuery<Ansvarsbyte>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

/// <summary>Kontroll är de valda avtalen med sina versioner, hopräknade: är den en annan när bytet görs har något ändrats.</summary>
public sealed record Ansvarsbyte
{
    /// <summary>Hindren mot bytet; tom lista när det går att göra.</summary>
    public IReadOnlyList<Hinder> Hinder { get; init; } = [];

    /// <summary>Nämnden som avtalen hör till, när det är en.</summary>
    public Namndval? Namnd { get; init; }

    /// <summary>De som har rollen avtalsansvarig i nämnden i dag.</summary>
    public IReadOnlyList<Ansvarskandidat> Kandidater { get; init; } = [];

    public Ansvarskandidat? Ny { get; init; }

    public int Antal { get; init; }

    /// <summary>Så många av avtalen har redan den nya ansvarige och ändras inte.</summary>
    public int AntalRedan { get; init; }

    /// <summary>De första av avtalen som ändras.</summary>
    public IReadOnlyList<Ansvarsbytesrad> Forsta { get; init; } = [];

    public string Kontroll { get; init; } = "";
}

public sealed record Ansvarskandidat
{
    public Guid Id { get; init; }

    public required string Namn { get; init; }
}

public sealed record Ansvarsbytesrad
{
    public Guid Id { get; init; }

    public string? Avtalsnummer { get; init; }

    public required string Benamning { get; init; }

    public Guid NamndId { get; init; }

    public required string Namnd { get; init; }

    public string Forkortning { get; init; } = "";

    public string? Avtalsansvarig { get; init; }

    public Guid? AvtalsansvarigId { get; init; }

    public Avtalstillstand Tillstand { get; init; }

    public int Version { get; init; }
}

public sealed class AnsvarsbyteHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<AnsvarsbyteQuery, Result<Ansvarsbyte>>
{
    private const int FlestVisade = 20;

    public async Task<Result<Ansvarsbyte>> Handle(AnsvarsbyteQuery request, CancellationToken cancellationToken)
    {
        var urval = await Ansvarsbytesurval.LasAsync(db, anvandare, request.Lista, request.Valda, request.Alla, clock.Idag(), cancellationToken);
        var hinder = urval.Prova(anvandare);
        if (hinder.Count > 0) { return Result<Ansvarsbyte>.Ok(new Ansvarsbyte { Hinder = hinder, Antal = urval.Rader.Count }); }

        var forsta = urval.Rader[0];
        var kandidater = await Ansvarsbytesurval.KandidaterAsync(db, forsta.NamndId, clock.Idag(), cancellationToken);
        var ny = kandidater.FirstOrDefault(k => k.Id == request.AnvandareId);
        var andras = ny is null ? urval.Rader : [.. urval.Rader.Where(r => r.AvtalsansvarigId != ny.Id)];
        return Result<Ansvarsbyte>.Ok(new Ansvarsbyte
        {
            Namnd = new Namndval { Id = forsta.NamndId, Namn = forsta.Namnd, Forkortning = forsta.Forkortning },
            Kandidater = kandidater,
            Ny = ny,
            Antal = andras.Count,
            AntalRedan = urval.Rader.Count - andras.Count,
            Forsta = [.. andras.Take(FlestVisade)],
            Kontroll = urval.Kontroll(),
        });
    }
}

/// <summary>Avtalen som ett byte gäller: de kryssade, eller hela listans urval. Bara sådana som användaren ser.</summary>
internal sealed class Ansvarsbytesurval
{
    /// <summary>Fler än så på en gång är för många för att någon ska ha sett vad de är.</summary>
    public const int Flest = 10_000;

    // SQL Server takes at most 2 100 parameters.
    private const int PerSats = 1000;

    private const string RaderDel = """
        JOIN Avtal a ON a.Id = s.Id
        JOIN Arende r ON r.Id = a.Id
        JOIN Namnd n ON n.Id = a.NamndId
        """;

    private const string KolumnerDel =
        "a.Id, a.Avtalsnummer, a.Benamning, a.NamndId, n.Namn AS Namnd, n.Forkortning, a.Avtalsansvarig, a.AvtalsansvarigId, a.Tillstand, r.Version";

    private const string ValdaSql = """
        SELECT a.Id, a.Avtalsnummer, a.Benamning, a.NamndId, n.Namn AS Namnd, n.Forkortning, a.Avtalsansvarig, a.AvtalsansvarigId, a.Tillstand, r.Version
        FROM Avtal a
        JOIN Arende r ON r.Id = a.Id
        JOIN Namnd n ON n.Id = a.NamndId
        WHERE a.Id IN @Ids AND a.NamndId IN @Namnder
        ORDER BY a.Benamning, a.Id
        """;

    private const string KandidaterSql = $"""
        SELECT p.Id, p.Namn
        FROM Anvandare p
        WHERE p.Inaktiv = 0
          AND EXISTS (SELECT 1 FROM Rolltilldelning r WHERE r.AnvandareId = p.Id AND r.NamndId = @NamndId AND r.Roll = 'Avtalsansvarig' AND {Gallanderoller.Galler})
        ORDER BY p.Namn, p.Id
        """;

    private readonly int _saknas;

    private Ansvarsbytesurval(IReadOnlyList<Ansvarsbytesrad> rader, int saknas) => (Rader, _saknas) = (rader, saknas);

    public IReadOnlyList<Ansvarsbytesrad> Rader { get; }

    public static async Task<Ansvarsbytesurval> LasAsync(
        DbSession db, IAnvandarkontext anvandare, AvtalslistaQuery lista, IReadOnlyList<Guid> valda, bool alla, DateOnly idag, CancellationToken cancellationToken)
    {
        IReadOnlyList<Guid> synliga = [.. anvandare.NamndRoller.Where(r => r.Value.HarNagon(Roll.NagonINamnden)).Select(r => r.Key)];
        if (alla)
        {
            var (fran, parametrar) = AvtalslistaHandler.Urval(lista with { Namnder = synliga }, new Urvalsgrund(anvandare.Id, idag));
            return new(await db.QueryAsync<Ansvarsbytesrad>(fran.AllaViaId("a.Id", RaderDel, KolumnerDel, "a.Benamning, a.Id"), parametrar, cancellationToken), 0);
        }

        var rader = new List<Ansvarsbytesrad>();
        List<Guid> olika = [.. valda.Distinct()];
        foreach (var del in olika.Chunk(PerSats))
        {
            rader.AddRange(await db.QueryAsync<Ansvarsbytesrad>(ValdaSql, new { Ids = del, Namnder = synliga }, cancellationToken));
        }
        return new(rader, olika.Count - rader.Count);
    }

    public static Task<IReadOnlyList<Ansvarskandidat>> KandidaterAsync(DbSession db, Guid namndId, DateOnly idag, CancellationToken cancellationToken) =>
        db.QueryAsync<Ansvarskandidat>(KandidaterSql, new { NamndId = namndId, Idag = idag }, cancellationToken);

    /// <summary>Alla hinder mot att byta på en gång, nämnd för nämnd.</summary>
    public IReadOnlyList<Hinder> Prova(IAnvandarkontext anvandare)
    {
        if (Rader.Count == 0) { return [new("inget-valt", _saknas == 0 ? "Kryssa minst ett avtal i listan." : "De valda avtalen finns inte.")]; }
        if (Rader.Count > Flest) { return [new("for-manga", $"Du har valt {Tal(Rader.Count)} avtal. Högst {Tal(Flest)} kan byta avtalsansvarig på en gång; filtrera listan mer.")]; }

        var hinder = new List<Hinder>();
        var namnder = Rader.GroupBy(r => (r.NamndId, r.Namnd)).OrderByDescending(g => g.Count()).ToList();
        foreach (var namnd in namnder.Where(n => !anvandare.Har(n.Key.NamndId, Roll.Avtalsansvarig)))
        {
            hinder.Add(new("fel-roll", $"{Avtal(namnd.Count())} hör till {namnd.Key.Namnd}, där du inte är avtalsansvarig."));
        }
        if (namnder.Count > 1)
        {
            hinder.Add(new("flera-namnder",
                $"Avtalen hör till flera nämnder: {string.Join(", ", namnder.Select(n => $"{n.Key.Namnd} ({Avtal(n.Count())})"))}. Byt avtalsansvarig i en nämnd i taget."));
        }
        if (Rader.Count(r => r.Tillstand.ArStangt()) is var stangda and > 0)
        {
            hinder.Add(new("arkiverat", $"{Avtal(stangda)} av de valda är {(stangda == 1 ? "arkiverat" : "arkiverade")} och ändras inte längre. Ta bort {(stangda == 1 ? "det" : "dem")} ur urvalet."));
        }
        if (_saknas > 0) { hinder.Add(new("finns-inte", $"{Avtal(_saknas)} av de valda finns inte.")); }
        return hinder;
    }

    public string Kontroll()
    {
        var text = new StringBuilder();
        foreach (var rad in Rader.OrderBy(r => r.Id)) { text.Append(CultureInfo.InvariantCulture, $"{rad.Id:N}:{rad.Version};"); }
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Avtal(int antal) => antal == 1 ? "1 avtal" : $"{Tal(antal)} avtal";

    private static string Tal(int antal) => antal.ToString("#,0", CultureInfo.GetCultureInfo("sv-SE"));
}
