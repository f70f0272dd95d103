using System.Data.Common;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Web.Inloggning;

/// <summary>Den som är inloggad, läst ur databasen en gång per begäran: en roll som tas bort gäller från nästa klick.</summary>
public sealed class Inloggad : IAnvandarkontext
{
    public Guid? Id { get; private set; }

    /// <summary>Inloggningen i den här webbläsaren.</summary>
    public Guid? SessionId { get; internal set; }

    public string Namn { get; private set; } = "Inte inloggad";

    public Roll KommunRoller { get; private set; }

    public IReadOnlyDictionary<Guid, Roll> NamndRoller { get; private set; } = new Dictionary<Guid, Roll>();

    /// <summary>Nämnderna som personen arbetar för, i bokstavsordning.</summary>
    public IReadOnlyList<(Guid Id, string Namn)> Namnder { get; private set; } = [];

    /// <summary>Rollerna i nämnder, var och en med den som den är lånad av; null för en egen.</summary>
    public IReadOnlyList<(Guid NamndId, Roll Roll, string? Ersatter)> Roller { get; private set; } = [];

    public string? Ersatter(Guid namndId, Roll nagonAv)
    {
        if (KommunRoller.HarNagon(nagonAv)) { return null; }
        var racker = Roller.Where(r => r.NamndId == namndId && r.Roll.HarNagon(nagonAv)).ToList();
        return racker.Count == 0 || racker.Any(r => r.Ersatter is null) ? null : string.Join(" och ", racker.Select(r => r.Ersatter).Distinct());
    }

    /// <summary>Gör kontexten till systemet självt, i en omgång som ett jobb har öppnat och där ingen är inloggad.</summary>
    internal void SomSystem()
    {
        if (Id is not null) { throw new InvalidOperationException("En inloggad användare blir aldrig systemet."); }
        (Namn, KommunRoller) = ("Systemet", Roll.System);
    }

    internal void Satt(Guid id, string namn, IReadOnlyList<(Guid? NamndId, string? Namnd, Roll Roll, string? Ersatter)> roller)
    {
        var perNamnd = new Dictionary<Guid, Roll>();
        var namnder = new List<(Guid, string)>();
        foreach (var (namndId, namnd, roll, _) in roller)
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
        Roller = [.. roller.Where(r => r.NamndId is not null).Select(r => (r.NamndId!.Value, r.Roll, r.Ersatter))];
    }
}

/// <summary>Ett konto med sina roller, så som de är i databasen nu: en rad för varje roll.</summary>
internal sealed record Kontorad
{
    private const string KontoSql = $"""
        SELECT a.Namn, a.Inaktiv, r.NamndId, n.Namn AS Namnd, r.Roll, r.Ersatter, s.Skapad AS SessionSkapad, s.Senast AS SessionSenast, s.Satt AS SessionSatt,
               CASE WHEN EXISTS (SELECT 1 FROM Tvafaktor t WHERE t.AnvandareId = a.Id AND t.Aktiverad IS NOT NULL) THEN 1 ELSE 0 END AS Tvafaktor
        FROM Anvandare a
        LEFT JOIN Inloggningssession s ON s.Id = @SessionId AND s.AnvandareId = a.Id AND s.Avslutad IS NULL
        LEFT JOIN ({Gallanderoller.Sql}) r ON r.AnvandareId = a.Id
        LEFT JOIN Namnd n ON n.Id = r.NamndId
        WHERE a.Id = @Id
        ORDER BY n.Namn
        """;

    public required string Namn { get; init; }

    public bool Inaktiv { get; init; }

    public Guid? NamndId { get; init; }

    public string? Namnd { get; init; }

    public string? Roll { get; init; }

    /// <summary>Den som rollen är lånad av; null för en egen.</summary>
    public string? Ersatter { get; init; }

    /// <summary>Inloggningen som frågades efter; null när den inte finns, är avslutad eller är någon annans.</summary>
    public DateTimeOffset? SessionSkapad { get; init; }

    public DateTimeOffset? SessionSenast { get; init; }

    public string? SessionSatt { get; init; }

    public bool Tvafaktor { get; init; }

