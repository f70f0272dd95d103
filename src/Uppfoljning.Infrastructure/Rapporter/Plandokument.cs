using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;
using Uppfoljning.Pdf;

namespace Uppfoljning.Infrastructure.Rapporter;

/// <summary>Uppföljningsplanen som dokument: framsida, bakgrund, planen i liggande tabell, vad som står utan rad, och beslutet.</summary>
/// <remarks>Inget i dokumentet beror på när det skrivs ut, så en beslutad plan ger samma fil varje gång.</remarks>
public sealed class Plandokument(string kommun) : IPlandokument
{
    private const string Okant = "Inte känt";

    public byte[] Pdf(Planrapport rapport)
    {
        using var ut = new MemoryStream();
        PdfWriter.Write(Dokument(rapport), ut);
        return ut.ToArray();
    }

    internal Document Dokument(Planrapport rapport)
    {
        var plan = rapport.Plan;
        var titel = $"{plan.Namn}, {plan.Namnd}";
        return new Document
        {
            Metadata = new Metadata
            {
                Title = titel,
                Author = $"{kommun}, {plan.Namnd}",
                Subject = $"Nämndens plan för uppföljning av avtal och enheter under {plan.Ar}.",
                Keywords = ["uppföljningsplan", plan.Namnd, $"{plan.Ar}"],
                Created = SvenskTid.Lokal(plan.Genererad),
                Id = plan.Id,
            },
            Header = new PageBand(titel, rapport.Utkast ? "Utkast, inte beslutad" : Beslutsrad(plan)),
            Footer = new PageBand(kommun, "Sida {page} av {pages}"),
            Watermark = rapport.Utkast ? "UTKAST" : null,
            Blocks =
            [
                Framsida(rapport),
                new TableOfContents(),
                new PageBreak(),
                .. Bakgrund(rapport),
                .. Sammanfattning(rapport),
                new Section([.. Planen(rapport), .. UtanRad(rapport)], PageFormat.A4Landscape),
                .. Beslut(rapport),
                new Section(Skalen(rapport), PageFormat.A4Landscape),
            ],
        };
    }

    private Cover Framsida(Planrapport rapport) => new(rapport.Plan.Namn)
    {
        Owner = $"{kommun} · {rapport.Plan.Namnd}",
        Subtitle = rapport.Utkast ? "Utkast till nämndens beslut" : "Beslutad av nämnden",
        Facts =
        [
            new("Nämnd", rapport.Plan.Namnd),
            new("Planår", $"{rapport.Plan.Ar}"),
            new("Status", rapport.Utkast ? "Utkast, inte beslutad" : Beslutsrad(rapport.Plan)),
            new("Underlag ur registret", $"{SvenskTid.Datum(rapport.Plan.Genererad).Iso()}"),
            new("Omfattning", $"{Plantext.Antal(rapport.Rader.Count, "rad", "rader")}, {rapport.Utan.Count} utan rad"),
        ],
    };

    private static List<Block> Bakgrund(Planrapport rapport) =>
    [
        new Heading(1, "Bakgrund"),
        new Paragraph($"Kommunfullmäktige antar för varje mandatperiod ett program med mål och riktlinjer för sådana kommunala angelägenheter som utförs av privata utförare ({Plangenerering.ProgramLagrum}). "
            + $"Programmet anger hur uppföljning ska ske och hur allmänhetens insyn ska tillgodoses. Nämnden gör varje år en plan för när och hur avtal och verksamhet ska följas upp. Detta är planen för {rapport.Plan.Ar}."),
        new Paragraph("Planen omfattar alla utförare oavsett driftsform:"),
        new ItemList(
        [
            $"varje avtal som löper någon dag under {rapport.Plan.Ar}; kommunen ska kontrollera och följa upp verksamhet som genom avtal har lämnats över till privata utförare ({Plangenerering.KontrollLagrum})",
            "varje enhet i egen regi som verkar i konkurrens med privata utförare; är det inte känt om den gör det står den med i planen tills nämnden har avgjort frågan",
            "varje enhet hos en annan utförare som inget avtal i planen täcker; är driftsformen inte känd står det så",
        ]),
        new Paragraph($"Nämnden svarar för att verksamheten följer de mål och lagar som gäller, också när den har lämnats över ({Plangenerering.InternKontrollLagrum}). "
            + $"Tillsyn får nämnden inte utöva över verksamhet som den själv bedriver ({Uppfoljningsformer.TillsynLagrum})."),
        new Paragraph("För varje rad anger planen de fem punkter som programmet kräver:") { KeepWithNext = true },
        new ItemList(
        [
            "vad som ska följas upp",
            "vilka former av uppföljning som tillämpas",
            "vem som ansvarar för att genomföra uppföljningen",
            "tidplan och intervall",
            "hur resultatet återkopplas till nämnden, utföraren och allmänheten",
        ])
        { Numbered = true },
        new Paragraph("Utöver den regelbundna uppföljningen kan särskild granskning göras av förekommen anledning, till exempel ny lagstiftning, eller efter beslut av nämnden, dess ordförande eller ansvarig chef. "
            + "Det som inte är känt i registret anges som inte känt."),
    ];

