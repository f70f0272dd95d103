using System.Text;

namespace Uppfoljning.Domain.Konton;

/// <summary>Bokstäverna A–Z och siffrorna 2–7 (RFC 4648): går att läsa upp och skriva av utan att förväxla 0 och O, 1 och I.</summary>
public static class Base32
{
    private const string Alfabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Text(ReadOnlySpan<byte> varde)
    {
        var text = new StringBuilder((varde.Length * 8 / 5) + 1);
        var (bitar, antal) = (0, 0);
        foreach (var b in varde)
        {
            bitar = (bitar << 8) | b;
            antal += 8;
            while (antal >= 5)
            {
                antal -= 5;
                text.Append(Alfabet[(bitar >> antal) & 31]);
            }
            bitar &= (1 << antal) - 1;
        }
        if (antal > 0) { text.Append(Alfabet[(bitar << (5 - antal)) & 31]); }
        return text.ToString();
    }
}
