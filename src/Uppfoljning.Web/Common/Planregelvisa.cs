using Microsoft.AspNetCore.Mvc.Rendering;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Web.Common;

/// <summary>Hur nämndens regler för planen skrivs på sidorna.</summary>
public static class Planregelvisa
{
    public static string Text(Regelslag slag) => slag switch
    {
        Regelslag.Lag => "Lag",
        Regelslag.Avtal => "Avtal",
        _ => "Nämndens beslut",
    };

    /// <summary>10 % med högst risk; eller från 62,5 poäng.</summary>
    public static string Grans(Planregler regler, int i)
    {
        var niva = regler.Nivaer[i];
        return regler.Granssort == Granssort.Andel
            ? i == regler.Nivaer.Count - 1 ? $"de {niva.Grans} % som har lägst risk" : i == 0 ? $"de {niva.Grans} % som har högst risk" : $"nästa {niva.Grans} %"
            : niva.Grans == 0 ? "alla övriga" : $"från {Riskbedomning.Text(niva.Grans)} poäng";
    }

    /// <summary>Vilka objekt regeln gäller.</summary>
    public static string Villkor(Planregel r, IReadOnlyDictionary<Guid, string> avtal)
    {
        string?[] delar =
        [
            r.AvtalId is { } id ? $"avtalet {avtal.GetValueOrDefault(id, "som inte längre finns")}" : null,
            r.Verksamhetsomrade is { } omrade ? $"verksamhetsområdet {omrade}" : null,
            r.Driftsform is { } form ? $"driftsformen {form.Text().ToLowerInvariant()}" : null,
        ];
        var kanda = delar.OfType<string>().ToList();
        return kanda.Count == 0 ? "Alla avtal och enheter" : Planvisa.Stor(Plantext.Uppraknade(kanda));
    }

    /// <summary>Vad regeln kräver.</summary>
    public static string Verkan(Planregel r)
    {
        string?[] delar = [r.Form?.Text().ToLowerInvariant(), r.HogstIntervallManader is { } m ? $"uppföljning minst {Plantext.Intervall(m)}" : null];
        return Planvisa.Stor(Plantext.Uppraknade([.. delar.OfType<string>()]));
    }

    public static string Tid(Planregel r) => r.GallerTill is { } till ? $"{r.GallerFran.Iso()}–{till.Iso()}" : $"från {r.GallerFran.Iso()}";

    public static string Lage(Planlage lage)
    {
        var gang = lage.Tillfallen == 1 ? "1 gång i år" : $"{lage.Tillfallen} gånger i år";
        var niva = lage.Riskniva is null ? "" : $", nivå {lage.Riskniva.ToLowerInvariant()}";
        return $"{Planvisa.Stor(Plantext.Intervall(lage.IntervallManader))}{niva}; {Planvisa.Former(lage.Former).ToLowerInvariant()}; {gang}, {Visa.Tal(lage.Timmar)} timmar";
    }

    /// <summary>+12 timmar, −3 timmar eller oförändrat.</summary>
    public static string Skillnad(int fore, int efter) => efter == fore ? "oförändrat" : efter > fore ? $"{Visa.Tal(efter - fore)} fler" : $"{Visa.Tal(fore - efter)} färre";

    public static IReadOnlyList<SelectListItem> Manader() => [.. Planvisa.Manader().Skip(1)];

    public static IReadOnlyList<SelectListItem> Granssorter() =>
    [
        new("Andel: så stor del av objekten som har högst risk", nameof(Granssort.Andel)),
        new("Poäng: från en viss riskpoäng", nameof(Granssort.Poang)),
    ];

    public static IReadOnlyList<SelectListItem> Avtalsval(IEnumerable<(Guid Id, string Text)> avtal) =>
        [new("Alla avtal", ""), .. avtal.Select(a => new SelectListItem(a.Text, a.Id.ToString()))];

    /// <summary>Formerna som en rad kan ha; särskild granskning görs vid sidan av.</summary>
    public static IReadOnlyList<SelectListItem> Formval() =>
    [
        new("Ingen form krävs", ""),
        .. Enum.GetValues<Uppfoljningsform>().Where(f => f != Uppfoljningsform.SarskildGranskning).Select(f => new SelectListItem(f.Text(), f.ToString())),
    ];
}

/// <summary>Formuläret för nämndens regler, och vad de gör med planen när någon har bett om att få se det.</summary>
public sealed record Planregelverkssida(Planregelverksformular Formular, Planforhandsvisning? Effekt);

/// <summary>Formuläret för en regel, och vad den gör med planen när någon har bett om att få se det.</summary>
public sealed record Planregelsida(Planregelblad Blad, Planforhandsvisning? Effekt);
