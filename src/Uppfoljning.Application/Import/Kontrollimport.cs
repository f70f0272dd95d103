using Uppfoljning.Application.Common;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Import;

/// <summary>De två kolumnerna för en sorts kontroll: dagen då den senast gjordes, och vad den visade.</summary>
internal sealed record Kontrollkolumn(Kontrollsort Sort, Kolumn Gjord, Kolumn Resultat)
{
    public static readonly IReadOnlyList<Kontrollkolumn> Alla = [.. Enum.GetValues<Kontrollsort>().Select(For)];

    private static Kontrollkolumn For(Kontrollsort sort)
    {
        string[] namn = Kort(sort) is { } kort ? [sort.Text(), kort] : [sort.Text()];
        return new(sort,
            new Kolumn($"{sort.Text()}, senaste kontroll", [.. namn.SelectMany(n => new[] { $"{n} kontrollerad", $"{n} kontrollerat", $"{n} senast kontrollerad", $"{n} kontroll", $"Senaste kontroll {n}", $"{n} senaste kontroll" })]) { Frivillig = true },
            new Kolumn($"{sort.Text()}, resultat", [.. namn.SelectMany(n => new[] { $"{n} kontrollresultat", $"{n} resultat", $"Resultat {n}" })]) { Frivillig = true });
    }

    /// <summary>Så som rubriken brukar skrivas när den är kortare än vad registret säger.</summary>
    private static string? Kort(Kontrollsort sort) => sort switch
    {
        Kontrollsort.IvoTillstand => "IVO",
        Kontrollsort.Arbetsgivaravgifter => "Arbetsgivaravgifter",
        Kontrollsort.Kronofogden => "Kronofogden",
        Kontrollsort.AgareHuvudman => "Ägare",
        Kontrollsort.Konkurs => "Konkurs",
        Kontrollsort.Forsakring => "Försäkring",
        _ => null,
    };
}

/// <summary>En kontroll ur en fil som ska skrivas: ny, eller resultatet på en som finns.</summary>
internal sealed record Filkontroll(Kontrollsort Sort, DateOnly Gjord, Kontrollresultat? Resultat, Guid? Rattas)
{
    public string Text => $"{Sort.Text()} {Gjord.Iso()}: {(Resultat?.Text() ?? "resultatet inte känt").ToLowerInvariant()}";
}

/// <summary>
/// Kontrollerna (PR-09) i en fil över utförare. Filen säger bara den senaste dagen: den läggs till när den är senare än registrets, och samma fil
/// en gång till ändrar inget.
/// </summary>
internal sealed class Kontrollimport(DateOnly idag)
{
    private const string SenasteSql = """
        SELECT k.Id, k.UtforareId, k.Sort, k.Gjord, k.Resultat, k.Kalla, k.GjordAv, k.Registrerad
        FROM Kontroll k
        WHERE NOT EXISTS (
            SELECT 1
            FROM Kontroll n
            WHERE n.UtforareId = k.UtforareId AND n.Sort = k.Sort AND (n.Gjord > k.Gjord OR (n.Gjord = k.Gjord AND n.Registrerad > k.Registrerad)))
        ORDER BY k.Id
        """;

    private const string FilenSql = "SELECT Filnamn, Avslutad FROM Import WHERE Id = @ImportId";

    private const string RattaSql = "UPDATE Kontroll SET Resultat = @Resultat WHERE Id = @Id";

    private readonly List<(Guid UtforareId, Filkontroll Kontroll)> _skrivs = [];
    private IReadOnlyDictionary<(Guid UtforareId, Kontrollsort Sort), Kontroll> _senaste = new Dictionary<(Guid, Kontrollsort), Kontroll>();

    /// <summary>Den senaste kontrollen av varje sort hos varje utförare.</summary>
    public static async Task<IReadOnlyDictionary<(Guid UtforareId, Kontrollsort Sort), Kontroll>> SenasteAsync(DbSession db, CancellationToken cancellationToken)
    {
        var senaste = new Dictionary<(Guid, Kontrollsort), Kontroll>();
        foreach (var rad in await db.QueryAsync<Kontrollrad>(SenasteSql, null, cancellationToken))
        {
            var kontroll = rad.Kontroll();
            senaste[(kontroll.UtforareId, kontroll.Sort)] = kontroll;
        }
        return senaste;
    }

    public async Task LasAsync(DbSession db, CancellationToken cancellationToken) => _senaste = await SenasteAsync(db, cancellationToken);

