using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Drift;

/// <summary>Skyddar en nyckels hemliga del med AES-256-GCM, med en nyckel som inte finns i databasen. Dess id står bredvid, och är med i det som intygas.</summary>
internal sealed class Nyckelskydd(Skyddsnyckelring ring) : IXmlEncryptor
{
    internal const string Element = "uppfoljningSkydd";

    private const int Nonce = 12;
    private const int Tagg = 16;

    // The framework's own element around an encrypted part; it names who can read it.
    private static readonly XNamespace Ramverk = "http://schemas.asp.net/2015/03/dataProtection";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(Skydda(plaintextElement), typeof(Nyckeloppning));

    public XElement Skydda(XElement klartext)
    {
        var nyckel = ring.Nu;
        var data = Encoding.UTF8.GetBytes(klartext.ToString(SaveOptions.DisableFormatting));
        var ut = new byte[Nonce + data.Length + Tagg];
        RandomNumberGenerator.Fill(ut.AsSpan(0, Nonce));
        using var aes = new AesGcm(nyckel.Varde, Tagg);
        aes.Encrypt(ut.AsSpan(0, Nonce), data, ut.AsSpan(Nonce, data.Length), ut.AsSpan(Nonce + data.Length), Intygat(nyckel.Id));
        CryptographicOperations.ZeroMemory(data);
        return new XElement(Element, new XAttribute("version", "1"), new XAttribute("nyckel", nyckel.Id), new XElement("varde", Convert.ToBase64String(ut)));
    }

    /// <exception cref="DriftException">Nyckeln finns inte här, eller innehållet är ändrat.</exception>
    public XElement Oppna(XElement skyddat)
    {
        var id = (string?)skyddat.Attribute("nyckel") ?? "";
        var nyckel = ring.Med(id) ?? throw new DriftException(Saknas(id, ring));
        var data = Array.Empty<byte>();
        try
        {
            var ut = Convert.FromBase64String((string?)skyddat.Element("varde") ?? "");
            if (ut.Length < Nonce + Tagg) { throw new FormatException(); }
            data = new byte[ut.Length - Nonce - Tagg];
            using var aes = new AesGcm(nyckel.Varde, Tagg);
            aes.Decrypt(ut.AsSpan(0, Nonce), ut.AsSpan(Nonce, data.Length), ut.AsSpan(ut.Length - Tagg), data, Intygat(id));
            return XElement.Parse(Encoding.UTF8.GetString(data));
        }
        catch (Exception fel) when (fel is CryptographicException or FormatException or XmlException)
        {
            throw new DriftException($"En nyckel i databasen, skyddad med {id}, är skadad eller ändrad för hand. Lägg tillbaka tabellen Skyddsnyckel ur säkerhetskopian.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(data);
        }
    }

    /// <summary>Nyckelns hemliga delar skyddade, som ramverket hade gjort det: för nycklar som låg oskyddade i filer.</summary>
    public XElement SkyddaHemligt(XElement nyckel)
    {
        var kopia = new XElement(nyckel);
        foreach (var hemlig in kopia.DescendantsAndSelf().Where(e => (string?)e.Attribute(Ramverk + "requiresEncryption") == "true").ToList())
        {
            hemlig.ReplaceWith(new XElement(Ramverk + "encryptedSecret", new XAttribute("decryptorType", typeof(Nyckeloppning).AssemblyQualifiedName!), Skydda(hemlig)));
        }
        return kopia;
    }

    /// <summary>Innehållet med varje skyddad del skyddad av den nyckel som gäller nu.</summary>
    public string SkyddaOm(string innehall)
    {
        var element = XElement.Parse(innehall);
        foreach (var skyddat in element.Descendants(Element).ToList()) { skyddat.ReplaceWith(Skydda(Oppna(skyddat))); }
        return element.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>Id för den nyckel som skyddar innehållet; tomt när inget i det är hemligt.</summary>
    public static string Skyddat(XElement element) => (string?)element.DescendantsAndSelf(Element).FirstOrDefault()?.Attribute("nyckel") ?? "";

    internal static string Saknas(string id, Skyddsnyckelring ring) => string.Create(CultureInfo.InvariantCulture,
        $"Nycklarna i databasen är skyddade med nyckeln {id}, som inte finns på den här servern. {ring.Plats} Lägg tillbaka den ur säkerhetskopian, eller kopiera den från den andra webbservern, och starta igen. Är den borta för alltid: töm tabellen Skyddsnyckel. Alla får då logga in på nytt, och det som är skyddat med nycklarna går inte att läsa.");

    private static byte[] Intygat(string id) => Encoding.ASCII.GetBytes($"uppfoljning skydd 1 {id}");
}

/// <summary>Läser det som <see cref="Nyckelskydd"/> har skyddat. Ramverket gör den efter namnet som står i nyckeln.</summary>
internal sealed class Nyckeloppning(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => services.GetRequiredService<Nyckelskydd>().Oppna(encryptedElement);
}
