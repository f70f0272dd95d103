using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Mal;
using K = Uppfoljning.Application.Mal.Malkolumner;

namespace Uppfoljning.Application.Export;

/// <summary>Nämndmålen som fil: samma nämnder, filter och ordning som på sidan, med målbilagans rubriker så att filen går att läsa in igen.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ExporteraNamndmalQuery(MallistaQuery Lista, Filformat Format) : IQuery<Exportfil>, INamndfiltrerad
{
    IReadOnlyList<Guid> INamndfiltrerad.Namnder
    {
        get => Lista.Namnder;
        set => Lista.Namnder = value;
    }
}

public sealed class ExporteraNamndmalHandler(DbSession db, ITabellfil filer, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<ExporteraNamndmalQuery, Result<Exportfil>>
{
    private const string KolumnerDel = "n.Namn AS Namnd, m.Namn, f.Namn AS Fullmaktigemal, m.VadFoljsUpp, m.Arbetssatt";

    private static readonly IReadOnlyList<Exportkolumn<Rad>> Kolumner =
    [
        Exportkolumn<Rad>.Text(K.Namnd, 28, m => m.Namnd),
        Exportkolumn<Rad>.Text(K.Mal, 50, m => m.Namn),
        Exportkolumn<Rad>.Text(K.Fullmaktigemal, 40, m => m.Fullmaktigemal),
        Exportkolumn<Rad>.Flerradig(K.VadFoljsUpp, 50, m => m.VadFoljsUpp),
        Exportkolumn<Rad>.Flerradig(K.Arbetssatt, 50, m => m.Arbetssatt),
    ];

    public async Task<Result<Exportfil>> Handle(ExporteraNamndmalQuery request, CancellationToken cancellationToken)
    {
        var lista = request.Lista;
        var urval = await Malurval.LasAsync(db, lista, cancellationToken);
        var rader = db.StreamAsync<Rad>(MallistaHandler.Urval(MallistaHandler.NamndmalDel, lista).Alla(KolumnerDel, MallistaHandler.OrdningDel), MallistaHandler.Parametrar(lista), cancellationToken);
        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(
            filer, request.Format,
            new Exportlista("Nämndmål", "Nämnd och mål", urval.Urval)
            {
                Upplysningar = [("Läsa in igen", "Filen går att läsa in igen som målbilaga, en nämnd i taget. Ett mål känns igen på sin text. En tom cell ändrar inget; det som står i filen ersätter det som står i registret.")],
            },
            Kolumner, rader, lista.Namnder, urval.Namnder, anvandare, clock.GetUtcNow(), cancellationToken));
    }

    private sealed record Rad
    {
        public string Namnd { get; init; } = "";

        public string Namn { get; init; } = "";

        public string? Fullmaktigemal { get; init; }

        public string? VadFoljsUpp { get; init; }

        public string? Arbetssatt { get; init; }
    }
}

/// <summary>Vad listan över mål är filtrerad på, i ord.</summary>
internal sealed record Malurval(IReadOnlyList<(string, string)> Urval, IReadOnlyList<string> Namnder)
{
    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private const string FullmaktigemalSql = "SELECT Namn FROM Fullmaktigemal WHERE Id = @Fullmaktigemal";

    public static async Task<Malurval> LasAsync(DbSession db, MallistaQuery lista, CancellationToken cancellationToken)
    {
        var namnder = await db.QueryAsync<Namndval>(NamnderSql, new { lista.Namnder }, cancellationToken);
        var fullmaktigemal = lista.Fullmaktigemal is null ? null : await db.SingleOrDefaultAsync<string>(FullmaktigemalSql, new { lista.Fullmaktigemal }, cancellationToken);
        return new(fullmaktigemal is null ? [] : [("Fullmäktigemål", fullmaktigemal)], [.. namnder.Where(n => lista.Namnd is null || n.Id == lista.Namnd).Select(n => n.Namn)]);
    }
}