    private static List<Block> Sammanfattning(Planrapport rapport)
    {
        var omraden = rapport.Rader.GroupBy(r => r.Verksamhetsomrade).ToList();
        return
        [
            new Heading(1, "Planen i siffror"),
            new Table(
            [
                new Column("Verksamhetsområde") { RowHeader = true, Width = ColumnWidth.Relative(3) },
                new Column("Avtal") { Align = Align.Right, Width = ColumnWidth.Relative(1) },
                new Column("Enheter") { Align = Align.Right, Width = ColumnWidth.Relative(1) },
                new Column("Rader") { Align = Align.Right, Width = ColumnWidth.Relative(1) },
            ])
            {
                Caption = $"Rader per verksamhetsområde {rapport.Plan.Ar}",
                Rows =
                [
                    .. omraden.Select(o => Siffror(Omrade(o.Key), [.. o])),
                    Siffror("Totalt", rapport.Rader) with { Total = true },
                ],
            },
            new Paragraph(rapport.Utan.Count == 0
                ? "Alla nämndens avtal och enheter i registret har en rad."
                : $"{Plantext.Antal(rapport.Utan.Count, "avtal eller enhet", "avtal och enheter")} i registret har ingen rad. Varje skäl står i avsnittet Utan rad.") { Small = true },
        ];
    }

    private static Row Siffror(string namn, IReadOnlyList<Planrad> rader) => Row.Of(namn,
        $"{rader.Count(r => r.Sort == Objektsort.Avtal)}", $"{rader.Count(r => r.Sort == Objektsort.Enhet)}", $"{rader.Count}");

    private static List<Block> Planen(Planrapport rapport)
    {
        var aterkoppling = Aterkopplingsformer(rapport.Rader);
        return
        [
            new Heading(1, "Planen"),
            new Table(
            [
                new Column("Nr") { Align = Align.Right, Width = ColumnWidth.Fixed(26) },
                new Column("Avtal eller enhet") { RowHeader = true, Width = ColumnWidth.Relative(3.1) },
                new Column("Vad som följs upp") { Width = ColumnWidth.Relative(3.4) },
                new Column("Form") { Width = ColumnWidth.Relative(1.9) },
                new Column("Ansvarig") { Width = ColumnWidth.Relative(1.5) },
                new Column("Tid och intervall") { Width = ColumnWidth.Relative(1.6) },
                new Column("Återkoppling") { Width = ColumnWidth.Fixed(66) },
            ])
            {
                Caption = $"Uppföljningar {rapport.Plan.Ar} efter verksamhetsområde. Bokstaven under Återkoppling förklaras i nästa avsnitt.",
                Groups =
                [
                    .. rapport.Rader.GroupBy(r => r.Verksamhetsomrade).Select(o => new RowGroup(
                        $"{Omrade(o.Key)} ({Plantext.Antal(o.Count(), "rad", "rader")})",
                        [.. o.Select(r => Rad(r, rapport.Plan.Ar, aterkoppling[Aterkoppling.Av(r)]))])),
                ],
            },
            new Heading(1, "Återkoppling"),
            new Paragraph("Så återkopplas resultatet till nämnden, till utföraren och till allmänheten. Bokstaven står vid varje rad i planen.") { KeepWithNext = true },
            new Table(
            [
                new Column("") { RowHeader = true, Width = ColumnWidth.Fixed(26) },
                new Column("Till nämnden") { Width = ColumnWidth.Relative(1) },
                new Column("Till utföraren") { Width = ColumnWidth.Relative(1) },
                new Column("Till allmänheten") { Width = ColumnWidth.Relative(1) },
                new Column("Rader") { Align = Align.Right, Width = ColumnWidth.Fixed(40) },
            ])
            {
                Caption = "Former för återkoppling",
                Rows =
                [
                    .. aterkoppling.Select(a => Row.Of(a.Value, a.Key.Namnd, a.Key.Utforare, a.Key.Allmanhet, $"{rapport.Rader.Count(r => Aterkoppling.Av(r) == a.Key)}")),
                ],
            },
        ];
    }

