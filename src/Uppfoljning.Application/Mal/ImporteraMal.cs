using System.Security.Cryptography;
using System.Text;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Import;
using Uppfoljning.Domain;
using K = Uppfoljning.Application.Mal.Malkolumner;

namespace Uppfoljning.Application.Mal;

/// <summary>Provar fullmäktiges mål ur styrningens fil eller en tabell; inget förs in.</summary>
[Kraver(Roll.Administrator)]
public sealed record StyrningsprovningQuery(Stream? Fil, string? Checksumma = null) : IQuery<Malprovning>, IKommunbunden;

/// <summary>Sidan där administratören väljer styrningens fil.</summary>
[Kraver(Roll.Administrator)]
public sealed record MalimportformularQuery : IQuery<Unit>, IKommunbunden;

/// <summary>Provar en nämnds målbilaga, eller dess indikatorer med värden; inget förs in.</summary>
[Kraver(Namndmalsuppgifter.Skoter)]
public sealed record MalbilageprovningQuery(Guid NamndId, Stream? Fil, string? Checksumma = null) : IQuery<Malprovning>, INamndbunden;

/// <summary>För in fullmäktiges mål: allt eller inget. Samma fil igen ändrar ingenting.</summary>
[Kraver(Roll.Administrator)]
public sealed record InforStyrningCommand : ICommand<Unit>, IKommunbunden
{
    public string Checksumma { get; init; } = "";

    public string? Avtryck { get; init; }
}

/// <summary>För in en nämnds målbilaga, eller dess indikatorer med värden: allt eller inget. Samma fil igen ändrar ingenting.</summary>
[Kraver(Namndmalsuppgifter.Skoter)]
public sealed record InforMalbilagaCommand : ICommand<Unit>, INamndbunden
{
    public Guid NamndId { get; init; }

    public string Checksumma { get; init; } = "";

    public string? Avtryck { get; init; }
}

