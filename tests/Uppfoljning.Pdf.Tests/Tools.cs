using System.Diagnostics;

namespace Uppfoljning.Pdf.Tests;

/// <summary>Verktyg från Debian (qpdf, poppler-utils). Saknas de så faller testet: bygget installerar dem.</summary>
internal static class Tools
{
    public static string Run(string tool, byte[] pdf, params string[] arguments)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pdf");
        File.WriteAllBytes(path, pdf);
        try
        {
            var start = new ProcessStartInfo(tool) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = System.Text.Encoding.UTF8 };
            foreach (var argument in arguments) { start.ArgumentList.Add(argument == "{pdf}" ? path : argument); }
            using var process = Process.Start(start) ?? throw new InvalidOperationException($"{tool} startade inte.");
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.Zero, $"{tool}: {output}{errors.Result}");
            Assert.That(errors.Result, Is.Empty, tool);
            return output;
        }
        finally { File.Delete(path); }
    }

    public static void Check(byte[] pdf) => Assert.That(Run("qpdf", pdf, "--check", "{pdf}"), Does.Contain("No syntax or stream encoding errors found"));

    public static string TextOf(byte[] pdf) => Run("pdftotext", pdf, "{pdf}", "-");
}