    /// <summary>Kontots rader med rollerna som gäller den dagen; inga när det inte finns eller är avstängt.</summary>
    public static Task<IReadOnlyList<Kontorad>> LasAsync(DbSession db, Guid id, DateOnly idag, CancellationToken cancellationToken) =>
        LasAsync(db, id, Guid.Empty, idag, cancellationToken);

    /// <summary>Kontots rader med rollerna som gäller den dagen, och det som är känt om inloggningen; inga när kontot inte finns eller är avstängt.</summary>
    public static async Task<IReadOnlyList<Kontorad>> LasAsync(DbSession db, Guid id, Guid sessionId, DateOnly idag, CancellationToken cancellationToken)
    {
        var rader = await db.QueryAsync<Kontorad>(KontoSql, new { Id = id, SessionId = sessionId, Idag = idag }, cancellationToken);
        return rader.Count == 0 || rader[0].Inaktiv ? [] : rader;
    }

    public static void Fyll(Inloggad inloggad, Guid id, IReadOnlyList<Kontorad> rader) =>
        inloggad.Satt(id, rader[0].Namn, [.. rader.Where(r => r.Roll is not null).Select(r => (r.NamndId, r.Namnd, Enum.Parse<Roll>(r.Roll!), r.Ersatter))]);
}

/// <summary>En sida som går att öppna fast kommunen kräver engångskoder och personen inte har ordnat dem än.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class UtanTvafaktorAttribute : Attribute;

/// <summary>
/// Läser kontot och inloggningen bakom kakan. Den som har stängts av, och den vars inloggning är avslutad eller har stått för länge, är utloggad
/// från nästa klick.
/// </summary>
public sealed partial class InloggadMiddleware(RequestDelegate next, Kontoinstallning installning, TimeProvider clock, ILogger<InloggadMiddleware> logger)
{
    /// <summary>Så ofta skrivs att inloggningen används.</summary>
    private static readonly TimeSpan Skrivs = TimeSpan.FromMinutes(5);

    private const string SenastSql = "UPDATE Inloggningssession SET Senast = @Nu WHERE Id = @Id AND Avslutad IS NULL AND Senast < @Nu";

    public async Task InvokeAsync(HttpContext context, DbSession db, Inloggad inloggad, Omforsok omforsok)
    {
        if (context.User.Identity?.IsAuthenticated == true && context.GetEndpoint() is { } mal)
        {
            _ = Guid.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var id);
            _ = Guid.TryParse(context.User.FindFirstValue(Inloggningstjanst.Session), out var session);
            var rader = await omforsok.KorAsync("Konto", null, () => Kontorad.LasAsync(db, id, session, clock.Idag(), context.RequestAborted), context.RequestAborted);
            var nu = clock.GetUtcNow();
            if (rader.Count == 0 || rader[0] is not { SessionSkapad: { } skapad, SessionSenast: { } senast } || nu >= senast + installning.Vila || nu >= skapad + installning.Langst)
            {
                await context.SignOutAsync(IdentityConstants.ApplicationScheme);
                context.User = new ClaimsPrincipal(new ClaimsIdentity());
            }
            else
            {
                Kontorad.Fyll(inloggad, id, rader);
                inloggad.SessionId = session;
                if (nu - senast >= Skrivs) { await NoteraAsync(db, session, nu); }
                // Only who signed in with a password here: another way of signing in has its own second factor.
                if (rader[0] is { Tvafaktor: false, SessionSatt: Inloggningstjanst.Losenord } && inloggad.Kravs(installning)
                    && mal.Metadata.GetMetadata<UtanTvafaktorAttribute>() is null && mal.Metadata.GetMetadata<IAllowAnonymous>() is null)
                {
                    context.Response.Redirect("/mitt-konto/engangskoder");
                    return;
                }
            }
        }
        await next(context);
    }

    /// <summary>A database that takes no writes just now must not keep anyone from reading.</summary>
    private async Task NoteraAsync(DbSession db, Guid session, DateTimeOffset nu)
    {
        try
        {
            await db.EnsamtAsync(SenastSql, new { Id = session, Nu = nu }, CancellationToken.None);
        }
        catch (DbException fel)
        {
            LoggaFel(fel);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Det gick inte att notera att inloggningen används.")]
    private partial void LoggaFel(Exception fel);
}
