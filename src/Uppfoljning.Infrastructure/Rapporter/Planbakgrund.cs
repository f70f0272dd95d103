using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Program;
using Uppfoljning.Pdf;

namespace Uppfoljning.Infrastructure.Rapporter;

/// <summary>Varför planen finns: lagen, programmet den vilar på och målen den bidrar till.</summary>
internal static class Planbakgrund
{
    public static List<Block> Av(Planrapport rapport) => [.. Lagen(rapport), .. Programmet(rapport), .. Malen(rapport)];

    private static List<Block> Lagen(Planrapport rapport) =>
    [
        new Heading(1, "Bakgrund"),
        new Paragraph(
        [
            "Kommunfullmäktige antar för varje mandatperiod ett ",
            Run.Noted("program", $"5 kap. 3 § {Ord.Kommunallagen}. Sedan den {Dag(Programregler.SamtligaUtforareFran)} gäller programmet samtliga utförare, alltså också kommunens egen regi och bolag (SFS 2024:247)."),
            " med mål och riktlinjer för sådana kommunala angelägenheter som utförs av utförare. Programmet anger hur uppföljning ska ske och hur allmänhetens insyn ska tillgodoses. "
                + $"Nämnden gör varje år en plan för när och hur avtal och verksamhet ska följas upp. Detta är planen för {rapport.Plan.Ar}.",
        ]),
        new Paragraph("Planen omfattar alla utförare oavsett driftsform:") { KeepWithNext = true },
        new ItemList(
        [
            new ListItem(
            [
                $"varje avtal som löper någon dag under {rapport.Plan.Ar}; kommunen ska ",
                Run.Noted("kontrollera och följa upp", $"10 kap. 8 § {Ord.Kommunallagen}. Privat utförare är den som har hand om en kommunal angelägenhet utan att vara kommunens eget bolag, stiftelse eller förening (10 kap. 7 §)."),
                " verksamhet som genom avtal har lämnats över till privata utförare",
            ]),
            "varje enhet i egen regi som verkar i konkurrens med privata utförare; är det inte känt om den gör det står den med i planen tills nämnden har avgjort frågan",
            "varje enhet hos en annan utförare som inget avtal i planen täcker; är driftsformen inte känd står det så",
        ]),
        new Paragraph(
        [
            "Nämnden ",
            Run.Noted("svarar för", $"6 kap. 6 § {Ord.Kommunallagen}: nämnden ser till att verksamheten följer mål och lag och att den interna kontrollen räcker, också när en angelägenhet har lämnats över till någon annan."),
            " att verksamheten följer de mål och lagar som gäller, också när den har lämnats över. ",
            Run.Noted("Tillsyn", $"6 kap. 7 § {Ord.Kommunallagen}."),
            " får nämnden inte utöva över verksamhet som den själv bedriver.",
        ]),
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
        new Paragraph(
        [
            "Utöver den regelbundna uppföljningen kan särskild granskning göras av förekommen anledning, till exempel ny lagstiftning, eller efter beslut av nämnden, dess ordförande eller ansvarig chef. "
                + "Det som inte är känt i registret anges som inte känt. Varför varje rad finns och varför den följs upp så ofta står i bilagan ",
            Run.See(Planbilagor.Skalen, "Varför raderna finns"), ", på sidan ", Run.PageOf(Planbilagor.Skalen, "längre ned"), ".",
        ]),
    ];

    private static List<Block> Programmet(Planrapport rapport)
    {
        var rubrik = new Heading(2, "Programmet som planen vilar på");
        if (rapport.Program is not { } p)
        {
            return
            [
                rubrik,
                new Callout([new Paragraph(rapport.Utkast
                    ? $"Inget program för uppföljning och insyn gäller i dag. Fullmäktige antar ett för varje mandatperiod ({Programregler.Lagrum})."
                    : $"Inget program för uppföljning och insyn gällde när planen beslutades ({Programregler.Lagrum}).")])
                {
                    Title = "Program saknas",
                },
            ];
        }
        return
        [
            rubrik,
            new KeyValueList(
            [
                new("Program", $"{p.Namn}, version {p.Versionsnr}"),
                new("Mandatperiod", $"{p.Period} (från och med {p.Period.Fran.Iso()})"),
                new("Antaget av fullmäktige", $"{p.Beslutsdatum.Iso()}, § {p.Paragraf}"),
                new("Gäller från", p.GallerFran.Iso()),
            ]),
        ];
    }

    private static List<Block> Malen(Planrapport rapport)
    {
        List<Block> block = [new Heading(2, "Mål som uppföljningen prövar")];
        switch (rapport.Forutsattningar)
        {
            case null:
                block.Add(new Paragraph("Vilka mål nämnden hade när planen beslutades är inte känt."));
                break;
            case { AntalMal: 0 }:
                block.Add(new Paragraph($"Registret har inga mål för {rapport.Plan.Namnd}."));
                break;
            case { Mal: { } mal }:
                block.Add(new Paragraph("Fullmäktiges mål gäller all verksamhet, också den som privata utförare har hand om. Uppföljningen ger underlag för hur nämndens mål uppfylls.") { KeepWithNext = true });
                block.Add(new Table([new Column("Nämndens mål") { RowHeader = true, Width = ColumnWidth.Relative(1) }, new Column("Fullmäktiges mål") { Width = ColumnWidth.Relative(1) }])
                {
                    Caption = $"Målen för {rapport.Plan.Namnd}",
                    Rows = [.. mal.Select(m => Row.Of(m.Namn, m.Fullmaktigemal ?? Ord.Okant))],
                });
                break;
            case { AntalMal: var antal }:
                block.Add(new Paragraph($"Nämnden hade {Ord.Tal(antal)} mål när planen beslutades. De står i nämndens verksamhetsplan."));
                break;
        }
        return block;
    }

    private static string Dag(DateOnly dag) => $"{dag.Day} {Plantext.Manad(dag.Month)} {dag.Year}";
}