public sealed class MalimportHandler(DbSession db, IFillager lager)
    : IRequestHandler<StyrningsprovningQuery, Result<Malprovning>>, IRequestHandler<MalbilageprovningQuery, Result<Malprovning>>,
        IRequestHandler<InforStyrningCommand, Result<Unit>>, IRequestHandler<InforMalbilagaCommand, Result<Unit>>,
        IRequestHandler<MalimportformularQuery, Result<Unit>>
{
    private const string OmradenSql = "SELECT Id, Namn, Dimension AS Vad, Ordning FROM Malomrade ORDER BY Ordning";
    private const string FullmaktigeSql = """
        SELECT f.Id, f.Namn, f.MalomradeId AS OverordnatId, o.Namn AS Overordnat, f.Ordning
        FROM Fullmaktigemal f
        LEFT JOIN Malomrade o ON o.Id = f.MalomradeId
        ORDER BY f.Ordning
        """;

    private const string NamndmalSql = """
        SELECT m.Id, m.Namn, m.FullmaktigemalId AS OverordnatId, f.Namn AS Overordnat, m.VadFoljsUpp AS Vad, m.Arbetssatt
        FROM Namndmal m
        LEFT JOIN Fullmaktigemal f ON f.Id = m.FullmaktigemalId
        WHERE m.NamndId = @NamndId
        ORDER BY m.Namn, m.Id
        """;

    private const string NyttOmradeSql = "INSERT INTO Malomrade (Id, Namn, Dimension, Ordning) VALUES (@Id, @Namn, @Vad, @Ordning)";
    private const string AndraOmradeSql = "UPDATE Malomrade SET Dimension = @Vad WHERE Id = @Id";
    private const string NyttFullmaktigeSql = "INSERT INTO Fullmaktigemal (Id, MalomradeId, Namn, Ordning) VALUES (@Id, @OverordnatId, @Namn, @Ordning)";
    private const string AndraFullmaktigeSql = "UPDATE Fullmaktigemal SET MalomradeId = @OverordnatId WHERE Id = @Id";
    private const string AndraNamndmalSql = "UPDATE Namndmal SET FullmaktigemalId = @OverordnatId, VadFoljsUpp = @Vad, Arbetssatt = @Arbetssatt WHERE Id = @Id";
    private const string HojVersionSql = "UPDATE Arende SET Version = Version + 1 WHERE Id = @Id";

    public Task<Result<Unit>> Handle(MalimportformularQuery request, CancellationToken cancellationToken) => Task.FromResult(Result<Unit>.Ok(Unit.Value));

    public async Task<Result<Malprovning>> Handle(StyrningsprovningQuery request, CancellationToken cancellationToken)
    {
        var (forslag, hinder) = await StyrningAsync(request.Fil, request.Checksumma, cancellationToken);
        return forslag is null ? Result<Malprovning>.Refused(hinder) : Result<Malprovning>.Ok(forslag.Provning);
    }

    public async Task<Result<Malprovning>> Handle(MalbilageprovningQuery request, CancellationToken cancellationToken)
    {
        if (await Importnamnd.LasAsync(db, request.NamndId, cancellationToken) is not { } namnd) { return Result<Malprovning>.NotFound(); }
        var (forslag, hinder) = await MalbilagaAsync(namnd, request.Fil, request.Checksumma, cancellationToken);
        return forslag is null
            ? Result<Malprovning>.Refused(hinder)
            : Result<Malprovning>.Ok(forslag.Provning with { NamndId = namnd.Id, Namnd = namnd.Namn });
    }

    public async Task<Result<Unit>> Handle(InforStyrningCommand request, CancellationToken cancellationToken)
    {
        var (forslag, hinder) = await StyrningAsync(null, request.Checksumma, cancellationToken);
        if (forslag is null) { return Result<Unit>.Refused(hinder); }
        if (Andrat(forslag, request.Avtryck) is { } andrat) { return Result<Unit>.Refused(andrat); }

        await SkrivAsync(NyttOmradeSql, forslag.Nya(Malslag.Omrade), cancellationToken);
        await SkrivAsync(AndraOmradeSql, forslag.Andrade(Malslag.Omrade), cancellationToken);
        await SkrivAsync(NyttFullmaktigeSql, forslag.Nya(Malslag.Fullmaktigemal), cancellationToken);
        await SkrivAsync(AndraFullmaktigeSql, forslag.Andrade(Malslag.Fullmaktigemal), cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Fullmäktiges mål införda", $"Fullmäktiges mål införda: {Antal(forslag.Provning)}.",
            new { request.Checksumma, forslag.Provning.Nya, forslag.Provning.Andrade, forslag.Provning.Lika }));
    }

    public async Task<Result<Unit>> Handle(InforMalbilagaCommand request, CancellationToken cancellationToken)
    {
        if (await Importnamnd.LasAsync(db, request.NamndId, cancellationToken) is not { } namnd) { return Result<Unit>.NotFound(); }
        var (forslag, hinder) = await MalbilagaAsync(namnd, null, request.Checksumma, cancellationToken);
        if (forslag is null) { return Result<Unit>.Refused(hinder); }
        if (Andrat(forslag, request.Avtryck) is { } andrat) { return Result<Unit>.Refused(andrat); }

        var fakta = new { request.Checksumma, forslag.Provning.Nya, forslag.Provning.Andrade, forslag.Provning.Lika };
        if (forslag.Indikatorer is { } indikatorer)
        {
            await SkrivAsync(HojVersionSql, indikatorer.Mal, cancellationToken);
            await indikatorer.SkrivAsync(db, cancellationToken);
            return Result<Unit>.Ok(Unit.Value, new AuditEntry("Indikatorer införda", $"Indikatorer införda ur en fil: {Antal(forslag.Provning)}.", fakta, PerArende: indikatorer.Handelser()));
        }

        var (nya, andrade) = (forslag.Nya(Malslag.Namndmal), forslag.Andrade(Malslag.Namndmal));
        await NamndmalHandler.LaggInAsync(db,
            [.. nya.Select(m => new { m.Id, request.NamndId, FullmaktigemalId = m.OverordnatId, m.Namn, VadFoljsUpp = m.Vad, m.Arbetssatt })], cancellationToken);
        await SkrivAsync(HojVersionSql, andrade, cancellationToken);
        await SkrivAsync(AndraNamndmalSql, andrade, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Målbilaga införd", $"Nämndmål införda ur en målbilaga: {Antal(forslag.Provning)}.", fakta,
            PerArende:
            [
                .. nya.Select(m => new AuditEntry("Nämndmål inlagt", "Inläst ur nämndens målbilaga.", ArendeId: m.Id)),
                .. andrade.Select(m => new AuditEntry("Nämndmål ändrat", Registerimport.Mening("Ändrat av nämndens målbilaga.", forslag.Andringar(m.Id)), ArendeId: m.Id)),
            ]));
    }

    private async Task<(Forslag? Forslag, IReadOnlyList<Hinder> Hinder)> StyrningAsync(Stream? strom, string? summa, CancellationToken cancellationToken)
    {
        var (innehall, checksumma, saknas) = await Malfil.HamtaAsync(lager, strom, summa, cancellationToken);
        if (innehall is null) { return (null, saknas); }
        var (fil, hinder) = Malfil.LasStyrning(innehall);
        if (fil is null) { return (null, hinder); }

        var omraden = await db.QueryAsync<Post>(OmradenSql, null, cancellationToken);
        var mal = await db.QueryAsync<Post>(FullmaktigeSql, null, cancellationToken);
        var forslag = new Forslag();
        foreach (var (namn, dimension) in fil.Omraden) { forslag.Jamfor(Malslag.Omrade, new Post { Namn = namn, Vad = dimension }, omraden); }
        var alla = omraden.Concat(forslag.Nya(Malslag.Omrade)).ToList();
        foreach (var (namn, omrade) in fil.Fullmaktigemal)
        {
            var over = omrade is null ? null : alla.Find(o => Samma(o.Namn, omrade));
            forslag.Jamfor(Malslag.Fullmaktigemal, new Post { Namn = namn, OverordnatId = over?.Id, Overordnat = over?.Namn }, mal);
        }
        return (forslag.Klart(checksumma, fil), []);
    }

    private async Task<(Forslag? Forslag, IReadOnlyList<Hinder> Hinder)> MalbilagaAsync(Importnamnd namnd, Stream? strom, string? summa, CancellationToken cancellationToken)
    {
        var (innehall, checksumma, saknas) = await Malfil.HamtaAsync(lager, strom, summa, cancellationToken);
        if (innehall is null) { return (null, saknas); }
        var (fil, hinder) = Malfil.LasMalbilaga(innehall, namnd);
        if (fil is null) { return (null, hinder); }

        var forslag = new Forslag();
        if (fil.Indikatorer.Count > 0)
        {
            forslag.Indikatorer = await Indikatorimport.LasAsync(db, namnd.Id, cancellationToken);
            foreach (var rad in fil.Indikatorer) { forslag.Lagg(forslag.Indikatorer.Jamfor(rad)); }
            return forslag.Indikatorer.Fel.Count > 0 ? (null, Malfil.Visade(forslag.Indikatorer.Fel)) : (forslag.Klart(checksumma, fil), []);
        }

        var mal = await db.QueryAsync<Post>(NamndmalSql, new { NamndId = namnd.Id }, cancellationToken);
        var fullmaktige = fil.Namndmal.Any(m => m.Fullmaktigemal is not null) ? await db.QueryAsync<Post>(FullmaktigeSql, null, cancellationToken) : [];
        var fel = new List<Hinder>();
        foreach (var rad in fil.Namndmal)
        {
            var over = rad.Fullmaktigemal is { } sokt ? fullmaktige.FirstOrDefault(f => Samma(f.Namn, sokt)) : null;
            if (rad.Fullmaktigemal is { } namn && over is null)
            {
                fel.Add(new("malfil", $"Rad {rad.Nr}, {K.Fullmaktigemal}: Fullmäktige har inget mål som heter \u201D{Radlasare.Kort(namn)}\u201D. Skriv det så som det står i listan över fullmäktiges mål, eller töm cellen.", Falt: "Fil"));
            }
            forslag.Jamfor(Malslag.Namndmal, new Post { Namn = rad.Namn, OverordnatId = over?.Id, Overordnat = over?.Namn, Vad = rad.Vad, Arbetssatt = rad.Arbetssatt }, mal);
        }
        return fel.Count > 0 ? (null, Malfil.Visade(fel)) : (forslag.Klart(checksumma, fil), []);
    }

    private static bool Samma(string iRegistret, string iFilen) => string.Equals(Jamforelse.Rensad(iRegistret), iFilen, StringComparison.OrdinalIgnoreCase);

    private Task<int> SkrivAsync(string sql, IReadOnlyCollection<object> rader, CancellationToken cancellationToken) =>
        rader.Count == 0 ? Task.FromResult(0) : db.ExecuteAsync(sql, rader, cancellationToken);

    private static Hinder? Andrat(Forslag forslag, string? avtryck) => avtryck is null || avtryck == forslag.Provning.Avtryck
        ? null
        : new("andrat-emellan", "Målen har ändrats sedan filen provades. Prova filen igen och se vad som skulle hända nu.");

    private static string Antal(Malprovning p) => $"{p.Nya} nya, {p.Andrade} ändrade, {p.Lika} oförändrade";

    private enum Malslag
    {
        Omrade,
        Fullmaktigemal,
        Namndmal,
    }

    /// <summary>Det som filen lämnar tomt är inte känt i filen; det raderar inte det som är känt i registret.</summary>
    private sealed class Forslag
    {
        private readonly List<Malprovningsrad> _rader = [];
        private readonly List<(Malslag Slag, Post Post)> _nya = [];
        private readonly List<(Malslag Slag, Post Post, IReadOnlyList<Andring> Andringar)> _andrade = [];

        /// <summary>Indikatorerna, när filen har sådana i stället för mål.</summary>
        public Indikatorimport? Indikatorer { get; set; }

        public Malprovning Provning { get; private set; } = null!;

        public IReadOnlyList<Post> Nya(Malslag slag) => [.. _nya.Where(n => n.Slag == slag).Select(n => n.Post)];

        public IReadOnlyList<Post> Andrade(Malslag slag) => [.. _andrade.Where(n => n.Slag == slag).Select(n => n.Post)];

        public IReadOnlyList<Andring> Andringar(Guid id) => _andrade.Find(a => a.Post.Id == id).Andringar;

        public void Lagg(Malprovningsrad rad) => _rader.Add(rad);

        public void Jamfor(Malslag slag, Post post, IReadOnlyList<Post> finns)
        {
            if (finns.FirstOrDefault(f => Samma(f.Namn, post.Namn)) is not { } fore)
            {
                _nya.Add((slag, post with { Id = Guid.CreateVersion7(), Ordning = finns.Select(f => f.Ordning).DefaultIfEmpty().Max() + _nya.Count(n => n.Slag == slag) + 1 }));
                _rader.Add(new(Text(slag), post.Namn, Malutfall.Nytt, []));
                return;
            }
            var efter = fore with
            {
                OverordnatId = post.OverordnatId ?? fore.OverordnatId,
                Overordnat = post.Overordnat ?? fore.Overordnat,
                Vad = Registerimport.Behall(post.Vad, fore.Vad),
                Arbetssatt = Registerimport.Behall(post.Arbetssatt, fore.Arbetssatt),
            };
            List<Andring> andringar =
            [
                .. Malandring.Om(slag == Malslag.Namndmal ? K.Fullmaktigemal : K.Malomrade, fore.Overordnat, efter.Overordnat),
                .. Malandring.Om(slag == Malslag.Omrade ? K.Dimension : K.VadFoljsUpp, fore.Vad, efter.Vad),
                .. Malandring.Om(K.Arbetssatt, fore.Arbetssatt, efter.Arbetssatt),
            ];
            if (andringar.Count > 0) { _andrade.Add((slag, efter, andringar)); }
            _rader.Add(new(Text(slag), fore.Namn, andringar.Count > 0 ? Malutfall.Andras : Malutfall.Lika, andringar));
        }

        public Forslag Klart(string checksumma, Malfil fil)
        {
            var vad = string.Join('\n', _rader.Select(r => $"{r.Utfall} {r.Vad} {r.Namn} {string.Join("; ", r.Andringar)}"));
            Provning = new Malprovning(checksumma, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(vad))), _rader, fil.Ovrigt, null, null) { Varningar = fil.Varningar };
            return this;
        }

        private static string Text(Malslag slag) => slag switch
        {
            Malslag.Omrade => "Målområde",
            Malslag.Fullmaktigemal => "Fullmäktigemål",
            _ => "Nämndmål",
        };
    }

    private sealed record Post
    {
        public Guid Id { get; init; }

        public string Namn { get; init; } = "";

        /// <summary>Målområdet som ett fullmäktigemål hör till, eller fullmäktigemålet som ett nämndmål bidrar till.</summary>
        public Guid? OverordnatId { get; init; }

        public string? Overordnat { get; init; }

        public string? Vad { get; init; }

        public string? Arbetssatt { get; init; }

        public int Ordning { get; init; }
    }
}

/// <summary>Hur en ändring ur en fil med mål sägs.</summary>
internal static class Malandring
{
    public static IEnumerable<Andring> Om(object kolumn, string? fore, string? efter) => fore == efter ? [] : [new(kolumn.ToString()!, fore, efter)];
}
