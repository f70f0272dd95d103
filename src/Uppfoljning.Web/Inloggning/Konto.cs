using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Web.Inloggning;

/// <summary>Ett konto så som ASP.NET Core Identity läser det.</summary>
public sealed record Konto
{
    public Guid Id { get; init; }

    public string Anvandarnamn { get; set; } = "";

    public string AnvandarnamnNormal { get; set; } = "";

    public string Namn { get; init; } = "";

    public string? Losenord { get; set; }

    public string Sakerhetsstampel { get; set; } = "";

    public int MisslyckadeForsok { get; set; }

    public DateTimeOffset? LastTill { get; set; }

    public bool Inaktiv { get; init; }

    public bool Demo { get; init; }
}

/// <summary>
/// Identitys lager över Dapper: det som inloggningen läser och det enda den skriver, nämligen misslyckade försök och låsning. Konton läggs till
/// och ändras av kommandon genom pipelinen.
/// </summary>
public sealed class Kontolager(DbSession db, TimeProvider clock, IOptions<IdentityOptions> options) : IUserPasswordStore<Konto>, IUserSecurityStampStore<Konto>, IUserLockoutStore<Konto>
{
    private const string PaIdSql = """
        SELECT Id, Anvandarnamn, AnvandarnamnNormal, Namn, Losenord, Sakerhetsstampel, MisslyckadeForsok, LastTill, Inaktiv, Demo
        FROM Anvandare
        WHERE Id = @Id
        """;

    private const string PaNamnSql = """
        SELECT Id, Anvandarnamn, AnvandarnamnNormal, Namn, Losenord, Sakerhetsstampel, MisslyckadeForsok, LastTill, Inaktiv, Demo
        FROM Anvandare
        WHERE AnvandarnamnNormal = @Normal
        """;

    private const string SparaSql = """
        UPDATE Anvandare
        SET Losenord = @Losenord, MisslyckadeForsok = @MisslyckadeForsok, LastTill = @LastTill
        WHERE Id = @Id
        """;

    public void Dispose() { }

    public Task<Konto?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) ? db.SingleOrDefaultAsync<Konto>(PaIdSql, new { Id = id }, cancellationToken) : Task.FromResult<Konto?>(null);

    public Task<Konto?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<Konto>(PaNamnSql, new { Normal = normalizedUserName }, cancellationToken);

    public async Task<IdentityResult> UpdateAsync(Konto user, CancellationToken cancellationToken)
    {
        await db.ExecuteAsync(SparaSql, new { user.Id, user.Losenord, user.MisslyckadeForsok, user.LastTill }, cancellationToken);
        return IdentityResult.Success;
    }

    public Task<IdentityResult> CreateAsync(Konto user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Konton läggs till med SkapaAnvandareCommand.");

    public Task<IdentityResult> DeleteAsync(Konto user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Konton tas inte bort; historiken hänvisar till dem.");

    public Task<string> GetUserIdAsync(Konto user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(Konto user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Anvandarnamn);

    public Task SetUserNameAsync(Konto user, string? userName, CancellationToken cancellationToken)
    {
        user.Anvandarnamn = userName ?? "";
        return Task.CompletedTask;
    }

    public Task<string?> GetNormalizedUserNameAsync(Konto user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.AnvandarnamnNormal);

    public Task SetNormalizedUserNameAsync(Konto user, string? normalizedName, CancellationToken cancellationToken)
    {
        user.AnvandarnamnNormal = normalizedName ?? "";
        return Task.CompletedTask;
    }

    public Task<string?> GetPasswordHashAsync(Konto user, CancellationToken cancellationToken) => Task.FromResult(user.Losenord);

    public Task<bool> HasPasswordAsync(Konto user, CancellationToken cancellationToken) => Task.FromResult(user.Losenord is not null);

    public Task SetPasswordHashAsync(Konto user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.Losenord = passwordHash;
        return Task.CompletedTask;
    }

    public Task<string?> GetSecurityStampAsync(Konto user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Sakerhetsstampel);

    public Task SetSecurityStampAsync(Konto user, string stamp, CancellationToken cancellationToken)
    {
        user.Sakerhetsstampel = stamp;
        return Task.CompletedTask;
    }

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Konto user, CancellationToken cancellationToken) =>
        Task.FromResult(Klockskydd.Las(user.LastTill, clock.GetUtcNow(), options.Value.Lockout.DefaultLockoutTimeSpan));

    public Task SetLockoutEndDateAsync(Konto user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken)
    {
        user.LastTill = lockoutEnd;
        return Task.CompletedTask;
    }

    public Task<int> IncrementAccessFailedCountAsync(Konto user, CancellationToken cancellationToken) => Task.FromResult(++user.MisslyckadeForsok);

    public Task ResetAccessFailedCountAsync(Konto user, CancellationToken cancellationToken)
    {
        user.MisslyckadeForsok = 0;
        return Task.CompletedTask;
    }

    public Task<int> GetAccessFailedCountAsync(Konto user, CancellationToken cancellationToken) => Task.FromResult(user.MisslyckadeForsok);

    public Task<bool> GetLockoutEnabledAsync(Konto user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetLockoutEnabledAsync(Konto user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;
}
