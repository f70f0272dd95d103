using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Web.Common;

/// <summary>Hur värden skrivs på sidorna. Det som inte är känt skrivs som inte känt, aldrig som tomt.</summary>
public static class Visa
{
    public static readonly CultureInfo Svenska = CultureInfo.GetCultureInfo("sv-SE");

    public static IHtmlContent Okant { get; } = new HtmlString("<span class=\"okant\">inte känt</span>");

    public static IHtmlContent Text(string? text) => string.IsNullOrWhiteSpace(text) ? Okant : new HtmlContentBuilder().Append(text);

    public static IHtmlContent Datum(DateOnly? datum)
    {
        if (datum is not { } d) { return Okant; }
        var tag = new TagBuilder("time");
        tag.Attributes["datetime"] = d.Iso();
        tag.AddCssClass("tal");
        tag.InnerHtml.Append(d.Iso());
        return tag;
    }

    /// <summary>Ögonblicket i svensk tid: 2026-11-21 kl. 10.15.</summary>
    public static IHtmlContent Tid(DateTimeOffset? tid)
    {
        if (tid is not { } t) { return Okant; }
        var lokal = SvenskTid.Lokal(t);
        var tag = new TagBuilder("time");
        tag.Attributes["datetime"] = lokal.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
        tag.AddCssClass("tal");
        tag.InnerHtml.Append(lokal.ToString("yyyy-MM-dd 'kl.' HH.mm", CultureInfo.InvariantCulture));
        return tag;
    }

    public static IHtmlContent Kronor(long? ore) => ore is { } o ? new HtmlContentBuilder().Append(Belopp.Kronor(o)) : Okant;

    /// <summary>Antal med enhet: 3 månader.</summary>
    public static IHtmlContent Antal(int? antal, string ental, string flertal) => antal is { } a
        ? new HtmlContentBuilder().Append($"{Tal(a)}\u00A0{(a == 1 ? ental : flertal)}")
        : Okant;

    /// <summary>Ett tal som kan vara större än de flesta: ett nummer i loggen.</summary>
    public static string Langt(long tal) => tal.ToString("#,0", Svenska);

    public static string Tal(int tal) => tal.ToString("#,0", Svenska);

    public static IHtmlContent JaNej(bool? varde) => varde is { } v ? new HtmlContentBuilder().Append(v ? "Ja" : "Nej") : Okant;

    /// <summary>Ett märke bredvid ett namn. Texten säger allt; färgen hjälper bara ögat.</summary>
    public static IHtmlContent Marke(string text, string ton)
    {
        var tag = new TagBuilder("span");
        tag.AddCssClass($"marke marke-{ton}");
        tag.InnerHtml.Append(text);
        return tag;
    }

    public static IHtmlContent Marke(Avtalstillstand tillstand) => Marke(tillstand.Text(), tillstand switch
    {
        Avtalstillstand.Aktivt => "bra",
        Avtalstillstand.Tecknat => "ny",
        Avtalstillstand.UnderRattelse or Avtalstillstand.Uppsagt => "varning",
        Avtalstillstand.Havt => "fel",
        _ => "lugn",
    });

    /// <summary>Värden att välja bland, med ett tomt val först om <paramref name="tomt"/> är angivet.</summary>
    public static IReadOnlyList<SelectListItem> Val<T>(Func<T, string> text, string? tomt = null) where T : struct, Enum =>
    [
        .. tomt is null ? [] : new[] { new SelectListItem(tomt, "") },
        .. Enum.GetValues<T>().Select(v => new SelectListItem(text(v), v.ToString())),
    ];

    /// <summary>Ja, nej och ett tomt val som betyder att frågan inte är besvarad.</summary>
    public static IReadOnlyList<SelectListItem> JaNejVal(string obesvarat) => [new(obesvarat, ""), new("Ja", "true"), new("Nej", "false")];

    public static IReadOnlyList<SelectListItem> Val(IEnumerable<string> texter, string tomt) =>
        [new SelectListItem(tomt, ""), .. texter.Select(t => new SelectListItem(t, t))];
}
