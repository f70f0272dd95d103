using Microsoft.AspNetCore.Identity;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Web.Inloggning;

/// <summary>Ett konto så som inloggningen läser det.</summary>
public sealed record Konto
{
    public Guid Id { get; init; }

    public string Anvandarnamn { get; init; } = "";

    public string AnvandarnamnNormal { get; init; } = "";

    public string Namn { get; init; } = "";

    public string? Losenord { get; init; }

    public bool Inaktiv { get; init; }

    public bool Demo { get; init; }
}

/// <summary>
/// Identitys lager över Dapper: bara det som läses. Konton läggs till och ändras av kommandon genom pipelinen, och försök räknas av
/// <see cref="Application.Anvandare.Forsoksrakning"/>.
/// </summary>
public sealed class Kontolager(DbSession db) : IUserStore<Konto>
{
    private const string PaIdSql = "SELECT Id, Anvandarnamn, AnvandarnamnNormal, Namn, Losenord, Inaktiv, Demo FROM Anvandare WHERE Id = @Id";

    private const string PaNamnSql = "SELECT Id, Anvandarnamn, AnvandarnamnNormal, Namn, Losenord, Inaktiv, Demo FROM Anvandare WHERE AnvandarnamnNormal = @Normal";

    public void Dispose() { }

    public Task<Konto?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) ? db.SingleOrDefaultAsync<Konto>(PaIdSql, new { Id = id }, cancellationToken) : Task.FromResult<Konto?>(null);

    public Task<Konto?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<Konto>(PaNamnSql, new { Normal = normalizedUserName }, cancellationToken);

    public Task<string> GetUserIdAsync(Konto user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(Konto user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Anvandarnamn);

    public Task<string?> GetNormalizedUserNameAsync(Konto user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.AnvandarnamnNormal);

    public Task SetUserNameAsync(Konto user, string? userName, CancellationToken cancellationToken) => throw Andras();

    public Task SetNormalizedUserNameAsync(Konto user, string? normalizedName, CancellationToken cancellationToken) => throw Andras();

    public Task<IdentityResult> CreateAsync(Konto user, CancellationToken cancellationToken) => throw Andras();

    public Task<IdentityResult> UpdateAsync(Konto user, CancellationToken cancellationToken) => throw Andras();

    public Task<IdentityResult> DeleteAsync(Konto user, CancellationToken cancellationToken) => throw Andras();

    private static NotSupportedException Andras() => new("Konton läggs till och ändras av kommandon genom pipelinen.");
}
