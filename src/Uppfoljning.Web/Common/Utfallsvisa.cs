using Microsoft.AspNetCore.Html;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Web.Common;

/// <summary>Hur ett tillfälle och dess utfall skrivs på sidorna.</summary>
public static class Utfallsvisa
{
    public static string Text(Tillfalleslage lage) => lage switch
    {
        Tillfalleslage.Gjord => "Gjord",
        Tillfalleslage.Forsenad => "Försenad",
        Tillfalleslage.Flyttad => "Flyttad",
        Tillfalleslage.InteGjord => "Blir inte gjord",
        _ => "Planerad",
    };

    public static IHtmlContent Marke(Tillfallesstatus t) => Visa.Marke(t.GjordSent ? "Gjord efter tiden" : Text(t.Lage), t.Lage switch
    {
        Tillfalleslage.Gjord => "bra",
        Tillfalleslage.Forsenad => "fel",
        Tillfalleslage.Flyttad => "varning",
        _ => "lugn",
    });

    /// <summary>Dag, ny månad, timmar och skäl.</summary>
    public static string Uppgifter(Tillfallesstatus t) => t.Utfall is not { } u ? "" : string.Join(", ", new[]
    {
        u.Datum?.Iso(),
        u.NyManad is { } m ? $"till {Plantext.Manad(m)}" : null,
        u.Timmar is { } tim ? Plantext.Antal(tim, "timme", "timmar") : null,
        u.Skal,
    }.OfType<string>());
}
