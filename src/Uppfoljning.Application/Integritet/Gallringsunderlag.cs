using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Integritet;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Integritet;

/// <summary>
/// Alla nämnders beslut. Det som nämnder delar står kvar så länge någon av dem behöver det: saknar en annan nämnd beslut, bevarar den uppgiften eller har
/// den längre tid är det inte moget här. Den nämnd som har den längsta tiden är den som gallrar.
/// </summary>
internal sealed class Gallringsunderlag
{
    private const string NamnderSql = "SELECT Id FROM Namnd";

    private readonly IReadOnlyList<Guid> _namnder;
    private readonly ILookup<Guid, Gallringsregelrad> _regler;
    private readonly DateOnly _idag;

    private Gallringsunderlag(IReadOnlyList<Guid> namnder, IReadOnlyList<Gallringsregelrad> regler, DateOnly idag)
    {
        _namnder = namnder;
        _regler = regler.ToLookup(r => r.NamndId);
        _idag = idag;
    }

    public static async Task<Gallringsunderlag> LasAsync(DbSession db, DateOnly idag, CancellationToken cancellationToken) => new(
        await db.QueryAsync<Guid>(NamnderSql, null, cancellationToken), await Gallringsregelrad.AllaNamnderAsync(db, cancellationToken), idag);

    /// <summary>Regeln som gäller i nämnden, eller null när inget är beslutat.</summary>
    public Gallringsregelrad? Regel(Guid namndId, Gallringssort sort) => Gallringsregelrad.Gallande(_regler[namndId], sort, _idag);

    /// <summary>Det registrerade beslut som näst börjar gälla.</summary>
    public Gallringsregelrad? Kommande(Guid namndId, Gallringssort sort) =>
        _regler[namndId].Where(r => r.Sort == sort && r.GallerFran > _idag).OrderBy(r => r.GallerFran).ThenByDescending(r => r.Nr).FirstOrDefault();

    public DateOnly? Grans(Guid namndId, Gallringssort sort) => Gallringsregler.Grans(Regel(namndId, sort)?.Beslut, _idag);

    /// <summary>Hur många som är mogna i nämnden; ingen när inget är beslutat.</summary>
    public async Task<int> AntalAsync(DbSession db, Guid namndId, Gallringsbar sort, CancellationToken cancellationToken) =>
        Grans(namndId, sort.Sort) is { } grans ? await db.SingleOrDefaultAsync<int>(sort.Antal, Parametrar(namndId, sort.Sort, grans), cancellationToken) : 0;

    public Dictionary<string, object?> Parametrar(Guid namndId, Gallringssort sort, DateOnly grans) => new()
    {
        ["NamndId"] = namndId,
        ["Grans"] = grans,
        ["GransTid"] = SvenskTid.Borjan(grans.AddDays(1)),
        ["Bevarar"] = _namnder.Where(n => n != namndId && Gallringsregler.Bevarar(Grans(n, sort), grans)).ToList(),
        ["Offset"] = 0,
        ["Limit"] = Gallringsbar.FlestPaEnGang,
    };
}
