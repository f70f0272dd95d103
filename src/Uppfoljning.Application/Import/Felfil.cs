using System.Globalization;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Import;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Import;

/// <summary>
/// Den mottagna filen som CSV med två kolumner till, Rad och Fel: för att rätta i Excel och lämna igen. De två kolumnerna läses inte in.
/// </summary>
[Kraver(Importratt.Nagon)]
public sealed record FelfilQuery : IQuery<Nedladdning>, IImportbunden
{
    public Guid NamndId { get; init; }

    public Guid ImportId { get; init; }

    /// <summary>Bara raderna med fel eller varning, i stället för hela filen.</summary>
    public bool BaraProblem { get; init; }
}

/// <summary>En fil att ladda ner.</summary>
public sealed record Nedladdning(string Filnamn, byte[] Innehall) : ILoggadLasning
{
    public AuditEntry? Lasning => new("Fil hämtad", $"Filen {Filnamn} hämtad.", new { Fil = Filnamn });
}

public sealed class FelfilHandler(DbSession db, IFillager lager, TimeProvider clock) : IRequestHandler<FelfilQuery, Result<Nedladdning>>
{
    public async Task<Result<Nedladdning>> Handle(FelfilQuery request, CancellationToken cancellationToken)
    {
        var namnd = await Importnamnd.LasAsync(db, request.NamndId, cancellationToken);
        var post = await Importpost.LasAsync(db, request.NamndId, request.ImportId, cancellationToken);
        if (namnd is null || post is not { Vantar: true }) { return Result<Nedladdning>.NotFound(); }

        var (provning, hinder) = await Provning.GorAsync(db, lager, namnd, post, clock.Idag(), cancellationToken);
        return provning is { } p
            ? Result<Nedladdning>.Ok(new($"{Path.GetFileNameWithoutExtension(post.Filnamn)}-fel.csv", Innehall(p.Fil, p.Tolkning, request.BaraProblem)))
            : Result<Nedladdning>.Refused(hinder);
    }

    private static byte[] Innehall(Importfil fil, Importtolkning tolkning, bool baraProblem)
    {
        var kolumner = Enumerable.Range(0, fil.Rubriker.Count).Where(i => Kolumn.Nyckel(fil.Rubriker[i]) is not ("rad" or "fel")).ToList();
        var rader = fil.Rader.Zip(tolkning.Rader)
            .Where(par => !baraProblem || par.Second.HarProblem)
            .Select(par => (IReadOnlyList<string>)
            [
                .. kolumner.Select(i => i < par.First.Celler.Length ? Celltext.Skyddad(Celltext.Oskyddad(par.First.Celler[i])) : ""),
                par.Second.Nr.ToString(CultureInfo.InvariantCulture),
                Celltext.Skyddad(string.Join(" ", par.Second.Fel.Select(f => $"Fel: {f}").Concat(par.Second.Varningar.Select(v => $"Varning: {v}")))),
            ]);
        return Csvfil.Fil(Csvfil.Skriv(rader.Prepend([.. kolumner.Select(i => fil.Rubriker[i]), "Rad", "Fel"])));
    }
}

/// <summary>Tomma filer med de rubriker som registret känner.</summary>
public static class Importmall
{
    public static Nedladdning For(Importsort sort) => new(
        $"mall-{sort.Stig()}.csv",
        Csvfil.Fil(Csvfil.Skriv([[.. Kolumnkarta.Kolumner(sort).Select(k => k.Namn)]])));

    /// <summary>Rubrikerna i den ordning de visas, utom de frivilliga.</summary>
    public static IEnumerable<string> Rubriker(Importsort sort) => Kolumnkarta.Kolumner(sort).Where(k => !k.Frivillig).Select(k => k.Namn);
}
