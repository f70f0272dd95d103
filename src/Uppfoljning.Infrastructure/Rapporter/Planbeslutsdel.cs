using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Pdf;

namespace Uppfoljning.Infrastructure.Rapporter;

/// <summary>Framsidan och beslutssidan: vems planen är och vad som är beslutat, eller föreslås.</summary>
internal static class Planbeslutsdel
{
    public static string Rad(Planrapport rapport) => rapport.Version is not { } v ? "Utkast, inte beslutad" : $"Beslutad {v.Beslut}{(v.Nr == 1 ? "" : $", version {v.Nr}")}";

    public static Cover Framsida(Planrapport rapport, string kommun) => new(rapport.Plan.Namn)
    {
        Owner = $"{kommun} · {rapport.Plan.Namnd}",
        Subtitle = rapport.Version switch
        {
            null => Andring(rapport) ? "Utkast till ändring av planen" : "Utkast till nämndens beslut",
            { Nr: > 1 } v => $"Version {v.Nr}, {(Planbeslutspunkt.ArDelegerad(v.Paragraf) ? "ändrad på delegation" : "ändrad av nämnden")}",
            _ => "Beslutad av nämnden",
        },
        Facts =
        [
            new("Nämnd", rapport.Plan.Namnd),
            new("Planår", $"{rapport.Plan.Ar}"),
            new("Diarienummer", rapport.Plan.Diarienummer?.ToString() ?? Ord.Okant),
            new("Version", rapport.Version is { Nr: var nr } ? $"{nr}" : "Utkast"),
            new("Beslut", rapport.Version is { Beslut: var beslut } ? beslut : "Inte beslutad"),
            new("Underlag ur registret", SvenskTid.Datum(rapport.Plan.Genererad).Iso()),
            new("Omfattning", $"{Ord.Antal(rapport.Rader.Count, "rad", "rader")}, {Ord.Tal(rapport.Utan.Count)} utan rad"),
        ],
    };

    public static List<Block> Av(Planrapport rapport) => rapport.Version is { } version ? Beslutad(rapport.Plan, version) : Forslag(rapport);

    private static List<Block> Forslag(Planrapport rapport)
    {
        var plan = rapport.Plan;
        return
        [
            new PageBreak(),
            new Heading(1, "Beslut"),
            new Callout([new Paragraph($"Detta är ett utkast till {plan.Namnd}. Nämnden beslutar om planen tillsammans med verksamhetsplanen, normalt i december före planåret.")])
            {
                Title = "Inte beslutad",
            },
            new Paragraph("Förslag till beslut:") { KeepWithNext = true },
            new ItemList(
            [
                Andring(rapport)
                    ? $"{plan.Namnd} ändrar uppföljningsplanen för {plan.Ar} enligt denna handling."
                    : $"{plan.Namnd} fastställer uppföljningsplan för {plan.Ar} enligt denna handling.",
            ]),
            .. Andring(rapport) ? [new KeyValueList([new("Varför planen ändras", plan.Revideringsskal ?? Ord.Okant)])] : Array.Empty<Block>(),
            Underskrifter(),
        ];
    }

    private static List<Block> Beslutad(Plan plan, Planversion v)
    {
        var delegerad = Planbeslutspunkt.ArDelegerad(v.Paragraf);
        return
        [
            new PageBreak(),
            new Heading(1, "Beslut"),
            new KeyValueList(
            [
                new("Beslutad av", delegerad ? $"Delegat för {plan.Namnd}" : plan.Namnd),
                new(delegerad ? "Beslutsdag" : "Sammanträde", v.Sammantrade.Iso()),
                delegerad ? new("Delegationspunkt", Planbeslutspunkt.Text(v.Paragraf)) : new("Paragraf", $"§ {v.Paragraf}"),
                new("Version", $"{v.Nr}"),
                .. v.Nr == 1 ? Array.Empty<KeyValue>() : [new("Varför planen ändrades", v.Skal ?? Ord.Okant)],
                new("Program", v.Program is null ? "Inget gällde när planen beslutades" : $"{v.Program}, version {v.Programversion}"),
                new("Checksumma (SHA-256)", Delad(v.Checksumma)),
            ]),
            new Paragraph("Checksumman är beräknad över alla rader och allt som står utan rad när beslutet registrerades. Ändras ett tecken blir den en annan.") { Small = true },
            Underskrifter(),
        ];
    }

    private static bool Andring(Planrapport rapport) => rapport.Plan.Tillstand == Plantillstand.Reviderad;

    private static Signatures Underskrifter() => new([new Signature("", "Nämndens ordförande"), new Signature("", "Nämndsekreterare")]);

    /// <summary>Summan i grupper om åtta tecken, så att den går att jämföra för hand och att bryta.</summary>
    private static string Delad(string? summa) => summa is null ? Ord.Okant : string.Join(' ', summa.Chunk(8).Select(d => new string(d)));
}
