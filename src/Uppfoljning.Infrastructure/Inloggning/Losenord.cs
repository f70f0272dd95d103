using Microsoft.AspNetCore.Identity;
using Uppfoljning.Application.Anvandare;

namespace Uppfoljning.Infrastructure.Inloggning;

/// <summary>Lösenordssummor med ASP.NET Core Identitys egen metod (PBKDF2), så att inloggningen läser samma form.</summary>
public sealed class Losenord : ILosenord
{
    private readonly PasswordHasher<object> _hasher = new();

    public string Summa(string losenord) => _hasher.HashPassword(this, losenord);
}
