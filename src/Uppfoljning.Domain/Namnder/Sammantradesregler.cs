using System.Globalization;

namespace Uppfoljning.Domain.Namnder;

/// <summary>Vad ett sammanträde måste uppfylla, och vad som får göras med det. Kommunens egna regler; ingen lag räknar dagarna.</summary>
public static class Sammantradesregler
{
    private static readonly string[] Tidsformat = ["H:mm", "HH:mm", "H.mm", "HH.mm"];

    /// <summary>Alla hinder mot datumen: handlingar kan inte lämnas efter att nämnden har sammanträtt.</summary>
    public static IReadOnlyList<Hinder> ProvaDatum(DateOnly datum, DateOnly? sistaHandlingsdag) => sistaHandlingsdag > datum
        ? [new("handlingsdag-efter", "Sista dag för handlingar ska vara senast samma dag som sammanträdet.", Falt: "SistaHandlingsdag")]
        : [];

    /// <summary>Hinder mot att flytta, ställa in eller ta bort: ett beslut som hänvisar till sammanträdet har fattats då.</summary>
    public static IReadOnlyList<Hinder> ProvaBort(int antalBeslut, string vad, string? falt = null) => antalBeslut > 0
        ? [new("har-beslut", $"Nämnden har fattat beslut vid sammanträdet. Det kan därför inte {vad}.", Falt: falt)]
        : [];

    /// <summary>Hinder mot att ställa in: det som har hållits kan inte ställas in efteråt.</summary>
    public static IReadOnlyList<Hinder> ProvaInstallning(bool installt, DateOnly datum, DateOnly idag, int antalBeslut)
    {
        var hinder = new List<Hinder>(ProvaBort(antalBeslut, "ställas in"));
        if (installt) { hinder.Add(new("redan-installt", "Sammanträdet är redan inställt.")); }
        if (datum < idag) { hinder.Add(new("redan-hallet", "Dagen för sammanträdet har passerat. Ta bort det om det aldrig hölls och lades in av misstag.")); }
        return hinder;
    }

    /// <summary>Klockslaget så som det lagras, 09:00; null när texten inte är ett klockslag.</summary>
    public static string? Klockslag(string? text) =>
        TimeOnly.TryParseExact(text?.Trim(), Tidsformat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var tid)
            ? tid.ToString("HH:mm", CultureInfo.InvariantCulture)
            : null;
}
