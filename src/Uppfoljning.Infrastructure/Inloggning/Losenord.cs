using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Uppfoljning.Application.Anvandare;

namespace Uppfoljning.Infrastructure.Inloggning;

/// <summary>Lösenordssummor med ASP.NET Core Identitys egen metod (PBKDF2).</summary>
public sealed class Losenord : ILosenord
{
    /// <summary>Så många varv av PBKDF2 med HMAC-SHA512, som OWASP Password Storage Cheat Sheet anger.</summary>
    internal const int Varv = 210_000;

    private readonly PasswordHasher<object> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Varv }));

    /// <summary>The sum of something nobody knows: a name that does not exist takes as long to try as one that does.</summary>
    private readonly Lazy<string> _ingens;

    public Losenord() => _ingens = new(() => Summa(Guid.NewGuid().ToString("N")));

    public string Summa(string losenord) => _hasher.HashPassword(this, losenord);

    public bool Stammer(string? summa, string losenord) =>
        _hasher.VerifyHashedPassword(this, summa ?? _ingens.Value, losenord) != PasswordVerificationResult.Failed && summa is not null;

    // Identity's format 3: a byte for the format, then the function, the count and the length of the salt, four bytes each.
    public bool ArGammal(string summa) => Convert.FromBase64String(summa) is not [1, _, _, _, _, _, _, _, _, ..] bytes || BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5)) < Varv;
}
