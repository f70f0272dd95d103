using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Det som visas innan rader ändras: varje rad, vad som händer med den, och vad som hindrar.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record RaderbekraftelseQuery : Raderfalt, IQuery<Raderbekraftelse>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;

    public static RaderbekraftelseQuery Av(AndraRaderCommand c) => new()
    {
        PlanId = c.PlanId,
        Atgard = c.Atgard,
        RadId = c.RadId,
        Manad = c.Manad,
        Ansvarig = c.Ansvarig,
        Skal = c.Skal,
        BehallRadId = c.BehallRadId,
    };
}

public sealed record Raderbekraftelse
{
    public required Plan Plan { get; init; }

    public required string Atgard { get; init; }

    public required IReadOnlyList<Bekraftelserad> Rader { get; init; }

    /// <summary>Hinder som gäller raderna tillsammans.</summary>
    public required IReadOnlyList<Hinder> Hinder { get; init; }

    public required Mojlighet Andra { get; init; }

    /// <summary>De som redan ansvarar för någon rad, och de som följer upp.</summary>
    public required IReadOnlyList<string> Ansvariga { get; init; }

    /// <summary>Den rad som är kvar när rader slås ihop och ingen annan väljs: den som går först.</summary>
    public Guid? Kvar { get; init; }

    public bool NagonLamnasUt => Atgard == Radatgarder.LamnaUt || Rader.Any(r => r.Val.Atgard == Radatgarder.LamnaUt);
}

/// <summary>En vald rad, vad som händer med den, vad som hindrar, och om någon annan har ändrat den sedan den valdes.</summary>
public sealed record Bekraftelserad(Planrad Rad, Radval Val, string Vad, IReadOnlyList<Hinder> Hinder, string? AndradAvAnnan);

public sealed class RaderbekraftelseHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<RaderbekraftelseQuery, Result<Raderbekraftelse>>
{
    private const string BemanningSql = "SELECT Namn FROM Planbemanning WHERE NamndId = @NamndId AND Ar = @Ar ORDER BY Namn";

    public async Task<Result<Raderbekraftelse>> Handle(RaderbekraftelseQuery request, CancellationToken cancellationToken)
    {
        if (await Radandringar.LasAsync(db, anvandare, request.PlanId, clock.Idag(), cancellationToken) is not { } a) { return Result<Raderbekraftelse>.NotFound(); }

        var rader = a.Underlag.Rader.ToDictionary(r => r.Id);
        var val = request.Val.Where(v => rader.ContainsKey(v.RadId)).ToList();
        var senast = val.Exists(v => rader[v.RadId].Version != v.Version) ? (await a.SenastAsync(db, cancellationToken)).ToDictionary(s => s.Id) : [];
        // Det som inte är ifyllt än är inget hinder; det sägs vid fältet när det skickas.
        var hinder = request.Gor(a.Andring, val).Where(h => h.Hinder.Falt is not ("Manad" or "Ansvarig" or "Skal") || Ifyllt(request, h.Hinder.Falt)).ToLookup(h => h.RadId, h => h.Hinder);
        var bemanning = await db.QueryAsync<string>(BemanningSql, new { a.Plan.NamndId, a.Plan.Ar }, cancellationToken);
        return Result<Raderbekraftelse>.Ok(new Raderbekraftelse
        {
            Plan = a.Plan,
            Atgard = request.Atgard,
            Rader = [.. val.Select(v => (Rad: rader[v.RadId], v)).OrderBy(r => r.Rad.Nr).Select(r => new Bekraftelserad(r.Rad, r.v, Vad(request, r.v, r.Rad, a.Plan.Ar),
                [.. hinder[r.v.RadId]], r.Rad.Version == r.v.Version ? null : a.Vem(senast.GetValueOrDefault(r.Rad.Id))))],
            Hinder = [.. hinder[Guid.Empty]],
            Andra = Plangang.ProvaAndring(a.Plan.Tillstand) is [var forsta, ..] ? Mojlighet.Nej(forsta.Text) : Mojlighet.Ja,
            Ansvariga = [.. bemanning.Concat(a.Underlag.Rader.Select(r => r.Ansvarig)).Where(n => n.Length > 0).Distinct().Order(StringComparer.Create(Svenska, ignoreCase: true))],
            Kvar = val.Count == 0 ? null : val.Select(v => rader[v.RadId]).Order(Timprov.Ordning).First().Id,
        });
    }

    private static readonly System.Globalization.CultureInfo Svenska = System.Globalization.CultureInfo.GetCultureInfo("sv-SE");

    private static bool Ifyllt(RaderbekraftelseQuery q, string falt) => falt switch
    {
        "Manad" => q.Manad is not null || q.Atgard == Radatgarder.Forslag,
        "Ansvarig" => !string.IsNullOrWhiteSpace(q.Ansvarig),
        _ => !string.IsNullOrWhiteSpace(q.Skal),
    };

    private static string Vad(RaderbekraftelseQuery q, Radval v, Planrad rad, int ar) => (q.Atgard == Radatgarder.Forslag ? v.Atgard : q.Atgard) switch
    {
        Radatgarder.Flytta when (v.Varde ?? q.Manad) is >= 1 and <= 12 and var m => $"Från {Plantillfallen.Text(rad, ar)} till {Plantext.Manad((int)m)} {ar}.",
        Radatgarder.Flytta => $"Ligger i {Plantillfallen.Text(rad, ar)}.",
        Radatgarder.Glesa => $"Från {Plantext.Intervall(rad.IntervallManader)} till {Plantext.Intervall(v.Varde)}.",
        Radatgarder.Ansvarig => $"Ansvarig nu: {rad.Ansvarig}.",
        Radatgarder.SlaIhop => $"{Plantext.Intervall(rad.IntervallManader)}, {Plantillfallen.Text(rad, ar)}.",
        _ => rad.Riskpoang is { } p ? $"Lämnas ut. Risk {Riskbedomning.Text(p)} poäng." : "Lämnas ut. Risken är inte känd.",
    };
}
