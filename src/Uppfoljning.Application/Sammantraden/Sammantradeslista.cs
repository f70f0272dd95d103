using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Sammantraden;

/// <summary>Sammanträdena i de nämnder där användaren arbetar: nästa först, sedan de hållna med det senaste först.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record SammantradeslistaQuery : IQuery<Sammantradeslista>, INamndfiltrerad, IPaged
{
    public Guid? Namnd { get; init; }

    public int? Ar { get; init; }

    public Sammantradesurval Visa { get; init; }

    public int Sida { get; init; } = 1;

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public enum Sammantradesurval
{
    Alla,
    Kommande,
    Hallna,
}

/// <summary>KanLaggaIn: nämnderna där användaren är nämndsekreterare.</summary>
public sealed record Sammantradeslista(
    Page<Sammantradesrad> Sida, IReadOnlyList<Namndval> Namnder, IReadOnlyList<int> Ar, DateOnly Idag, IReadOnlyList<Namndval> KanLaggaIn);

public sealed record Sammantradesrad
{
    public Guid Id { get; init; }

    public string Namnd { get; init; } = "";

    public DateOnly Datum { get; init; }

    public string? Tid { get; init; }

    public DateOnly? SistaHandlingsdag { get; init; }

    public string? Plats { get; init; }

    public bool Installt { get; init; }

    public int AntalBeslut { get; init; }
}

public sealed class SammantradeslistaHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<SammantradeslistaQuery, Result<Sammantradeslista>>
{
    private const string FranDel = """
        FROM Sammantrade s
        JOIN Namnd n ON n.Id = s.NamndId
        WHERE s.NamndId IN @Namnder
        """;

    private const string KolumnerDel = """
        s.Id, n.Namn AS Namnd, s.Datum, s.Tid, s.SistaHandlingsdag, s.Plats, s.Installt,
        (SELECT COUNT(*) FROM Uppfoljningsplan p WHERE p.NamndId = s.NamndId AND (p.Sammantrade = s.Datum
            OR EXISTS (SELECT 1 FROM Planversion v WHERE v.PlanId = p.Id AND v.Sammantrade = s.Datum AND v.Paragraf NOT LIKE 'del. %'))) AS AntalBeslut
        """;

    internal const string OrdningDel = "CASE WHEN s.Datum >= @Idag THEN 0 ELSE 1 END, CASE WHEN s.Datum >= @Idag THEN s.Datum END, s.Datum DESC, n.Namn, s.Id";

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private const string ArSql = "SELECT MIN(Datum) AS Forsta, MAX(Datum) AS Sista FROM Sammantrade WHERE NamndId IN @Namnder";

    public async Task<Result<Sammantradeslista>> Handle(SammantradeslistaQuery request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        var (lista, filter) = Urval(request, idag);
        var antal = await db.SingleOrDefaultAsync<int>(lista.Antal(), filter, cancellationToken);
        var sida = Page<Sammantradesrad>.Inom(request.Sida, antal);
        (filter["Offset"], filter["Limit"]) = (Page<Sammantradesrad>.Offset(sida), Page<Sammantradesrad>.Storlek);
        var rader = await db.QueryAsync<Sammantradesrad>(lista.Sida(KolumnerDel, OrdningDel), filter, cancellationToken);

        var namnder = await db.QueryAsync<Namndval>(NamnderSql, new { request.Namnder }, cancellationToken);
        var span = await db.SingleOrDefaultAsync<Span>(ArSql, new { request.Namnder }, cancellationToken);
        return Result<Sammantradeslista>.Ok(new Sammantradeslista(
            new Page<Sammantradesrad>(rader, antal, sida), namnder, Aren(span), idag,
            [.. namnder.Where(n => anvandare.Har(n.Id, Sammantradesuppgifter.Skoter))]));
    }

    /// <summary>Det filtrerade urvalet, lika för sidan och för exporten.</summary>
    internal static (SqlList Fran, Dictionary<string, object?> Parametrar) Urval(SammantradeslistaQuery request, DateOnly idag)
    {
        var ar = Ar(request);
        var lista = new SqlList(FranDel)
            .Och(request.Namnd is not null, "s.NamndId = @Namnd")
            .Och(ar is not null, "s.Datum >= @Fran AND s.Datum <= @Till")
            .Och(request.Visa == Sammantradesurval.Kommande, "s.Datum >= @Idag")
            .Och(request.Visa == Sammantradesurval.Hallna, "s.Datum < @Idag AND s.Installt = 0");
        return (lista, new()
        {
            ["Namnder"] = request.Namnder,
            ["Namnd"] = request.Namnd,
            ["Fran"] = new DateOnly(ar ?? Datumtext.MinstAr, 1, 1),
            ["Till"] = new DateOnly(ar ?? Datumtext.StorstAr, 12, 31),
            ["Idag"] = idag,
        });
    }

    /// <summary>Året som urvalet gäller; ett år som inte går att skriva som datum är inget urval.</summary>
    internal static int? Ar(SammantradeslistaQuery request) => request.Ar is >= Datumtext.MinstAr and <= Datumtext.StorstAr ? request.Ar : null;

    /// <summary>Åren från det första till det sista sammanträdet, det senaste först.</summary>
    private static List<int> Aren(Span? span) => span is { Forsta: { } forsta, Sista: { } sista }
        ? [.. Enumerable.Range(forsta.Year, sista.Year - forsta.Year + 1).Reverse()]
        : [];

    private sealed record Span
    {
        public DateOnly? Forsta { get; init; }

        public DateOnly? Sista { get; init; }
    }
}

/// <summary>Det som formuläret för ett nytt sammanträde visar.</summary>
[Kraver(Sammantradesuppgifter.Skoter)]
public sealed record SammantradesformularQuery(Guid NamndId) : IQuery<Sammantradesformular>, INamndbunden;

public sealed record Sammantradesformular(Guid NamndId, string Namnd, IReadOnlyList<string> Platser);

public sealed class SammantradesformularHandler(DbSession db) : IRequestHandler<SammantradesformularQuery, Result<Sammantradesformular>>
{
    private const string NamndSql = "SELECT Namn FROM Namnd WHERE Id = @NamndId";
    private const string PlatserSql = "SELECT DISTINCT Plats FROM Sammantrade WHERE NamndId = @NamndId AND Plats IS NOT NULL ORDER BY Plats";

    public async Task<Result<Sammantradesformular>> Handle(SammantradesformularQuery request, CancellationToken cancellationToken)
    {
        var namnd = await db.SingleOrDefaultAsync<string>(NamndSql, new { request.NamndId }, cancellationToken);
        return namnd is null
            ? Result<Sammantradesformular>.NotFound()
            : Result<Sammantradesformular>.Ok(new Sammantradesformular(request.NamndId, namnd,
                await db.QueryAsync<string>(PlatserSql, new { request.NamndId }, cancellationToken)));
    }
}
