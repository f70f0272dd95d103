using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Web.Common;

/// <summary>Utförarens fält, lika för ny och ändrad. Nu är det som är sparat; null för en ny.</summary>
public sealed record Utforarformularsdel(Utforaruppgifter Command, Utforaruppgifter? Nu);

/// <summary>Kontaktens fält, lika för ny och ändrad.</summary>
public sealed record Kontaktformularsdel(Kontaktuppgifter Command, IReadOnlyList<Kontaktenhet> Enheter, Kontaktuppgifter? Nu);

/// <summary>Enhetens fält, lika för ny och ändrad.</summary>
public sealed record Enhetsformularsdel(Enhetsuppgifter Command, Enhetsformular Formular, Enhetsuppgifter? Nu)
{
    /// <summary>Nämndens egen regi först, sedan de andra utförarna.</summary>
    public IEnumerable<SelectListItem> Utforare =>
    [
        new($"{Formular.Namnd}, egen regi", ""),
        new("Inte känt", Enhetsuppgifter.IngenKand.ToString()),
        .. Formular.Utforare.Select(u => new SelectListItem($"{u.Namn} ({u.Driftsform?.Text().ToLowerInvariant() ?? "driftsformen inte känd"})", u.Id.ToString())),
    ];
}

/// <summary>Hur kontroller visas.</summary>
public static class Kontrollvisa
{
    public static IHtmlContent Lage(Kontrollage lage) => Visa.Marke(lage.Text(), lage switch
    {
        Kontrollage.Aktuell => "bra",
        Kontrollage.Snart => "varning",
        Kontrollage.Forfallen or Kontrollage.EjUppfyllt => "fel",
        _ => "lugn",
    });

    /// <summary>Sista dagen för det som kontrollerades; utan slutdag gäller det tills vidare, om det har en första dag.</summary>
    public static IHtmlContent Giltighet(Kontroll k) => (k.GallerFran, k.GallerTill) switch
    {
        (null, null) => new HtmlString("–"),
        ({ } fran, null) => new HtmlContentBuilder().Append("från ").AppendHtml(Visa.Datum(fran)).Append(" tills vidare"),
        (null, { } till) => new HtmlContentBuilder().Append("till ").AppendHtml(Visa.Datum(till)),
        ({ } fran, { } till) => new HtmlContentBuilder().AppendHtml(Visa.Datum(fran)).Append("–").AppendHtml(Visa.Datum(till)),
    };
}