    private static Row Rad(Planrad r, int ar, string aterkoppling) => new(
    [
        $"{r.Nr}",
        [Run.Strong(r.Objekt), $"\n{Fakta(r)}"],
        r.VadSomFoljsUpp,
        Uppfoljningsformer.Uppraknade(Uppfoljningsformer.Las(r.Former)),
        r.Ansvarig,
        $"{Stor(Plantext.Period(r.ForstaManad, r.SistaManad, ar))}\n{Stor(Plantext.Intervall(r.IntervallManader))}",
        aterkoppling,
    ]);

    /// <summary>Varje olika sätt att återkoppla får en bokstav, i den ordning de först används: A–Z, sedan A2, B2 och så vidare.</summary>
    private static Dictionary<Aterkoppling, string> Aterkopplingsformer(IReadOnlyList<Planrad> rader) => rader
        .Select(Aterkoppling.Av).Distinct()
        .Select((a, i) => (a, Bokstav: $"{(char)('A' + (i % 26))}{(i < 26 ? "" : $"{(i / 26) + 1}")}"))
        .ToDictionary(x => x.a, x => x.Bokstav);

    private static List<Block> Skalen(Planrapport rapport) =>
    [
        new Heading(1, "Bilaga: varför raderna finns"),
        new Table(
        [
            new Column("Nr") { Align = Align.Right, Width = ColumnWidth.Fixed(26) },
            new Column("Avtal eller enhet") { RowHeader = true, Width = ColumnWidth.Relative(2) },
            new Column("Varför raden finns") { Width = ColumnWidth.Relative(4) },
            new Column("Varför den tiden") { Width = ColumnWidth.Relative(3) },
            new Column("Varför den ansvarige") { Width = ColumnWidth.Relative(2) },
        ])
        {
            Caption = "Skäl för varje rad",
            Rows =
            [
                .. rapport.Rader.Select(r => Row.Of($"{r.Nr}", r.Objekt, $"{Skal(r, Skalsort.Raden)} {Skal(r, Skalsort.Andring)}".TrimEnd(), Skal(r, Skalsort.Tid), Skal(r, Skalsort.Ansvarig))),
            ],
        },
        new Heading(2, "Form och intervall"),
        new ItemList([.. new[] { Skalsort.Form, Skalsort.Intervall }.SelectMany(sort => Gemensamma(rapport, sort))]),
    ];

    private static string Skal(Planrad rad, Skalsort sort) => Planskal.Las(rad.Skal).FirstOrDefault(s => s.Sort == sort)?.Text ?? "";

    /// <summary>Skäl som flera rader har gemensamt, vart och ett en gång med de rader det gäller.</summary>
    private static IEnumerable<ListItem> Gemensamma(Planrapport rapport, Skalsort sort) => rapport.Rader
        .GroupBy(r => Skal(r, sort))
        .Where(g => g.Key.Length > 0)
        .Select(g => (ListItem)$"{g.Key} ({(g.Count() == 1 ? $"rad {g.First().Nr}" : $"{g.Count()} rader")})");

