using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Anvandare;

namespace Uppfoljning.Infrastructure.Inloggning;

/// <summary>Krypterar med serverns dataskyddsnycklar, som ligger utanför det som krypteras.</summary>
public sealed partial class Forvar(IDataProtectionProvider skydd, ILogger<Forvar> logger) : IForvar
{
    private readonly IDataProtector _skydd = skydd.CreateProtector("Uppfoljning.Konto.Forvar");

    public string Las(string hemligt) => _skydd.Protect(hemligt);

    public string? Oppna(string last)
    {
        try
        {
            return _skydd.Unprotect(last);
        }
        catch (CryptographicException fel)
        {
            LoggaFel(fel);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Något krypterat i databasen går inte att öppna: dataskyddsnycklarna är bytta eller borta.")]
    private partial void LoggaFel(Exception fel);
}
