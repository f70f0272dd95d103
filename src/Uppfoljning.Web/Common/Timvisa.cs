using Microsoft.AspNetCore.Mvc.Rendering;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Web.Common;

/// <summary>Hur timmar skrivs på sidorna, och var staplarna står.</summary>
public static class Timvisa
{
    private const char HartMellanslag = '\u00A0';

    /// <summary>12 tim, 5,33 tim; hundradelar in.</summary>
    public static string Tim(int hundradelar) => $"{Tal(hundradelar)}{HartMellanslag}tim";

    public static string Tal(int hundradelar) => (hundradelar / 100m).ToString("#,0.##", Visa.Svenska);

    /// <summary>+12 eller −12 tim.</summary>
    public static string Skillnad(int hundradelar) => $"{(hundradelar > 0 ? "+" : hundradelar < 0 ? "−" : "")}{Tal(Math.Abs(hundradelar))}{HartMellanslag}tim";

    public static string Risk(Planrad rad) => rad.Riskpoang is { } p
        ? $"{Riskbedomning.Text(p)} poäng{(rad.Riskniva is null ? "" : $", {rad.Riskniva.ToLowerInvariant()}")}"
        : "inte känd";

    public static string Sort(Timforslagssort sort) => sort switch
    {
        Timforslagssort.Flytta => "Flytta",
        Timforslagssort.Glesa => "Längre intervall",
        _ => "Lämna ut i år",
    };

    public static string Manader(IEnumerable<int> manader) => Plantext.Uppraknade([.. manader.Select(Plantext.Manad)]);

    public static string Rubrik(string atgard) => atgard switch
    {
        Radatgarder.Flytta => "Flytta rader",
        Radatgarder.Ansvarig => "Ge rader en ansvarig",
        Radatgarder.LamnaUt => "Lämna ut rader",
        Radatgarder.SlaIhop => "Slå ihop rader",
        Radatgarder.Forslag => "Gör det som föreslås",
        _ => "Ändra rader",
    };

    public static string Knapp(string atgard, int antal)
    {
        var rader = antal == 1 ? "raden" : $"{Visa.Tal(antal)} rader";
        return atgard switch
        {
            Radatgarder.Flytta => $"Flytta {rader}",
            Radatgarder.Ansvarig => $"Ge {rader} ansvarig",
            Radatgarder.LamnaUt => $"Lämna ut {rader}",
            Radatgarder.SlaIhop => $"Slå ihop {rader}",
            _ => antal == 1 ? "Genomför förslaget" : $"Genomför {Visa.Tal(antal)} förslag",
        };
    }

    /// <summary>Raderna som kan vara kvar när de slås ihop, den som går före de andra först och förvald.</summary>
    public static IReadOnlyList<SelectListItem> Kvar(Raderbekraftelse b) =>
        [.. b.Rader.OrderBy(r => r.Rad.Id != b.Kvar).Select(r => new SelectListItem($"Rad {r.Rad.Nr}, {r.Rad.Objekt}", r.Rad.Id.ToString()))];

    public static IReadOnlyList<SelectListItem> Objekt(IReadOnlyList<Granskningsobjekt> objekt) =>
    [
        new("Inget objekt, ett tema", ""),
        .. objekt.Select(o => new SelectListItem(
            $"{(o.Sort == Objektsort.Avtal ? "Avtal" : "Enhet")}: {o.Namn}{(o.Avtalsnummer is null ? "" : $" ({o.Avtalsnummer})")}{(o.Utforare is null ? "" : $", {o.Utforare}")}", o.Id.ToString())),
    ];

    public static IReadOnlyList<SelectListItem> Anvandare(IReadOnlyList<Bemanningsval> anvandare) =>
        [new("Ingen användare", ""), .. anvandare.Select(a => new SelectListItem(a.Namn, a.Id.ToString()))];
}

/// <summary>Fälten för en persons timmar, lika för ny och ändrad. Nu är det som är sparat; null för en ny.</summary>
public sealed record Bemanningsformularsdel(SparaBemanningCommand Command, Bemanningsblad Blad, Bemanning? Nu);