    /// <summary>Kontrollerna i raden som ska skrivas, och vad de ändrar. Utföraren är null när den är ny.</summary>
    public (IReadOnlyList<Filkontroll> Kontroller, IReadOnlyList<Andring> Andringar) Tolka(Radlasare lasare, Importutforare? kand)
    {
        var kontroller = new List<Filkontroll>();
        var andringar = new List<Andring>();
        foreach (var kolumn in Kontrollkolumn.Alla)
        {
            if (lasare.Text(kolumn.Gjord) is null && lasare.Text(kolumn.Resultat) is null) { continue; }
            var resultat = lasare.Val<Kontrollresultat>(kolumn.Resultat, TolkaResultat, Kontrollsorter.Text);
            if (Dag(lasare, kolumn, kand) is not { } gjord) { continue; }

            var senaste = kand is null ? null : _senaste.GetValueOrDefault((kand.Id, kolumn.Sort));
            switch (Filkontroller.Jamfor(senaste, senaste is not null && Filkontroller.ArUrFil(senaste.Kalla), gjord, resultat))
            {
                case Filjamforelse.Ny:
                    kontroller.Add(new(kolumn.Sort, gjord, resultat, Rattas: null));
                    andringar.Add(new(kolumn.Gjord.Namn, senaste?.Gjord.Iso(), gjord.Iso()));
                    if (resultat != senaste?.Resultat) { andringar.Add(new(kolumn.Resultat.Namn, senaste?.Resultat?.Text(), resultat?.Text())); }
                    break;
                case Filjamforelse.Rattas:
                    kontroller.Add(new(kolumn.Sort, gjord, resultat, senaste!.Id));
                    andringar.Add(new(kolumn.Resultat.Namn, senaste.Resultat?.Text(), resultat?.Text()));
                    break;
                case Filjamforelse.Aldre:
                    lasare.Varna(kolumn.Gjord, $"Registret har en senare kontroll, gjord {senaste!.Gjord.Iso()}. Den står kvar och filens läggs inte till.");
                    break;
                case Filjamforelse.Annan:
                    lasare.Varna(kolumn.Resultat, $"Registret har samma dags kontroll med resultatet {senaste!.Resultat!.Value.Text().ToLowerInvariant()}, ur {Radlasare.Kort(senaste.Kalla)}. Det som är registrerat för hand ändras inte av en fil.");
                    break;
                default:
                    break;
            }
        }
        return (kontroller, andringar);
    }

    public void Lagg(Guid utforareId, IReadOnlyList<Filkontroll> kontroller) => _skrivs.AddRange(kontroller.Select(k => (utforareId, k)));

    /// <summary>Skriver kontrollerna. Vem som gjorde dem säger filen inte; källan är filen.</summary>
    public async Task SkrivAsync(DbSession db, Guid importId, CancellationToken cancellationToken)
    {
        if (_skrivs.Count == 0) { return; }
        var filen = (await db.SingleOrDefaultAsync<Filen>(FilenSql, new { ImportId = importId }, cancellationToken))!;
        var nya = _skrivs.Where(s => s.Kontroll.Rattas is null).Select(s => new
        {
            Id = Guid.CreateVersion7(),
            s.UtforareId,
            Sort = s.Kontroll.Sort.ToString(),
            s.Kontroll.Gjord,
            Resultat = s.Kontroll.Resultat?.ToString(),
            Kalla = Filkontroller.Kalla(filen.Filnamn),
            Beteckning = (string?)null,
            GallerFran = (DateOnly?)null,
            GallerTill = (DateOnly?)null,
            NastaSenast = Kontrollregler.ForeslaNasta(s.Kontroll.Sort, s.Kontroll.Gjord, gallerTill: null),
            Anmarkning = (string?)null,
            GjordAv = "inte känt",
            Registrerad = filen.Avslutad!.Value,
        }).ToList();
        if (nya.Count > 0) { await db.ExecuteAsync(RegistreraKontrollHandler.LaggInSql, nya, cancellationToken); }
        var rattade = _skrivs.Where(s => s.Kontroll.Rattas is not null).Select(s => new { Id = s.Kontroll.Rattas, Resultat = s.Kontroll.Resultat?.ToString() }).ToList();
        if (rattade.Count > 0) { await db.ExecuteAsync(RattaSql, rattade, cancellationToken); }
    }

    private DateOnly? Dag(Radlasare lasare, Kontrollkolumn kolumn, Importutforare? kand)
    {
        var gjord = lasare.Datum(kolumn.Gjord);
        if (kand is { Egen: false })
        {
            lasare.LaggFel(kolumn.Gjord, "Utföraren har avtal eller enheter bara med andra nämnder, som kontrollerar den. Töm cellerna för kontrollen.");
            return null;
        }
        if (gjord is null)
        {
            if (lasare.Text(kolumn.Gjord) is null) { lasare.LaggFel(kolumn.Gjord, "Saknas. Ange vilken dag kontrollen gjordes, eller töm resultatet."); }
            return null;
        }
        if (Kontrollregler.Prova(gjord.Value, null, null, null, idag) is not [var hinder, ..]) { return gjord; }
        lasare.LaggFel(kolumn.Gjord, $"\u201D{gjord.Value.Iso()}\u201D. {hinder.Text}");
        return null;
    }

    private static bool TolkaResultat(string? text, out Kontrollresultat resultat) => Uppraknat.TryTolka(text, Kontrollsorter.Text, out resultat);

    private sealed record Filen
    {
        public string Filnamn { get; init; } = "";

        public DateTimeOffset? Avslutad { get; init; }
    }
}
