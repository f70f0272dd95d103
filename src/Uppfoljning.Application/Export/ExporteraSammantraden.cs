using System.Globalization;
using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Sammantraden;
using Uppfoljning.Domain.Kalender;
using K = Uppfoljning.Application.Import.Sammantradeskolumner;

namespace Uppfoljning.Application.Export;

/// <summary>Sammanträdena som fil: samma nämnder, filter och ordning som på sidan, med importens rubriker så att filen går att läsa in igen.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ExporteraSammantradenQuery(SammantradeslistaQuery Lista, Filformat Format) : IQuery<Exportfil>, INamndfiltrerad
{
    IReadOnlyList<Guid> INamndfiltrerad.Namnder
    {
        get => Lista.Namnder;
        set => Lista.Namnder = value;
    }
}

public sealed class ExporteraSammantradenHandler(DbSession db, ITabellfil filer, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<ExporteraSammantradenQuery, Result<Exportfil>>
{
    private const string KolumnerDel = "n.Namn AS Namnd, s.Datum, s.Tid, s.SistaHandlingsdag, s.Plats, s.Installt, s.InstalltSkal";

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    // Klockslaget skrivs med kolon: så skriver kalkylarken själva det, i alla språk.
    private static readonly IReadOnlyList<Exportkolumn<Rad>> Kolumner =
    [
        Exportkolumn<Rad>.Text(K.Namnd, 28, s => s.Namnd),
        Exportkolumn<Rad>.Datum(K.Datum, s => s.Datum),
        Exportkolumn<Rad>.Text(K.Tid, 8, s => s.Tid),
        Exportkolumn<Rad>.Datum(K.SistaHandlingsdag, s => s.SistaHandlingsdag),
        Exportkolumn<Rad>.Text(K.Plats, 36, s => s.Plats),
        Exportkolumn<Rad>.Text(K.Installt, 10, s => s.Installt ? "Ja" : "Nej"),
        Exportkolumn<Rad>.Text(K.InstalltSkal, 50, s => s.InstalltSkal),
    ];

    public async Task<Result<Exportfil>> Handle(ExporteraSammantradenQuery request, CancellationToken cancellationToken)
    {
        var lista = request.Lista;
        var namnder = await db.QueryAsync<Namndval>(NamnderSql, new { lista.Namnder }, cancellationToken);
        var (fran, parametrar) = SammantradeslistaHandler.Urval(lista, clock.Idag());
        var rader = db.StreamAsync<Rad>(fran.Alla(KolumnerDel, SammantradeslistaHandler.OrdningDel), parametrar, cancellationToken);
        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(
            filer, request.Format,
            new Exportlista("Sammanträden", "Nästa först, sedan de hållna med det senaste först", [.. Urval(lista)])
            {
                Upplysningar = [("Läsa in igen", "Filen går att läsa in igen under Import, en nämnd i taget. Ett sammanträde känns igen på dagen. En tom cell ändrar inget; det som står i filen ersätter det som står i registret.")],
            },
            Kolumner, rader, lista.Namnder, namnder.Where(n => lista.Namnd is null || n.Id == lista.Namnd).Select(n => n.Namn), anvandare, clock.GetUtcNow(), cancellationToken));
    }

    private static IEnumerable<(string, string)> Urval(SammantradeslistaQuery lista)
    {
        if (SammantradeslistaHandler.Ar(lista) is { } ar) { yield return ("År", ar.ToString(CultureInfo.InvariantCulture)); }
        if (lista.Visa != Sammantradesurval.Alla) { yield return ("Visa", lista.Visa == Sammantradesurval.Kommande ? "Bara kommande" : "Bara hållna"); }
    }

    private sealed record Rad
    {
        public string Namnd { get; init; } = "";

        public DateOnly Datum { get; init; }

        public string? Tid { get; init; }

        public DateOnly? SistaHandlingsdag { get; init; }

        public string? Plats { get; init; }

        public bool Installt { get; init; }

        public string? InstalltSkal { get; init; }
    }
}
