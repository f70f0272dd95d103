using System.Globalization;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Vad som ska göras med de valda raderna, så som det står i formuläret och i adressen.</summary>
public static class Radatgarder
{
    public const string Flytta = "flytta";
    public const string Ansvarig = "ansvarig";
    public const string LamnaUt = "lamna-ut";
    public const string SlaIhop = "sla-ihop";

    /// <summary>Flera förslag på en gång; vart och ett säger själv vad det gör.</summary>
    public const string Forslag = "forslag";

    public const string Glesa = "glesa";

    public static readonly IReadOnlyList<string> Alla = [Flytta, Ansvarig, LamnaUt, SlaIhop, Forslag];
}

/// <summary>En vald rad: radens id, den version som användaren såg, och för ett förslag vad som ska göras med den.</summary>
public sealed record Radval(Guid RadId, int Version, string? Atgard = null, int? Varde = null)
{
    /// <summary>Läser id:version, eller id:version:åtgärd:värde.</summary>
    public static Radval? Las(string? text)
    {
        var delar = text?.Split(':') ?? [];
        if (delar.Length is < 2 or > 4 || !Guid.TryParse(delar[0], out var id) || !Tal(delar[1], out var version)) { return null; }
        if (delar.Length == 2) { return new(id, version); }
        int? varde = delar.Length == 4 && Tal(delar[3], out var v) ? v : null;
        var behover = delar[2] is Radatgarder.Flytta or Radatgarder.Glesa;
        return delar[2] is Radatgarder.Flytta or Radatgarder.Glesa or Radatgarder.LamnaUt && behover == varde is not null ? new(id, version, delar[2], varde) : null;
    }

    public static Radval Av(Timforslag forslag) => new(forslag.Rad.Id, forslag.Rad.Version, forslag.Sort switch
    {
        Timforslagssort.Flytta => Radatgarder.Flytta,
        Timforslagssort.Glesa => Radatgarder.Glesa,
        _ => Radatgarder.LamnaUt,
    }, forslag.Varde);

    /// <summary>Samma val med den version som gäller nu.</summary>
    public string Skriv(int version) => string.Create(CultureInfo.InvariantCulture,
        $"{RadId}:{version}{(Atgard is null ? "" : $":{Atgard}")}{(Varde is { } v ? $":{v}" : "")}");

    public string Skriv() => Skriv(Version);

    private static bool Tal(string text, out int tal) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out tal);
}

/// <summary>Det som anges när flera rader ändras på en gång.</summary>
public abstract record Raderfalt
{
    public Guid PlanId { get; init; }

    /// <summary>flytta, ansvarig, lamna-ut, sla-ihop eller forslag.</summary>
    public string Atgard { get; init; } = "";

    /// <summary>De valda raderna: id:version, och för förslag id:version:åtgärd:värde.</summary>
    public IReadOnlyList<string> RadId { get; init; } = [];

    public int? Manad { get; init; }

    public string? Ansvarig { get; init; }

    public string? Skal { get; init; }

    /// <summary>Den rad som ska vara kvar när rader slås ihop.</summary>
    public Guid? BehallRadId { get; init; }

    internal IReadOnlyList<Radval> Val => [.. RadId.Select(Radval.Las).OfType<Radval>().DistinctBy(v => v.RadId)];

    /// <summary>Gör åtgärden i tanken och ger varje rads hinder; Guid.Empty är det som gäller alla.</summary>
    internal IReadOnlyList<(Guid RadId, Hinder Hinder)> Gor(Planandring andring, IReadOnlyList<Radval> val)
    {
        var skal = Skal?.Trim() ?? "";
        if (Atgard == Radatgarder.SlaIhop)
        {
            return [.. andring.SlaIhop([.. val.Select(v => v.RadId)], BehallRadId, skal).Select(h => (Guid.Empty, h))];
        }
        return
        [
            .. val.SelectMany(v => (Atgard == Radatgarder.Forslag ? v.Atgard : Atgard) switch
            {
                Radatgarder.Flytta => andring.Flytta(v.RadId, v.Varde ?? Manad ?? 0, skal, enManad: v.Varde is not null),
                Radatgarder.Ansvarig => andring.GeAnsvarig(v.RadId, Ansvarig ?? "", skal),
                Radatgarder.Glesa => andring.Glesa(v.RadId, v.Varde ?? 0, skal),
                _ => andring.LamnaUt(v.RadId, skal),
            }, (v, h) => (v.RadId, h)),
        ];
    }
}
