using System.Globalization;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Uppgifter;

namespace Uppfoljning.Web.Common;

/// <summary>Var en uppgift görs och hur dess dag läses.</summary>
public static class Uppgiftsvisa
{
    /// <summary>Sidan som uppgiften görs på, och vad knappen dit heter.</summary>
    public static (string Adress, string Knapp) Atgard(Uppgift uppgift, bool alla) => uppgift.Plats switch
    {
        { Objekt: Uppgiftsobjekt.Avtal, Id: var id } => uppgift.Sort switch
        {
            Uppgiftssort.Besked => ($"~/avtal/{id}#datum", "Se avtalets datum"),
            Uppgiftssort.Upphandling => ($"~/avtal/{id}#datum", "Se hur dagen är räknad"),
            _ => ($"~/avtal/{id}", "Öppna avtalet"),
        },
        { Objekt: Uppgiftsobjekt.Avtalslista, Id: var id, Brist: var brist } => ($"~/uppgifter/avtal?Brist={brist}&Namnd={id}{(alla ? "&Alla=true" : "")}", "Visa avtalen"),
        { Objekt: Uppgiftsobjekt.Gallring, Id: var id } => ($"~/namnder/{id}/gallring", "Se vad som är moget"),
        { Objekt: Uppgiftsobjekt.Utforare, Id: var id } => ($"~/utforare/{id}", "Öppna utföraren"),
        { Objekt: Uppgiftsobjekt.Enhet, Id: var id } => ($"~/enheter/{id}", "Öppna enheten"),
        { Objekt: Uppgiftsobjekt.Plan, Id: var id } => ($"~/planer/{id}", "Öppna planen"),
        { Objekt: Uppgiftsobjekt.NyPlan, Id: var id, Ar: var ar } => ($"~/planer/ny?Namnd={id}&Ar={ar?.ToString(CultureInfo.InvariantCulture)}", "Se förslaget"),
        { Objekt: Uppgiftsobjekt.Sammantrade, Id: var id } => ($"~/sammantraden/{id}", "Öppna sammanträdet"),
        _ => ("~/program", "Se programmet"),
    };

    /// <summary>Hur långt det är till dagen: i dag, om 3 dagar, 2 dagar sedan.</summary>
    public static string Avstand(DateOnly dag, DateOnly idag) => (dag.DayNumber - idag.DayNumber) switch
    {
        0 => "i dag",
        1 => "i morgon",
        -1 => "i går",
        > 1 and < 60 and var d => $"om {d} dagar",
        < -1 and > -60 and var d => $"{-d} dagar sedan",
        > 0 and var d => $"om {d / 30} månader",
        var d => $"{-d / 30} månader sedan",
    };

    /// <summary>Månaden som rubrik i gruppen Senare; null är det som inte har någon dag.</summary>
    public static string Manad(DateOnly? dag) => dag is { } d ? d.ToString("MMMM yyyy", Visa.Svenska) : "Utan dag";

    public static string Id(Uppgiftsgrupp grupp) => grupp switch
    {
        Uppgiftsgrupp.Forsenat => "forsenat",
        Uppgiftsgrupp.DennaVecka => "vecka",
        _ => "senare",
    };

    /// <summary>Namnet i adressen på hur många som visas i gruppen.</summary>
    public static string Parameter(Uppgiftsgrupp grupp) => grupp switch
    {
        Uppgiftsgrupp.Forsenat => "Forsenat",
        Uppgiftsgrupp.DennaVecka => "Vecka",
        _ => "Senare",
    };

    public static string Spann(Uppgiftsgrupp grupp, DateOnly idag) => grupp switch
    {
        Uppgiftsgrupp.DennaVecka => $"till och med söndag {Uppgiftsrakning.Sondag(idag).Iso()}",
        _ => "",
    };
}
