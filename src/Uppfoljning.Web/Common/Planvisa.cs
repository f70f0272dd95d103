using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Web.Common;

/// <summary>Hur planens värden skrivs på sidorna.</summary>
public static class Planvisa
{
    private static readonly int[] Intervall = [1, 2, 3, 4, 6, 12, 24, 36, 48, 60];

    public static IHtmlContent Marke(Plantillstand tillstand) => Visa.Marke(tillstand.Text(), tillstand switch
    {
        Plantillstand.Utkast => "varning",
        Plantillstand.Beslutad => "ny",
        Plantillstand.Gallande => "bra",
        _ => "lugn",
    });

    public static string Former(string former) => Uppfoljningsformer.Uppraknade(Uppfoljningsformer.Las(former));

    public static string? Driftsform(Planrad rad) => rad.VisadDriftsform()?.Text();

    public static string Stor(string text) => text.Length == 0 ? text : char.ToUpper(text[0], Visa.Svenska) + text[1..];

    public static string Rader(int antal) => $"{Visa.Tal(antal)} {(antal == 1 ? "rad" : "rader")}";

    public static string Omrade(string? namn) => string.IsNullOrEmpty(namn) ? "Verksamhetsområdet är inte känt" : namn;

    public static string Hinder(Hinder hinder) => hinder.Lagrum is null ? hinder.Text : $"{hinder.Text} ({hinder.Lagrum})";

    public static IReadOnlyList<SelectListItem> Manader() =>
        [new("Välj månad", ""), .. Enumerable.Range(1, 12).Select(m => new SelectListItem(Stor(Plantext.Manad(m)), $"{m}"))];

    public static IReadOnlyList<SelectListItem> Intervaller(int? nu) =>
    [
        new("Välj intervall", ""),
        .. Intervall.Concat(nu is { } n ? [n] : []).Distinct().Order().Select(m => new SelectListItem(Stor(Plantext.Intervall(m)), $"{m}")),
    ];

    public static IReadOnlyList<SelectListItem> Valbara(IEnumerable<Formval> former) =>
        [.. former.Where(f => f.Hinder is null).Select(f => new SelectListItem(f.Form.Text(), f.Form.ToString()))];
}

/// <summary>Rader att visa i tabell, med länkar när de är sparade i en plan.</summary>
public sealed record Planradstabell(IReadOnlyList<Planrad> Rader, int Ar, Guid? PlanId, IReadOnlyDictionary<string, int>? PerOmrade = null);
