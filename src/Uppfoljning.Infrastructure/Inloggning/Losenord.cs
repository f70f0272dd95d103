using Microsoft.AspNetCore.Identity;
using Uppfoljning.Application.Anvandare;

namespace Uppfoljning.Infrastructure.Inloggning;

/// <summary>Lösenordssummor med ASP.NET Core Identitys egen metod (PBKDF2).</summary>
public sealed class Losenord : ILosenord
{
    private readonly PasswordHasher<object> _hasher = new();

    /// <summary>The sum of something nobody knows: a name that does not exist takes as long to try as one that does.</summary>
    private readonly Lazy<string> _ingens;

    public Losenord() => _ingens = new(() => Summa(Guid.NewGuid().ToString("N")));

    public string Summa(string losenord) => _hasher.HashPassword(this, losenord);

    public bool Stammer(string? summa, string losenord) =>
        _hasher.VerifyHashedPassword(this, summa ?? _ingens.Value, losenord) != PasswordVerificationResult.Failed && summa is not null;
}
