using System.Security.Cryptography;
using System.Text.Json;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Rapporter;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Pdf;

namespace Uppfoljning.Infrastructure.Rapporter;

/// <summary>Avtalsförteckningen: sammanfattning, det som händer inom två år, klausulerna som saknas, och alla avtalen efter verksamhetsområde.</summary>
/// <remarks>Dagen och innehållet bestämmer filen: samma register samma dag ger samma fil.</remarks>
public sealed class Forteckningsdokument(Rapportskrivare skrivare, Utseende utseende) : IRapportdokument<Avtalsforteckning>
{
    public byte[] Skriv(Avtalsforteckning rapport, Rapportformat format) => skrivare.Skriv(Dokument(rapport), format);

    internal Document Dokument(Avtalsforteckning f)
    {
        var vems = Vems(f);
        return new Document
        {
            Metadata = new Metadata
            {
                Title = $"Avtalsförteckning, {vems}",
                Author = f.Namnder.Count == 1 ? $"{utseende.Kommun}, {vems}" : utseende.Kommun,
                Subject = $"Avtal i registret {f.Dag.Iso()}.",
                Keywords = ["avtalsförteckning", .. f.Namnder],
                Created = SvenskTid.Lokal(SvenskTid.Borjan(f.Dag)),
                Id = Id(f),
            },
            Header = new PageBand($"Avtalsförteckning, {vems}", f.Dag.Iso()),
            Footer = new PageBand(utseende.Kommun, "Sida {page} av {pages}"),
            Theme = utseende.Tema,
            Blocks =
            [
                Framsida(f),
                new TableOfContents { Depth = 2 },
                new PageBreak(),
                .. Forteckningssiffror.Av(f),
                .. Forteckningshandelser.Av(f),
                .. Forteckningsklausuler.Av(f),
                new Section([.. Forteckningstabell.Av(f)], PageFormat.A4Landscape),
            ],
        };
    }

    private Cover Framsida(Avtalsforteckning f) => new("Avtalsförteckning")
    {
        Owner = $"{utseende.Kommun} · {Vems(f)}",
        Subtitle = $"Så som registret var {f.Dag.Iso()}",
        Facts =
        [
            new(f.Namnder.Count == 1 ? "Nämnd" : "Nämnder", f.Namnder.Count == 0 ? "Ingen" : string.Join(", ", f.Namnder)),
            new("Dag", f.Dag.Iso()),
            new("Urval", Urval(f)),
            new("Omfattning", $"{Ord.Antal(f.Avtal.Count, "avtal", "avtal")}, {Ord.Tal(f.Avtal.Count(a => a.Loper))} löper"),
        ],
    };

    private static string Vems(Avtalsforteckning f) => f.Namnder.Count switch
    {
        0 => "ingen nämnd",
        1 => f.Namnder[0],
        var antal => $"{antal} nämnder",
    };

    private static string Urval(Avtalsforteckning f)
    {
        // The nämnder have a line of their own.
        var filter = f.Filter.Where(v => v.Namn != nameof(AvtalslistaQuery.Namnd)).GroupBy(v => v.Rubrik, v => v.Text).Select(g => $"{g.Key}: {string.Join(", ", g)}").ToList();
        return filter.Count == 0 ? "Alla avtal i registret" : string.Join("; ", filter);
    }

    /// <summary>Identiteten ur innehållet, så att två förteckningar har samma bara när de är lika.</summary>
    private static Guid Id(Avtalsforteckning f) => new(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(f)).AsSpan(0, 16));
}

/// <summary>Det om ett avtal som flera delar av förteckningen skriver.</summary>
internal static class Forteckningstext
{
    /// <summary>Namnet, och under det nummer och diarienummer.</summary>
    public static Cell Avtal(Forteckningsavtal a) =>
        new([Run.Strong(a.Benamning), $"\n{a.Avtalsnummer ?? "Utan avtalsnummer"}{(a.Diarienummer is null ? "" : $", dnr {a.Diarienummer}")}"]);

    /// <summary>Namnet och numret på en rad.</summary>
    public static Cell Kort(Forteckningsavtal a) => new([Run.Strong(a.Benamning), a.Avtalsnummer is null ? "" : $" {a.Avtalsnummer}"]);

    public static string Kronor(long? ore) => ore is { } o ? Domain.Belopp.Kronor(o) : Ord.Okant;

    /// <summary>Verksamhetsområdet, och nämnden framför när det är fler än en.</summary>
    public static string Grupp(Avtalsforteckning f, Forteckningsavtal a) => f.Namnder.Count > 1 ? $"{a.Namnd}: {Ord.Liten(Ord.Omrade(a.Verksamhetsomrade))}" : Ord.Omrade(a.Verksamhetsomrade);
}
