using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Domain.Integritet;

namespace Uppfoljning.Application.Post;

/// <summary>
/// Skickar de brev som väntar. Ett brev tas genom att dess nästa försök flyttas fram, så två servrar skickar inte samma; stannar servern efter
/// det försöks igen när den tiden är inne.
/// </summary>
/// <remarks>
/// Det är inga kommandon: att ett brev begärdes står i loggen, och hur det gick med det står i tabellen. Samma körning rensar det som inte längre
/// gäller av brev, länkar och inloggningar.
/// </remarks>
public sealed partial class Postutskick(IServiceScopeFactory scopes, IPost post, TimeProvider clock, ILogger<Postutskick> logger)
{
    /// <summary>Väntan efter varje misslyckat försök; därefter ges brevet upp.</summary>
    private static readonly TimeSpan[] Vantan = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(12)];

    /// <summary>Så länge sparas vad som hände med brev, länkar och inloggningar.</summary>
    public static readonly TimeSpan Sparas = TimeSpan.FromDays(Lagringstider.InloggningDagar);

    private const int FlestIEnOmgang = 200;

    private const string VantarSql = """
        SELECT Id, Till, Amne, Innehall, GallerTill, Forsok, Nasta
        FROM Utskick
        WHERE Nasta IS NOT NULL AND Nasta <= @Nu
        ORDER BY Nasta
        OFFSET 0 ROWS FETCH NEXT @Antal ROWS ONLY
        """;

    private const string TaSql = "UPDATE Utskick SET Forsok = Forsok + 1, Nasta = @Nasta WHERE Id = @Id AND Nasta = @Fore";

    private const string SkickatSql = "UPDATE Utskick SET Skickat = @Nu, Nasta = NULL, Innehall = NULL, Fel = NULL WHERE Id = @Id";

    private const string FelSql = "UPDATE Utskick SET Fel = @Fel WHERE Id = @Id";

    private const string GeUppSql = "UPDATE Utskick SET Fel = @Fel, Nasta = NULL, Innehall = NULL WHERE Id = @Id";

    private const string NastaSql = "SELECT Nasta FROM Utskick WHERE Nasta IS NOT NULL ORDER BY Nasta OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY";

    private const string RensaBrevSql = "DELETE FROM Utskick WHERE Skapat < @Fore AND Nasta IS NULL";

    private const string RensaLankarSql = "DELETE FROM Engangslank WHERE GallerTill < @Fore";

    private const string RensaSessionerSql = "DELETE FROM Inloggningssession WHERE Senast < @Fore";

    /// <summary>Skickar det som väntar nu.</summary>
    public async Task<Jobbutfall> KorAsync(CancellationToken avbryt)
    {
        if (!post.Installd) { return new(0, "E-post är inte inställd (Post:Server).", []); }
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DbSession>();
        var forvar = scope.ServiceProvider.GetRequiredService<IForvar>();
        var skickade = 0;
        var fel = new List<string>();
        foreach (var brev in await db.QueryAsync<Brevrad>(VantarSql, new { Nu = clock.GetUtcNow(), Antal = FlestIEnOmgang }, avbryt))
        {
            avbryt.ThrowIfCancellationRequested();
            var nu = clock.GetUtcNow();
            if (brev.GallerTill <= nu || brev.Forsok >= Vantan.Length || brev.Innehall is null)
            {
                await db.EnsamtAsync(GeUppSql, new { brev.Id, Fel = brev.GallerTill <= nu ? "Brevet hann inte skickas medan det var till nytta." : "Brevet gavs upp efter flera försök." }, CancellationToken.None);
                continue;
            }
            if (await db.EnsamtAsync(TaSql, new { brev.Id, Fore = brev.Nasta, Nasta = nu + Vantan[brev.Forsok] }, CancellationToken.None) == 0) { continue; }

            var svar = forvar.Oppna(brev.Innehall) is { } text
                ? await post.SkickaAsync(new(brev.Id, brev.Till, brev.Amne, text), avbryt)
                : "Brevet går inte att öppna: serverns nycklar är bytta.";
            if (svar is null)
            {
                await db.EnsamtAsync(SkickatSql, new { brev.Id, Nu = clock.GetUtcNow() }, CancellationToken.None);
                skickade++;
                continue;
            }
            await db.EnsamtAsync(FelSql, new { brev.Id, Fel = svar.Length > 500 ? svar[..500] : svar }, CancellationToken.None);
            if (!fel.Contains(svar)) { fel.Add(svar); }
            LoggaFel(svar);
        }
        return new(skickade, skickade == 0 ? "Inget brev skickades." : $"{skickade} brev skickades.", fel);
    }

    /// <summary>När nästa brev ska försökas; null när inget väntar.</summary>
    public async Task<DateTimeOffset?> NastaAsync(CancellationToken cancellationToken)
    {
        if (!post.Installd) { return null; }
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DbSession>().SingleOrDefaultAsync<DateTimeOffset?>(NastaSql, null, cancellationToken);
    }

    /// <summary>Tar bort det som är äldre än det sparas.</summary>
    public async Task RensaAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DbSession>();
        foreach (var sql in new[] { RensaBrevSql, RensaLankarSql, RensaSessionerSql })
        {
            await db.EnsamtAsync(sql, new { Fore = clock.GetUtcNow() - Sparas }, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ett brev gick inte att skicka: {Fel}")]
    private partial void LoggaFel(string fel);

    private sealed record Brevrad
    {
        public Guid Id { get; init; }

        public required string Till { get; init; }

        public required string Amne { get; init; }

        public string? Innehall { get; init; }

        public DateTimeOffset GallerTill { get; init; }

        public int Forsok { get; init; }

        public DateTimeOffset Nasta { get; init; }
    }
}