    /// <summary>Utförare, driftsform och avtal; det som saknas sägs.</summary>
    private static string Fakta(Planrad r)
    {
        var driftsform = r.VisadDriftsform()?.Text();
        var utforare = (r.Utforare, driftsform) switch
        {
            ({ } namn, { } form) => $"{namn} ({form.ToLowerInvariant()})",
            ({ } namn, null) => $"{namn} (driftsform inte känd)",
            (null, { } form) => r.Sort == Objektsort.Enhet ? form : $"Utföraren är inte känd ({form.ToLowerInvariant()})",
            _ => "Utförare och driftsform är inte kända",
        };
        if (r.Sort == Objektsort.Enhet) { return utforare; }
        var avtal = r.Avtalsnummer is null ? "Avtal utan nummer" : $"Avtal {r.Avtalsnummer}";
        return $"{utforare}\n{avtal}, {r.Start?.Iso() ?? "okänd start"} – {r.Slut?.Iso() ?? "okänt slut"}";
    }

    private static List<Block> UtanRad(Planrapport rapport)
    {
        if (rapport.Utan.Count == 0)
        {
            return [new Heading(1, "Utan rad"), new Paragraph("Alla nämndens avtal och enheter i registret har en rad.")];
        }
        return
        [
            new Heading(1, "Utan rad"),
            new Paragraph("Nämndens övriga avtal och enheter i registret, och varför de inte har någon rad. Rader och det som står här är tillsammans hela registret."),
            new Table(
            [
                new Column("Avtal eller enhet") { RowHeader = true, Width = ColumnWidth.Relative(2.5) },
                new Column("Verksamhetsområde") { Width = ColumnWidth.Relative(2) },
                new Column("Utförare") { Width = ColumnWidth.Relative(2) },
                new Column("Skäl") { Width = ColumnWidth.Relative(3.5) },
            ])
            {
                Caption = "Avtal och enheter utan rad i planen",
                Rows = [.. rapport.Utan.Select(u => Row.Of(u.Objekt, Omrade(u.Verksamhetsomrade), u.Utforare ?? Okant, u.Skal))],
            },
        ];
    }

    private static List<Block> Beslut(Planrapport rapport)
    {
        var plan = rapport.Plan;
        if (rapport.Utkast)
        {
            return
            [
                new Heading(1, "Beslut"),
                new Callout([new Paragraph($"Detta är ett utkast till {plan.Namnd}. Nämnden beslutar om planen tillsammans med verksamhetsplanen, normalt i december före planåret.")])
                {
                    Title = "Inte beslutad",
                },
                Underskrifter(),
            ];
        }
        return
        [
            new Heading(1, "Beslut"),
            new KeyValueList(
            [
                new("Beslutad av", plan.Namnd),
                new("Sammanträde", plan.Sammantrade?.Iso() ?? Okant),
                new("Paragraf", $"§ {plan.Paragraf}"),
                new("Beslutsdatum", plan.Beslutsdatum?.Iso() ?? Okant),
                new("Checksumma (SHA-256)", Delad(plan.Checksumma)),
            ]),
            new Paragraph("Checksumman är beräknad över alla rader och allt som står utan rad när beslutet registrerades. Ändras ett tecken blir den en annan.") { Small = true },
            Underskrifter(),
        ];
    }

    private static Signatures Underskrifter() => new([new Signature("", "Nämndens ordförande"), new Signature("", "Nämndsekreterare")]);

    private static string Beslutsrad(Plan plan) => $"Beslutad {plan.Beslutsdatum?.Iso()}, § {plan.Paragraf}";

    private static string Omrade(string? namn) => namn ?? "Verksamhetsområdet är inte känt";

    private static string Stor(string text) => text.Length == 0 ? Okant : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Summan i grupper om åtta tecken, så att den går att jämföra för hand och att bryta.</summary>
    private static string Delad(string? summa) => summa is null ? Okant : string.Join(' ', summa.Chunk(8).Select(d => new string(d)));

    private sealed record Aterkoppling(string Namnd, string Utforare, string Allmanhet)
    {
        public static Aterkoppling Av(Planrad r) => new(r.AterkopplingNamnd, r.AterkopplingUtforare, r.AterkopplingAllmanhet);
    }
}
