using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Rapporter;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Pdf;

namespace Uppfoljning.Infrastructure.Rapporter;

/// <summary>Uppföljningsplanen så som nämnden beslutar den: framsida, bakgrund, planen i siffror, planen i liggande tabell, beslutet och bilagorna.</summary>
/// <remarks>Inget i dokumentet beror på när det skrivs ut, så en beslutad plan ger samma fil varje gång.</remarks>
public sealed class Plandokument(Rapportskrivare skrivare, Utseende utseende) : IRapportdokument<Planrapport>
{
    public byte[] Skriv(Planrapport rapport, Rapportformat format) => skrivare.Skriv(Dokument(rapport), format);

    internal Document Dokument(Planrapport rapport)
    {
        var plan = rapport.Plan;
        var titel = $"{plan.Namn}, {plan.Namnd}";
        return new Document
        {
            Metadata = new Metadata
            {
                Title = titel,
                Author = $"{utseende.Kommun}, {plan.Namnd}",
                Subject = $"Nämndens plan för uppföljning av avtal och enheter under {plan.Ar}.",
                Keywords = ["uppföljningsplan", plan.Namnd, $"{plan.Ar}"],
                // Den första versionen är planen själv, med eller utan en sparad version.
                Created = SvenskTid.Lokal(rapport.Version is { Nr: > 1 } ny ? ny.Registrerad : plan.Genererad),
                Id = rapport.Version is { Nr: > 1 } v ? v.Id : plan.Id,
            },
            Header = new PageBand(titel, Planbeslutsdel.Rad(rapport)),
            Footer = new PageBand(plan.Diarienummer is { } dnr ? $"{utseende.Kommun}, dnr {dnr}" : utseende.Kommun, "Sida {page} av {pages}"),
            Watermark = rapport.Utkast ? "UTKAST" : null,
            Theme = utseende.Tema,
            Blocks =
            [
                Planbeslutsdel.Framsida(rapport, utseende.Kommun),
                new TableOfContents { Depth = 2 },
                new PageBreak(),
                .. Planbakgrund.Av(rapport),
                .. Plansiffror.Av(rapport),
                new Section([.. Plantabell.Av(rapport), .. Plangranskningar.Av(rapport), .. Planutan.Av(rapport)], PageFormat.A4Landscape),
                .. Planbeslutsdel.Av(rapport),
                .. Planbilagor.Av(rapport),
            ],
        };
    }
}

/// <summary>Det i en rad som flera delar av handlingen skriver.</summary>
internal static class Planradstext
{
    public static IReadOnlyList<Planrad> Ordinarie(this Planrapport rapport) => [.. rapport.Rader.Where(r => r.Slag == Radslag.Ordinarie)];

    public static IReadOnlyList<Planrad> Granskningar(this Planrapport rapport) => [.. rapport.Rader.Where(r => r.Slag == Radslag.SarskildGranskning)];

    /// <summary>Namnet, och under det utförare, driftsform och avtal; det som saknas sägs.</summary>
    public static Cell Objekt(Planrad r) => new([Run.Strong(r.Objekt), $"\n{Fakta(r)}"]);

    public static string Former(Planrad r) => Uppfoljningsformer.Uppraknade(Uppfoljningsformer.Las(r.Former));

    private static string Fakta(Planrad r)
    {
        if (r.ArTema) { return "Tema"; }
        var driftsform = r.VisadDriftsform() is { } d ? Domain.Utforare.Driftsformer.Text(d) : null;
        var utforare = (r.Utforare, driftsform) switch
        {
            ({ } namn, { } form) => $"{namn} ({Ord.Liten(form)})",
            ({ } namn, null) => $"{namn} (driftsform inte känd)",
            (null, { } form) => r.Sort == Objektsort.Enhet ? form : $"Utföraren är inte känd ({Ord.Liten(form)})",
            _ => "Utförare och driftsform är inte kända",
        };
        if (r.Sort == Objektsort.Enhet) { return utforare; }
        var avtal = r.Avtalsnummer is null ? "Avtal utan nummer" : $"Avtal {r.Avtalsnummer}";
        return $"{utforare}\n{avtal}, {r.Start?.Iso() ?? "okänd start"} – {r.Slut?.Iso() ?? "okänt slut"}";
    }
}
