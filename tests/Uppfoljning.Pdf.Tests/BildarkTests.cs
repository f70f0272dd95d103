using System.Text;
using Uppfoljning.Pdf.Charts;

namespace Uppfoljning.Pdf.Tests;

/// <summary>Ark att titta på: alla diagram som PDF, SVG och PNG. Körs på begäran, och skriver dit miljövariabeln BILDARK säger.</summary>
[TestFixture, Explicit("Skriver filer att titta på.")]
public sealed class BildarkTests
{
    [Test]
    public void Rita_alla_diagram()
    {
        var folder = Environment.GetEnvironmentVariable("BILDARK") ?? Path.Combine(Path.GetTempPath(), "bildark");
        Directory.CreateDirectory(folder);
        var page = new StringBuilder("<!doctype html><meta charset=utf-8><body style=\"width:612px;margin:20px\">");
        foreach (var (namn, chart) in Diagram.Alla())
        {
            var drawing = Diagram.Rita(chart);
            File.WriteAllBytes(Path.Combine(folder, $"{namn}.png"), Raster.Png(drawing, 2, new Theme()));
            page.Append("<h2>").Append(namn).Append("</h2>").Append(Svg.Write(drawing, chart.Alternative, new Theme()));
        }
        File.WriteAllText(Path.Combine(folder, "svg.html"), page.ToString());
        var blocks = Diagram.Alla().Select(d => (Block)(d.Chart with { ShowData = d.Namn is "en serie" or "luckor" or "arshjul" or "varme" or "tid" })).ToList();
        File.WriteAllBytes(Path.Combine(folder, "diagram.pdf"), Papper.Skriv(Papper.Med(blocks)).Bytes);
    }

    /// <summary>Ett dokument med vapen och bilder, tagna ur den mapp som miljövariabeln BILDER säger.</summary>
    [Test]
    public void Satt_bilder()
    {
        var from = Environment.GetEnvironmentVariable("BILDER") ?? throw new InvalidOperationException("BILDER säger var bilderna finns.");
        var folder = Environment.GetEnvironmentVariable("BILDARK") ?? Path.Combine(Path.GetTempPath(), "bildark");
        var images = Directory.GetFiles(from).Order(StringComparer.Ordinal).Where(f => f.EndsWith(".png", StringComparison.Ordinal) || f.EndsWith(".jpg", StringComparison.Ordinal)).Select(f => ImageFile.Read(File.ReadAllBytes(f))).ToList();
        var pictures = images.Select(i => (Block)new Picture(i, "En bild.") { Caption = "Bild 1. Så här ser det ut.", Width = 300 });
        var plan = Papper.Plan();
        var document = plan with { Blocks = [.. plan.Blocks, .. pictures], Theme = new Theme { Logo = images[^1], LogoAlternative = "Exempelkommuns vapen" } };
        File.WriteAllBytes(Path.Combine(folder, "bilder.pdf"), Papper.Skriv(document).Bytes);
    }
}
