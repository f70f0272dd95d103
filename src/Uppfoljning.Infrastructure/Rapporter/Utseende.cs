using Microsoft.Extensions.Configuration;
using Uppfoljning.Application.Common;
using Uppfoljning.Pdf;

namespace Uppfoljning.Infrastructure.Rapporter;

/// <summary>Kommunens utseende på dokumenten: sektionen Utseende i inställningarna. Det som inte är angivet är husets.</summary>
public sealed record Utseendeinstallning
{
    /// <summary>Kommunens färg som #RRGGBB.</summary>
    public string Accent { get; init; } = "";

    /// <summary>Fil med kommunens märke, PNG eller JPEG.</summary>
    public string Logotyp { get; init; } = "";

    /// <summary>Vad märket är, för den som inte ser det.</summary>
    public string Logotyptext { get; init; } = "";

    public Typsnittsinstallning Typsnitt { get; init; } = new();
}

/// <summary>Fyra filer med ett typsnitt: alla eller ingen.</summary>
public sealed record Typsnittsinstallning
{
    public string Namn { get; init; } = "";

    public string Normal { get; init; } = "";

    public string Fet { get; init; } = "";

    public string Kursiv { get; init; } = "";

    public string FetKursiv { get; init; } = "";
}

/// <summary>Utseendet så som dokumenten använder det, läst och prövat när programmet startar.</summary>
/// <param name="Kommun">Kommunens namn.</param>
/// <param name="Tema">Färger, märke och typsnitt.</param>
/// <param name="Onskad">Färgen så som den är inställd.</param>
/// <param name="Morkad">Färgen som används i stället, när den inställda inte går att läsa mot vitt; annars null.</param>
public sealed record Utseende(string Kommun, Theme Tema, string Onskad, string? Morkad)
{
    /// <summary>Minsta kontrast för text (WCAG 2.1, 1.4.3).</summary>
    public const double MinstKontrast = 4.5;

    private const int LangstNamn = 100;

    private const int StorstFil = 20 * 1024 * 1024;

    /// <summary>Läser och prövar sektionerna Utseende och Kommun.</summary>
    /// <exception cref="DriftException">En inställning går inte att använda; texten säger vilken och varför.</exception>
    public static Utseende Las(IConfiguration configuration)
    {
        var kommun = (configuration["Kommun:Namn"] ?? "Kommunen").Trim();
        if (kommun.Length is 0 or > LangstNamn) { throw new DriftException($"Inställningen Kommun:Namn ska ha mellan 1 och {LangstNamn} tecken."); }

        var i = configuration.GetSection("Utseende").Get<Utseendeinstallning>() ?? new();
        var tema = new Theme();
        var onskad = i.Accent.Trim();
        var accent = onskad.Length == 0 ? tema.Accent : Farg(onskad);
        var lasbar = accent.DarkerOn(Color.White, MinstKontrast);
        tema = tema with { Accent = lasbar, Fonts = Typsnitt(i.Typsnitt) ?? tema.Fonts };
        if (!string.IsNullOrWhiteSpace(i.Logotyp))
        {
            tema = tema with { Logo = Logotyp(i.Logotyp.Trim()), LogoAlternative = string.IsNullOrWhiteSpace(i.Logotyptext) ? $"{kommun}, logotyp" : i.Logotyptext.Trim() };
        }
        return new(kommun, tema, onskad, lasbar == accent ? null : lasbar.ToHex());
    }

    /// <summary>Stilmallen för en handling på en sida.</summary>
    public string Stilmall() => HtmlWriter.Stylesheet(Tema);

    private static Color Farg(string text)
    {
        try
        {
            return Color.FromHex(text);
        }
        catch (FormatException)
        {
            throw new DriftException($"Inställningen Utseende:Accent är \"{text}\" men ska vara en färg som #1B4B72: ett nummertecken och sex hexadecimala siffror.");
        }
    }

    private static ImageFile Logotyp(string fil)
    {
        var innehall = Fil("Utseende:Logotyp", fil);
        try
        {
            return ImageFile.Read(innehall);
        }
        catch (FormatException fel)
        {
            throw new DriftException($"Inställningen Utseende:Logotyp: filen {fil} går inte att använda. Den ska vara en bild i PNG eller JPEG. ({fel.Message})");
        }
    }

    private static FontFamily? Typsnitt(Typsnittsinstallning t)
    {
        (string Namn, string Fil)[] filer = [(nameof(t.Normal), t.Normal.Trim()), (nameof(t.Fet), t.Fet.Trim()), (nameof(t.Kursiv), t.Kursiv.Trim()), (nameof(t.FetKursiv), t.FetKursiv.Trim())];
        if (filer.All(f => f.Fil.Length == 0) && string.IsNullOrWhiteSpace(t.Namn)) { return null; }
        if (filer.FirstOrDefault(f => f.Fil.Length == 0) is { Namn: { } saknas })
        {
            throw new DriftException($"Inställningen Utseende:Typsnitt:{saknas} saknas. Ett eget typsnitt behöver fyra filer: Normal, Fet, Kursiv och FetKursiv.");
        }
        if (string.IsNullOrWhiteSpace(t.Namn)) { throw new DriftException("Inställningen Utseende:Typsnitt:Namn saknas. Ange vad typsnittet heter."); }

        var innehall = filer.Select(f => Fil($"Utseende:Typsnitt:{f.Namn}", f.Fil)).ToList();
        try
        {
            return FontFamily.Read(t.Namn.Trim(), innehall[0], innehall[1], innehall[2], innehall[3]);
        }
        catch (FormatException fel)
        {
            throw new DriftException($"Inställningen Utseende:Typsnitt: typsnittet {t.Namn.Trim()} går inte att använda ({string.Join(", ", filer.Select(f => f.Fil))}). ({fel.Message})");
        }
    }

    private static byte[] Fil(string installning, string fil)
    {
        try
        {
            if (new FileInfo(fil) is { Exists: true, Length: > StorstFil }) { throw new DriftException($"Inställningen {installning}: filen {fil} är större än {StorstFil / 1024 / 1024} MB."); }
            return File.ReadAllBytes(fil);
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DriftException(fel is FileNotFoundException or DirectoryNotFoundException
                ? $"Inställningen {installning}: filen {Path.GetFullPath(fil)} finns inte."
                : $"Inställningen {installning}: filen {fil} går inte att läsa. ({fel.Message})");
        }
    }
}
