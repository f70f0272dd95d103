using System.Diagnostics;
using System.Globalization;

namespace Uppfoljning.Pdf.Tests;

/// <summary>Hur många slumpade dokument varje frö ger. Miljövariabeln UPPFOLJNING_SLUMPSEKUNDER låter det gå längre, och varje fil prövas då av qpdf.</summary>
internal static class Slump
{
    private static readonly double Sekunder =
        double.TryParse(Environment.GetEnvironmentVariable("UPPFOLJNING_SLUMPSEKUNDER"), CultureInfo.InvariantCulture, out var sekunder) ? sekunder : 0;

    public static IEnumerable<int> Dokument(int minst)
    {
        var start = Stopwatch.GetTimestamp();
        var i = 0;
        while (i < minst || Stopwatch.GetElapsedTime(start).TotalSeconds < Sekunder) { yield return i++; }
        if (Sekunder > 0) { TestContext.Out.WriteLine($"{i} dokument"); }
    }

    public static bool ProvasAvAndra(int dokument) => Sekunder > 0 || dokument % 10 == 0;
}
