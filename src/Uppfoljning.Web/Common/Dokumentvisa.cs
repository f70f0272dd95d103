using Microsoft.AspNetCore.Mvc.Rendering;
using Uppfoljning.Application.Dokument;
using Uppfoljning.Domain.Dokument;

namespace Uppfoljning.Web.Common;

/// <summary>Hur dokument och det de ligger på skrivs på sidorna.</summary>
public static class Dokumentvisa
{
    /// <summary>De objekt som kan stå i adressen.</summary>
    public const string Objektmonster = "^(avtal|enhet|sammantrade|plan|utforare|program|namnd)$";

    public static IReadOnlyList<SelectListItem> Sorter => Visa.Val<Dokumentsort>(Dokumenttexter.Text, tomt: "Inte angiven");

    /// <summary>Adressen till dokumenten på objektet.</summary>
    public static string Adress(Dokumentplats plats) => $"~/dokument/{plats.Objekt.ToString().ToLowerInvariant()}/{plats.ObjektId}";

    /// <summary>Adressen till objektets egen sida.</summary>
    public static string Objektsida(Dokumentplats plats) => $"~/{Del(plats.Objekt)}/{plats.ObjektId}";

    /// <summary>Listan som objektet hör till, för stigen överst på sidan.</summary>
    public static (string Adress, string Namn) Lista(Dokumentplats plats) => (plats.Objekt == Dokumentobjekt.Namnd ? "~/oversikt" : $"~/{Del(plats.Objekt)}", plats.Objekt switch
    {
        Dokumentobjekt.Avtal => "Avtal",
        Dokumentobjekt.Enhet => "Enheter i egen regi",
        Dokumentobjekt.Sammantrade => "Sammanträden",
        Dokumentobjekt.Plan => "Uppföljningsplaner",
        Dokumentobjekt.Utforare => "Utförare",
        Dokumentobjekt.Namnd => "Översikt",
        _ => "Program",
    });

    /// <summary>Storleken så som man säger den: 812 byte, 34 kB, 1,2 MB.</summary>
    public static string Storlek(long antal) => antal switch
    {
        < 1000 => $"{antal}\u00A0byte",
        < 999_500 => $"{(antal / 1000.0).ToString("0", Visa.Svenska)}\u00A0kB",
        _ => $"{(antal / 1_000_000.0).ToString("0.0", Visa.Svenska)}\u00A0MB",
    };

    /// <summary>Början av checksumman, så att två filer går att skilja åt.</summary>
    public static string Kort(string checksumma) => checksumma[..12];

    private static string Del(Dokumentobjekt objekt) => objekt switch
    {
        Dokumentobjekt.Avtal => "avtal",
        Dokumentobjekt.Enhet => "enheter",
        Dokumentobjekt.Sammantrade => "sammantraden",
        Dokumentobjekt.Plan => "planer",
        Dokumentobjekt.Utforare => "utforare",
        Dokumentobjekt.Namnd => "namnder",
        _ => "program",
    };
}

/// <summary>Raderna i en tabell över dokument på ett ställe.</summary>
public sealed record Dokumenttabell(Dokumentplats Plats, IReadOnlyList<Dokumentrad> Rader);

/// <summary>Stigen överst på sidan: objektet, listan med dokument om sidan ligger under den, och sidan.</summary>
public sealed record Dokumentstig(Dokumentplats Plats, string? Under, string Nu);
