using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Web.Inloggning;

/// <summary>Den som är inloggad, läst ur databasen en gång per begäran: en roll som tas bort gäller från nästa klick.</summary>
public sealed class Inloggad : IAnvandarkontext
{
    public Guid? Id { get; private set; }

    public string Namn { get; private set; } = "Inte inloggad";

    public Roll KommunRoller { get; private set; }

    public IReadOnlyDictionary<Guid, Roll> NamndRoller { get; private set; } = new Dictionary<Guid, Roll>();

    /// <summary>Nämnderna som personen arbetar för, i bokstavsordning.</summary>
    public IReadOnlyList<(Guid Id, string Namn)> Namnder { get; private set; } = [];

    /// <summary>Gör kontexten till systemet självt, i en omgång som ett jobb har öppnat och där ingen är inloggad.</summary>
    internal void SomSystem()
    {
        if (Id is not null) { throw new InvalidOperationException("En inloggad användare blir aldrig systemet."); }
        (Namn, KommunRoller) = ("Systemet", Roll.System);
    }

    internal void Satt(Guid id, string namn, IEnumerable<(Guid? NamndId, string? Namnd, Roll Roll)> roller)
    {
        var perNamnd = new Dictionary<Guid, Roll>();
        var namnder = new List<(Guid, string)>();
        foreach (var (namndId, namnd, roll) in roller)
        {
            if (namndId is not { } n)
            {
                KommunRoller |= roll;
                continue;
            }
            if (!perNamnd.TryGetValue(n, out var fler)) { namnder.Add((n, namnd ?? "")); }
            perNamnd[n] = fler | roll;
        }
        (Id, Namn, NamndRoller, Namnder) = (id, namn, perNamnd, namnder);
    }
}

/// <summary>Ett konto med sina roller, så som de är i databasen nu: en rad för varje roll.</summary>
internal sealed record Kontorad
{
    private const string KontoSql = """
        SELECT a.Namn, a.Sakerhetsstampel, a.Inaktiv, r.NamndId, n.Namn AS Namnd, r.Roll
        FROM Anvandare a
        LEFT JOIN Rolltilldelning r ON r.AnvandareId = a.Id
        LEFT JOIN Namnd n ON n.Id = r.NamndId
        WHERE a.Id = @Id
        ORDER BY n.Namn
        """;

    public required string Namn { get; init; }

    public required string Sakerhetsstampel { get; init; }

    public bool Inaktiv { get; init; }

    public Guid? NamndId { get; init; }

    public string? Namnd { get; init; }

    public string? Roll { get; init; }

    /// <summary>Kontots rader; inga när det inte finns eller är avstängt.</summary>
    public static async Task<IReadOnlyList<Kontorad>> LasAsync(DbSession db, Guid id, CancellationToken cancellationToken)
    {
        var rader = await db.QueryAsync<Kontorad>(KontoSql, new { Id = id }, cancellationToken);
        return rader.Count == 0 || rader[0].Inaktiv ? [] : rader;
    }

    public static void Fyll(Inloggad inloggad, Guid id, IReadOnlyList<Kontorad> rader) =>
        inloggad.Satt(id, rader[0].Namn, rader.Where(r => r.Roll is not null).Select(r => (r.NamndId, r.Namnd, Enum.Parse<Roll>(r.Roll!))));
}

/// <summary>
/// Läser kontot bakom kakan. Ett konto som har stängts av, tagits bort eller bytt säkerhetsstämpel loggas ut genast.
/// </summary>
public sealed class InloggadMiddleware(RequestDelegate next, IOptions<IdentityOptions> options)
{
    public async Task InvokeAsync(HttpContext context, DbSession db, Inloggad inloggad, Omforsok omforsok)
    {
        if (context.User.Identity?.IsAuthenticated == true && context.GetEndpoint() is not null)
        {
            _ = Guid.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var id);
            var rader = await omforsok.KorAsync("Konto", null, () => Kontorad.LasAsync(db, id, context.RequestAborted), context.RequestAborted);
            if (rader.Count == 0 || rader[0].Sakerhetsstampel != context.User.FindFirstValue(options.Value.ClaimsIdentity.SecurityStampClaimType))
            {
                await context.SignOutAsync(IdentityConstants.ApplicationScheme);
                context.User = new ClaimsPrincipal(new ClaimsIdentity());
            }
            else
            {
                Kontorad.Fyll(inloggad, id, rader);
            }
        }
        await next(context);
    }
}
