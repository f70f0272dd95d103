using QRCoder;

namespace Uppfoljning.Web.Common;

/// <summary>En QR-kod som bild i sidan.</summary>
public static class Qrkod
{
    private const int Ruta = 5;

    public static string Bild(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var kod = new PngByteQRCode(data);
        return $"data:image/png;base64,{Convert.ToBase64String(kod.GetGraphic(Ruta))}";
    }
}
