using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Pdf;

namespace Uppfoljning.Infrastructure.Rapporter;

/// <summary>Det i registret som inte har någon rad, och varför: det bortvalda först, för det är någons val och inte något som registret ger.</summary>
internal static class Planutan
{
    public const string Avsnitt = "utan-rad";

    public static List<Block> Av(Planrapport rapport)
    {
        var rubrik = new Heading(1, "Utan rad") { Anchor = Avsnitt };
        if (rapport.Utan.Count == 0) { return [rubrik, new Paragraph("Alla nämndens avtal och enheter i registret har en rad.")]; }
        return
        [
            rubrik,
            new Paragraph("De av nämndens avtal och enheter i registret som inte har någon rad, och varför. Rader och det som står utan rad är tillsammans hela registret."),
            .. new[] { Utanslag.Utelamnad, Utanslag.Sammanslagen, Utanslag.Intervall, Utanslag.Register }.SelectMany(slag => Slaget(rapport, slag)),
        ];
    }

    private static IEnumerable<Block> Slaget(Planrapport rapport, Utanslag slag)
    {
        var utan = rapport.Utan.Where(u => u.Slag == slag).ToList();
        if (utan.Count == 0) { yield break; }
        var (rubrik, mening) = slag switch
        {
            Utanslag.Utelamnad => ("Utelämnade", "Kunde ha haft en rad men har valts bort, med skälet."),
            Utanslag.Sammanslagen => ("Ingår i en annan rad", "Följs upp tillsammans med något annat i planen."),
            Utanslag.Intervall => ("Följs upp ett annat år", "Intervallet är längre än ett år och det är inte dags i år."),
            _ => ("Ska inte följas upp enligt registret", "Registret ger skälet: avtalet löper inte under året, eller enheten verkar inte i konkurrens."),
        };
        yield return new Heading(2, rubrik);
        yield return new Paragraph(mening) { KeepWithNext = true };
        yield return Tabell(rapport, utan, rubrik, slag);
    }

    private static Table Tabell(Planrapport rapport, List<UtanRad> utan, string rubrik, Utanslag slag)
    {
        var nummer = rapport.Rader.ToDictionary(r => r.Id, r => r.Nr);
        // What the reader of each kind asks for beside the reason: how great the risk is, or in which row it is followed up.
        (string? Rubrik, Func<UtanRad, string>? Varde) egen = slag switch
        {
            Utanslag.Utelamnad or Utanslag.Intervall => ("Riskpoäng", u => u.Riskpoang is { } p ? Riskbedomning.Text(p) : Ord.Okant),
            Utanslag.Sammanslagen => ("I rad", u => u.GenomRadId is { } id && nummer.TryGetValue(id, out var nr) ? $"{nr}" : Ord.Okant),
            _ => default((string?, Func<UtanRad, string>?)),
        };
        return new(
        [
            new Column("Avtal eller enhet") { RowHeader = true, Width = ColumnWidth.Relative(2.5) },
            new Column("Verksamhetsområde") { Width = ColumnWidth.Relative(2) },
            new Column("Utförare") { Width = ColumnWidth.Relative(2) },
            .. egen.Rubrik is null ? Array.Empty<Column>() : [new Column(egen.Rubrik) { Align = Align.Right, Width = ColumnWidth.Fixed(58) }],
            new Column("Skäl") { Width = ColumnWidth.Relative(3.5) },
        ])
        {
            Caption = $"{rubrik}: {Ord.Antal(utan.Count, "avtal eller enhet", "avtal och enheter")}",
            Rows =
            [
                .. utan.Select(u => egen.Varde is null
                    ? Row.Of(u.Objekt, Ord.Omrade(u.Verksamhetsomrade), u.Utforare ?? Ord.Okant, u.Skal)
                    : Row.Of(u.Objekt, Ord.Omrade(u.Verksamhetsomrade), u.Utforare ?? Ord.Okant, egen.Varde(u), u.Skal)),
            ],
        };
    }
}
