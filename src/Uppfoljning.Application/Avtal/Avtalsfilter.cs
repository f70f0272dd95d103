using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Avtal;

/// <summary>Ett valt filter: namnet och värdet i adressen, och hur det sägs.</summary>
public sealed record Filterval(string Namn, string Varde, string Rubrik, string Text);

/// <summary>Avtalslistans valda filter i ord, lika på sidan och i exporten.</summary>
public static class Avtalsfilter
{
    public static IEnumerable<Filterval> Valda(AvtalslistaQuery lista, IReadOnlyList<Namndval> namnder)
    {
        if (!string.IsNullOrWhiteSpace(lista.Q)) { yield return new(nameof(lista.Q), lista.Q, "Sök", lista.Q); }
        foreach (var id in lista.Namnd)
        {
            if (namnder.FirstOrDefault(n => n.Id == id) is { } namnd) { yield return new(nameof(lista.Namnd), id.ToString(), "Nämnd", namnd.Namn); }
        }
        foreach (var omrade in lista.Omrade) { yield return new(nameof(lista.Omrade), omrade, "Verksamhetsområde", omrade); }
        foreach (var t in lista.Tillstand) { yield return new(nameof(lista.Tillstand), t.ToString(), "Tillstånd", t.Text()); }
        foreach (var u in lista.Upphandlingsform) { yield return new(nameof(lista.Upphandlingsform), u.ToString(), "Upphandlingsform", u.Text()); }
        foreach (var d in lista.Driftsform) { yield return new(nameof(lista.Driftsform), d.ToString(), "Driftsform", d.Text()); }
        if (lista.StartFran is { } startFran) { yield return new(nameof(lista.StartFran), startFran.Iso(), "Börjar från", startFran.Iso()); }
        if (lista.StartTill is { } startTill) { yield return new(nameof(lista.StartTill), startTill.Iso(), "Börjar till", startTill.Iso()); }
        if (lista.SlutFran is { } slutFran) { yield return new(nameof(lista.SlutFran), slutFran.Iso(), "Slutar från", slutFran.Iso()); }
        if (lista.SlutTill is { } slutTill) { yield return new(nameof(lista.SlutTill), slutTill.Iso(), "Slutar till", slutTill.Iso()); }
        if (AvtalslistaHandler.Manader(lista) is { } manader) { yield return new(nameof(lista.InomManader), $"{manader}", "Går ut", manader == 1 ? "inom 1 månad" : $"inom {manader} månader"); }
        if (lista.UtanSlut) { yield return new(nameof(lista.UtanSlut), "true", "Slutdatum", "inte känt"); }
        if (lista.UtanAnsvarig) { yield return new(nameof(lista.UtanAnsvarig), "true", "Avtalsansvarig", "saknas"); }
        if (lista.Mina) { yield return new(nameof(lista.Mina), "true", "Avtalsansvarig", "jag själv"); }
        if (lista.SaknarKlausul) { yield return new(nameof(lista.SaknarKlausul), "true", "Klausul om uppföljning och insyn", "saknas eller inte känd"); }
        if (lista.Okant) { yield return new(nameof(lista.Okant), "true", "Uppgifter", "Bara avtal med uppgifter som inte är kända"); }
    }
}
