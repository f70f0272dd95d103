using System.Security.Cryptography;
using System.Text;

namespace Uppfoljning.Application.Rapporter;

/// <summary>Stilmallen som ger rapporterna deras utseende på en sida, i kommunens färg.</summary>
public sealed record Rapportstil(string Css)
{
    /// <summary>Byts när mallen ändras, så att en webbläsare inte använder en gammal.</summary>
    public string Marke { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Css)).AsSpan(0, 8));
}
