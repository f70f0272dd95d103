using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Mal;

/// <summary>Provar fullmäktiges mål ur styrningens fil; inget förs in.</summary>
[Kraver(Roll.Administrator)]
public sealed record StyrningsprovningQuery(Stream? Fil, string? Checksumma = null) : IQuery<Malprovning>, IKommunbunden;

/// <summary>Sidan där administratören väljer styrningens fil.</summary>
[Kraver(Roll.Administrator)]
public sealed record MalimportformularQuery : IQuery<Unit>, IKommunbunden;

/// <summary>Provar en nämnds målbilaga; inget förs in.</summary>
[Kraver(Namndmalsuppgifter.Skoter)]
public sealed record MalbilageprovningQuery(Guid NamndId, Stream? Fil, string? Checksumma = null) : IQuery<Malprovning>, INamndbunden;

/// <summary>För in fullmäktiges mål: allt eller inget. Samma fil igen ändrar ingenting.</summary>
[Kraver(Roll.Administrator)]
public sealed record InforStyrningCommand : ICommand<Unit>, IKommunbunden
{
    public string Checksumma { get; init; } = "";

    public string? Avtryck { get; init; }
}

/// <summary>För in en nämnds målbilaga: allt eller inget. Samma fil igen ändrar ingenting.</summary>
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
    private const string NamndSql = "SELECT Namn FROM Namnd WHERE Id = @NamndId";
    private const string OmradenSql = "SELECT Id, Namn, Dimension AS Vad FROM Malomrade";
    private const string FullmaktigeSql = "SELECT Id, Namn FROM Fullmaktigemal";
    private const string NamndmalSql = "SELECT Id, Namn, VadFoljsUpp AS Vad, Arbetssatt FROM Namndmal WHERE NamndId = @NamndId";

    private const string NyttOmradeSql = "INSERT INTO Malomrade (Id, Namn, Dimension, Ordning) VALUES (@Id, @Namn, @Vad, @Ordning)";
    private const string AndraOmradeSql = "UPDATE Malomrade SET Dimension = @Vad WHERE Id = @Id";
    private const string NyttFullmaktigeSql = "INSERT INTO Fullmaktigemal (Id, MalomradeId, Namn, Ordning) VALUES (@Id, NULL, @Namn, @Ordning)";
    private const string AndraNamndmalSql = "UPDATE Namndmal SET VadFoljsUpp = @Vad, Arbetssatt = @Arbetssatt WHERE Id = @Id";
    private const string HojVersionSql = "UPDATE Arende SET Version = Version + 1 WHERE Id = @Id";

    public Task<Result<Unit>> Handle(MalimportformularQuery request, CancellationToken cancellationToken) => Task.FromResult(Result<Unit>.Ok(Unit.Value));

    public async Task<Result<Malprovning>> Handle(StyrningsprovningQuery request, CancellationToken cancellationToken)
    {
        var (forslag, hinder) = await StyrningAsync(request.Fil, request.Checksumma, cancellationToken);
        return forslag is null ? Result<Malprovning>.Refused(hinder) : Result<Malprovning>.Ok(forslag.Provning);
    }

    public async Task<Result<Malprovning>> Handle(MalbilageprovningQuery request, CancellationToken cancellationToken)
    {
        var namnd = await db.SingleOrDefaultAsync<string>(NamndSql, new { request.NamndId }, cancellationToken);
        if (namnd is null) { return Result<Malprovning>.NotFound(); }
        var (forslag, hinder) = await MalbilagaAsync(request.NamndId, request.Fil, request.Checksumma, cancellationToken);
        return forslag is null
            ? Result<Malprovning>.Refused(hinder)
            : Result<Malprovning>.Ok(forslag.Provning with { NamndId = request.NamndId, Namnd = namnd });
    }

    public async Task<Result<Unit>> Handle(InforStyrningCommand request, CancellationToken cancellationToken)
    {
        var (forslag, hinder) = await StyrningAsync(null, request.Checksumma, cancellationToken);
        if (forslag is null) { return Result<Unit>.Refused(hinder); }
        if (Andrat(forslag, request.Avtryck) is { } andrat) { return Result<Unit>.Refused(andrat); }

        await SkrivAsync(NyttOmradeSql, forslag.NyaOmraden, cancellationToken);
        await SkrivAsync(AndraOmradeSql, forslag.Andrade, cancellationToken);
        await SkrivAsync(NyttFullmaktigeSql, forslag.Nya, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Fullmäktiges mål införda", $"Fullmäktiges mål införda: {Antal(forslag.Provning)}.",
            new { request.Checksumma, forslag.Provning.Nya, forslag.Provning.Andrade, forslag.Provning.Lika }));
    }

    public async Task<Result<Unit>> Handle(InforMalbilagaCommand request, CancellationToken cancellationToken)
    {
        var (forslag, hinder) = await MalbilagaAsync(request.NamndId, null, request.Checksumma, cancellationToken);
        if (forslag is null) { return Result<Unit>.Refused(hinder); }
        if (Andrat(forslag, request.Avtryck) is { } andrat) { return Result<Unit>.Refused(andrat); }

        await NamndmalHandler.LaggInAsync(db,
            [.. forslag.Nya.Select(m => new { m.Id, request.NamndId, FullmaktigemalId = (Guid?)null, m.Namn, VadFoljsUpp = m.Vad, m.Arbetssatt })], cancellationToken);
        await SkrivAsync(HojVersionSql, forslag.Andrade, cancellationToken);
        await SkrivAsync(AndraNamndmalSql, forslag.Andrade, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Målbilaga införd", $"Nämndmål införda ur en målbilaga: {Antal(forslag.Provning)}.",
            new { request.Checksumma, forslag.Provning.Nya, forslag.Provning.Andrade, forslag.Provning.Lika },
            PerArende:
            [
                .. forslag.Nya.Select(m => new AuditEntry("Nämndmål inlagt", "Inläst ur nämndens målbilaga.", ArendeId: m.Id)),
                .. forslag.Andrade.Select(m => new AuditEntry("Nämndmål ändrat", "Ändrat av nämndens målbilaga.", ArendeId: m.Id)),
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
        foreach (var (namn, dimension) in fil.Omraden)
        {
            forslag.Jamfor("Målområde", new Post { Namn = namn, Vad = dimension, Ordning = omraden.Count + forslag.NyaOmraden.Count + 1 }, omraden, forslag.NyaOmraden);
        }
        foreach (var namn in fil.Fullmaktigemal)
        {
            forslag.Jamfor("Fullmäktigemål", new Post { Namn = namn, Ordning = mal.Count + forslag.Nya.Count + 1 }, mal, forslag.Nya);
        }
        return (forslag.Klart(checksumma, fil.Ovrigt), []);
    }

    private async Task<(Forslag? Forslag, IReadOnlyList<Hinder> Hinder)> MalbilagaAsync(Guid namndId, Stream? strom, string? summa, CancellationToken cancellationToken)
    {
        var (innehall, checksumma, saknas) = await Malfil.HamtaAsync(lager, strom, summa, cancellationToken);
        if (innehall is null) { return (null, saknas); }
        var (fil, hinder) = Malfil.LasMalbilaga(innehall);
        if (fil is null) { return (null, hinder); }

        var mal = await db.QueryAsync<Post>(NamndmalSql, new { NamndId = namndId }, cancellationToken);
        var forslag = new Forslag();
        foreach (var (namn, vad, arbetssatt) in fil.Namndmal)
        {
            forslag.Jamfor("Nämndmål", new Post { Namn = namn, Vad = vad, Arbetssatt = arbetssatt }, mal, forslag.Nya);
        }
        return (forslag.Klart(checksumma, []), []);
    }

    private Task<int> SkrivAsync(string sql, IReadOnlyCollection<Post> rader, CancellationToken cancellationToken) =>
        rader.Count == 0 ? Task.FromResult(0) : db.ExecuteAsync(sql, rader, cancellationToken);

    private static Hinder? Andrat(Forslag forslag, string? avtryck) => avtryck is null || avtryck == forslag.Provning.Avtryck
        ? null
        : new("andrat-emellan", "Målen har ändrats sedan filen provades. Prova filen igen och se vad som skulle hända nu.");

    private static string Antal(Malprovning p) => $"{p.Nya} nya, {p.Andrade} ändrade, {p.Lika} oförändrade";

    /// <summary>Det som filen lämnar tomt är inte känt i filen; det raderar inte det som är känt i registret.</summary>
    private sealed class Forslag
    {
        private readonly List<Malprovningsrad> _rader = [];

        public List<Post> NyaOmraden { get; } = [];

        public List<Post> Nya { get; } = [];

        public List<Post> Andrade { get; } = [];

        public Malprovning Provning { get; private set; } = null!;

        public void Jamfor(string vad, Post post, IReadOnlyList<Post> finns, List<Post> nya)
        {
            var fore = finns.FirstOrDefault(f => string.Equals(f.Namn, post.Namn, StringComparison.OrdinalIgnoreCase));
            var efter = fore is null ? post with { Id = Guid.CreateVersion7() } : fore with { Vad = post.Vad ?? fore.Vad, Arbetssatt = post.Arbetssatt ?? fore.Arbetssatt };
            var utfall = fore is null ? Malutfall.Nytt : efter == fore ? Malutfall.Lika : Malutfall.Andras;
            if (utfall == Malutfall.Nytt) { nya.Add(efter); }
            if (utfall == Malutfall.Andras) { Andrade.Add(efter); }
            _rader.Add(new Malprovningsrad(vad, post.Namn, utfall));
        }

        public Forslag Klart(string checksumma, IReadOnlyList<string> ovrigt)
        {
            var p = new Malprovning(checksumma, "", _rader, ovrigt, null, null);
            Provning = p with { Avtryck = $"{p.Nya}/{p.Andrade}/{p.Lika}" };
            return this;
        }
    }

    private sealed record Post
    {
        public Guid Id { get; init; }

        public string Namn { get; init; } = "";

        public string? Vad { get; init; }

        public string? Arbetssatt { get; init; }

        public int Ordning { get; init; }
    }
}
