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
                // Den första versionen är planen själv, med eller utan en sparad version.
                Created = SvenskTid.Lokal(rapport.Version is { Nr: > 1 } ny ? ny.Registrerad : plan.Genererad),
                Id = rapport.Version is { Nr: > 1 } v ? v.Id : plan.Id,
            },
            Header = new PageBand(titel, Beslutsrad(rapport)),
            Footer = new PageBand(kommun, "Sida {page} av {pages}"),
            Watermark = rapport.Utkast ? "UTKAST" : null,
            Blocks =
            [
                Framsida(rapport),
                new TableOfContents(),
                new PageBreak(),
                .. Bakgrund(rapport),
                .. Sammanfattning(rapport),
                new Section([.. Planen(rapport), .. Granskningar(rapport), .. Utelamnade(rapport), .. UtanRad(rapport)], PageFormat.A4Landscape),
                .. Beslut(rapport),
                new Section(Skalen(rapport), PageFormat.A4Landscape),
                new Section(Fullstandigheten(rapport), PageFormat.A4),
            ],
        };
    }

    private Cover Framsida(Planrapport rapport) => new(rapport.Plan.Namn)
    {
        Owner = $"{kommun} · {rapport.Plan.Namnd}",
        Subtitle = rapport.Version switch
        {
            null => rapport.Plan.Tillstand == Plantillstand.Reviderad ? "Utkast till ändring av planen" : "Utkast till nämndens beslut",
            { Nr: > 1 } v => $"Version {v.Nr}, {(Planbeslutspunkt.ArDelegerad(v.Paragraf) ? "ändrad på delegation" : "ändrad av nämnden")}",
            _ => "Beslutad av nämnden",
        },
        Facts =
        [
            new("Nämnd", rapport.Plan.Namnd),
            new("Planår", $"{rapport.Plan.Ar}"),
            new("Status", Beslutsrad(rapport)),
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
        var ordinarie = Ordinarie(rapport);
        var omraden = ordinarie.GroupBy(r => r.Verksamhetsomrade).ToList();
        var granskningar = rapport.Rader.Count - ordinarie.Count;
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
                    Siffror("Totalt", ordinarie) with { Total = true },
                ],
            },
            .. granskningar == 0 ? Array.Empty<Block>() :
                [new Paragraph($"Därutöver {Plantext.Antal(granskningar, "särskild granskning", "särskilda granskningar")}, i ett eget avsnitt.") { Small = true }],
            new Paragraph(rapport.Utan.Count == 0
                ? "Alla nämndens avtal och enheter i registret har en rad."
                : $"{Plantext.Antal(rapport.Utan.Count, "avtal eller enhet", "avtal och enheter")} i registret har ingen rad. Varje skäl står i avsnitten Utelämnade och Utan rad.") { Small = true },
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
                new Column("Tid, intervall och risk") { Width = ColumnWidth.Relative(1.8) },
                new Column("Återkoppling") { Width = ColumnWidth.Fixed(66) },
            ])
            {
                Caption = $"Uppföljningar {rapport.Plan.Ar} efter verksamhetsområde. Bokstaven under Återkoppling förklaras i nästa avsnitt.",
                Groups =
                [
                    .. Ordinarie(rapport).GroupBy(r => r.Verksamhetsomrade).Select(o => new RowGroup(
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
        new Cell([Run.Strong(r.Objekt), $"\n{Fakta(r)}"]),
        r.VadSomFoljsUpp,
        Uppfoljningsformer.Uppraknade(Uppfoljningsformer.Las(r.Former)),
        r.Ansvarig,
        $"{Stor(Plantillfallen.Text(r, ar))}\n{Stor(Plantext.Intervall(r.IntervallManader))}{Risk(r)}",
        aterkoppling,
    ]);

    /// <summary>Risken under intervallet; en rad från innan risken bedömdes har ingen.</summary>
    private static string Risk(Planrad r) => r.Riskpoang is not { } poang ? "" : $"\nRisk: {(r.Riskniva is null ? "" : $"{r.Riskniva.ToLowerInvariant()}, ")}{Riskbedomning.Text(poang)} poäng";

    private static IReadOnlyList<Planrad> Ordinarie(Planrapport rapport) => [.. rapport.Rader.Where(r => r.Slag == Radslag.Ordinarie)];

    private static List<Block> Granskningar(Planrapport rapport)
    {
        var granskningar = rapport.Rader.Where(r => r.Slag == Radslag.SarskildGranskning).ToList();
        if (granskningar.Count == 0) { return []; }
        return
        [
            new Heading(1, "Särskilda granskningar"),
            new Paragraph($"Granskningar vid sidan av den regelbundna uppföljningen, av förekommen anledning eller efter beslut av nämnden, dess ordförande eller ansvarig chef ({Uppfoljningsformer.SarskildGranskningLagrum})."),
            new Table(
            [
                new Column("Nr") { Align = Align.Right, Width = ColumnWidth.Fixed(26) },
                new Column("Avtal eller enhet") { RowHeader = true, Width = ColumnWidth.Relative(2.6) },
                new Column("Vad som utlöser den") { Width = ColumnWidth.Relative(2.4) },
                new Column("Vad som granskas") { Width = ColumnWidth.Relative(3) },
                new Column("Form") { Width = ColumnWidth.Relative(1.7) },
                new Column("Ansvarig") { Width = ColumnWidth.Relative(1.5) },
                new Column("Tid") { Width = ColumnWidth.Relative(1.4) },
            ])
            {
                Caption = $"Särskilda granskningar {rapport.Plan.Ar}",
                Rows =
                [
                    .. granskningar.Select(r => new Row(
                    [
                        $"{r.Nr}",
                        new Cell([Run.Strong(r.Objekt), $"\n{Fakta(r)}"]),
                        string.Join('\n', new[] { Utlosaren(r.Utlosare), r.Utlosartext, r.Utlosardatum?.Iso() }.OfType<string>()),
                        r.VadSomFoljsUpp,
                        Uppfoljningsformer.Uppraknade(Uppfoljningsformer.Las(r.Former)),
                        r.Ansvarig,
                        Stor(Plantillfallen.Text(r, rapport.Plan.Ar)),
                    ])),
                ],
            },
        ];
    }

    private static string Utlosaren(Utlosare? utlosare) => utlosare switch
    {
        Utlosare.NyLag => "Ny lag",
        Utlosare.NamndensBeslut => "Nämndens beslut",
        Utlosare.OrdforandesBeslut => "Ordförandens beslut",
        Utlosare.ChefsBeslut => "Ansvarig chefs beslut",
        _ => Okant,
    };

    /// <summary>Det som någon har valt bort ur planen, för sig: det är ett val och inte något som registret ger.</summary>
    private static List<Block> Utelamnade(Planrapport rapport)
    {
        var utelamnade = rapport.Utan.Where(u => u.Slag == Utanslag.Utelamnad).ToList();
        if (utelamnade.Count == 0) { return []; }
        return
        [
            new Heading(1, "Utelämnade"),
            new Paragraph("Avtal och enheter som kunde ha haft en rad men som har valts bort, med skälet."),
            Utantabell(utelamnade, "Utelämnade avtal och enheter", risk: true),
        ];
    }

    private static Table Utantabell(IReadOnlyList<UtanRad> utan, string rubrik, bool risk) => new(
    [
        new Column("Avtal eller enhet") { RowHeader = true, Width = ColumnWidth.Relative(2.5) },
        new Column("Verksamhetsområde") { Width = ColumnWidth.Relative(2) },
        new Column("Utförare") { Width = ColumnWidth.Relative(2) },
        .. risk ? [new Column("Riskpoäng") { Align = Align.Right, Width = ColumnWidth.Fixed(58) }] : Array.Empty<Column>(),
        new Column("Skäl") { Width = ColumnWidth.Relative(3.5) },
    ])
    {
        Caption = rubrik,
        Rows =
        [
            .. utan.Select(u => risk
                ? Row.Of(u.Objekt, Omrade(u.Verksamhetsomrade), u.Utforare ?? Okant, u.Riskpoang is { } p ? Riskbedomning.Text(p) : Okant, u.Skal)
                : Row.Of(u.Objekt, Omrade(u.Verksamhetsomrade), u.Utforare ?? Okant, u.Skal)),
        ],
    };

    /// <summary>Beviset: varje avtal och enhet i registret med sin rad eller sitt skäl, under sin utförare.</summary>
    private static List<Block> Fullstandigheten(Planrapport rapport)
    {
        var bevis = Fullstandighet.AvPlanen(rapport.Rader, rapport.Utan);
        return
        [
            new Heading(1, "Bilaga: fullständighet"),
            new Paragraph($"Planen ska omfatta varje avtal och uppdrag ({Plangenerering.KontrollLagrum}, {Plangenerering.ProgramLagrum}). Här står hela registret så som det var {(rapport.Utkast ? "när planen gjordes" : "när planen beslutades")}, och för var och en raden i planen eller skälet till att den inte har någon."),
            new Table(
            [
                new Column("I registret") { RowHeader = true, Width = ColumnWidth.Relative(3) },
                new Column("Alla") { Align = Align.Right, Width = ColumnWidth.Relative(1) },
                new Column("Har rad") { Align = Align.Right, Width = ColumnWidth.Relative(1) },
                new Column("Utan rad, med skäl") { Align = Align.Right, Width = ColumnWidth.Relative(1.6) },
                new Column("Saknas") { Align = Align.Right, Width = ColumnWidth.Relative(1) },
            ])
            {
                Caption = "Registret mot planen",
                Rows =
                [
                    Summa("Avtal", bevis.Avtal),
                    Summa("Enheter", bevis.Enheter),
                    Summa("Avtal och enheter", bevis.Totalt) with { Total = true },
                    Summa("Utförare", bevis.Utforarna),
                ],
            },
            new Table(
            [
                new Column("Avtal eller enhet") { RowHeader = true, Width = ColumnWidth.Relative(3) },
                new Column("Verksamhetsområde") { Width = ColumnWidth.Relative(2) },
                new Column("Rad") { Align = Align.Right, Width = ColumnWidth.Fixed(44) },
                new Column("Skäl") { Width = ColumnWidth.Relative(3.5) },
            ])
            {
                Caption = "Varje avtal och enhet efter utförare",
                Groups =
                [
                    .. bevis.Objekt.GroupBy(o => o.Objekt.Utforare).OrderBy(g => g.Key is null).ThenBy(g => g.Key, Plantext.Ordning).Select(g => new RowGroup(
                        g.Key ?? "Utföraren är inte känd",
                        [.. g.Select(o => Row.Of(o.Objekt.Namn, Omrade(o.Objekt.Verksamhetsomrade), string.Join(", ", o.Rader), o.Skal ?? (o.Tackning == Tackning.Saknas ? "Saknas" : "")))])),
                ],
            },
        ];
    }

    private static Row Summa(string namn, Tackningssumma s) => Row.Of(namn, $"{s.Antal}", $"{s.MedRad}", $"{s.MedSkal}", $"{s.Saknas}");

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
            new Column("Varför raden finns") { Width = ColumnWidth.Relative(3.2) },
            new Column("Varför så ofta") { Width = ColumnWidth.Relative(3.4) },
            new Column("Varför den tiden") { Width = ColumnWidth.Relative(2.6) },
            new Column("Varför den ansvarige") { Width = ColumnWidth.Relative(1.8) },
        ])
        {
            Caption = "Skäl för varje rad",
            Rows =
            [
                .. rapport.Rader.Select(r => Row.Of($"{r.Nr}", r.Objekt, $"{Skal(r, Skalsort.Raden)} {Skal(r, Skalsort.Andring)}".TrimEnd(), Skal(r, Skalsort.Intervall), Skal(r, Skalsort.Tid), Skal(r, Skalsort.Ansvarig))),
            ],
        },
        new Heading(2, "Form"),
        new ItemList([.. Gemensamma(rapport, Skalsort.Form)]),
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
        if (r.ArTema) { return "Tema"; }
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
        var ovriga = rapport.Utan.Where(u => u.Slag != Utanslag.Utelamnad).ToList();
        if (ovriga.Count == 0) { return []; }
        return
        [
            new Heading(1, "Utan rad"),
            new Paragraph("Nämndens övriga avtal och enheter i registret, och varför de inte har någon rad. Rader och det som står utan rad är tillsammans hela registret."),
            Utantabell(ovriga, "Avtal och enheter utan rad i planen", risk: false),
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
        var v = rapport.Version!;
        var delegerad = Planbeslutspunkt.ArDelegerad(v.Paragraf);
        return
        [
            new Heading(1, "Beslut"),
            new KeyValueList(
            [
                new("Beslutad av", delegerad ? $"Delegat för {plan.Namnd}" : plan.Namnd),
                new(delegerad ? "Beslutsdag" : "Sammanträde", v.Sammantrade.Iso()),
                delegerad ? new("Delegationspunkt", Planbeslutspunkt.Text(v.Paragraf)) : new("Paragraf", $"§ {v.Paragraf}"),
                .. v.Nr == 1 ? Array.Empty<KeyValue>() : [new("Version", $"{v.Nr}"), new("Varför planen ändrades", v.Skal ?? Okant)],
                new("Checksumma (SHA-256)", Delad(v.Checksumma)),
            ]),
            new Paragraph("Checksumman är beräknad över alla rader och allt som står utan rad när beslutet registrerades. Ändras ett tecken blir den en annan.") { Small = true },
            Underskrifter(),
        ];
    }

    private static Signatures Underskrifter() => new([new Signature("", "Nämndens ordförande"), new Signature("", "Nämndsekreterare")]);

    private static string Beslutsrad(Planrapport rapport) => rapport.Version is not { } v ? "Utkast, inte beslutad" : $"Beslutad {v.Beslut}{(v.Nr == 1 ? "" : $", version {v.Nr}")}";

    private static string Omrade(string? namn) => namn ?? "Verksamhetsområdet är inte känt";

    private static string Stor(string text) => text.Length == 0 ? Okant : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Summan i grupper om åtta tecken, så att den går att jämföra för hand och att bryta.</summary>
    private static string Delad(string? summa) => summa is null ? Okant : string.Join(' ', summa.Chunk(8).Select(d => new string(d)));

    private sealed record Aterkoppling(string Namnd, string Utforare, string Allmanhet)
    {
        public static Aterkoppling Av(Planrad r) => new(r.AterkopplingNamnd, r.AterkopplingUtforare, r.AterkopplingAllmanhet);
    }
}
