using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Vad som kan göras med avtalet och vad som hindrar, för den som läser.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record AvtalsgangQuery(Guid AvtalId) : IQuery<Avtalsgangblad>, IArendebunden
{
    Guid IArendebunden.ArendeId => AvtalId;
}

/// <summary>Formulären för det som beslutsfattaren avgör.</summary>
[Kraver(Roll.Beslutsfattare)]
public sealed record AvtalsbeslutsformularQuery(Guid AvtalId) : IQuery<Avtalsgangblad>, IArendebunden
{
    Guid IArendebunden.ArendeId => AvtalId;
}

/// <summary>Formulären för det som den avtalsansvarige sköter.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record AvtalsskotselformularQuery(Guid AvtalId) : IQuery<Avtalsgangblad>, IArendebunden
{
    Guid IArendebunden.ArendeId => AvtalId;
}

/// <summary>Formuläret för uppföljarens återkontroll.</summary>
[Kraver(Roll.Uppfoljare)]
public sealed record AterkontrollformularQuery(Guid AvtalId) : IQuery<Avtalsgangblad>, IArendebunden
{
    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed record Avtalsgangblad
{
    public required Avtalsgangunderlag Avtal { get; init; }

    public required IReadOnlyList<Gangsteg> Steg { get; init; }

    public required IReadOnlyList<Forlangningsrad> Forlangningar { get; init; }

    /// <summary>Sant när förlängningarna är räknade ur avtalets två fält och blir rader först när någon av dem används.</summary>
    public bool UrFalten { get; init; }

    public required IReadOnlyList<Andringsrad> Andringar { get; init; }

    public required bool KanSkota { get; init; }

    public required bool KanBesluta { get; init; }

    public DateOnly Idag { get; init; }

    /// <summary>Klausuler som krävs men som ingen har kontrollerat; de kan intygas när avtalet tecknas.</summary>
    public IReadOnlyList<Klausulsort> Okontrollerade =>
        [.. Avtalsklausuler.Alla.Where(k => k.Kravs(Avtal.PrivatUtforare) && Avtal.Klausuler.GetValueOrDefault(k) is null)];

    /// <summary>Nästa period att besluta om, eller null när det inte finns någon eller slutet inte är känt.</summary>
    public Forlangningsperiod? Nasta => Avtal.Slut is { } slut && Domain.Avtal.Forlangningar.Kommande(slut, Forlangningar.Select(f => f.Forlangning())) is [var nasta, ..] ? nasta : null;

    public bool RamavtalstidProvas => Nasta is { } nasta && Domain.Avtal.Forlangningar.RamavtalstidProvas(Avtal.Start, nasta.Till, Avtal.Regler);

    /// <summary>
    /// Vad en uppsägning den dagen skulle ge (K8), innan något sparas: dagen då avtalet upphör, hur den räknas, och det som hindrar just den dagen.
    /// Null när dagen för uppsägningen inte är ifylld.
    /// </summary>
    public Uppsagningsrakning? Uppsagning(SagUppAvtalCommand command)
    {
        if (command.AvslutBesked is not { } besked || Steget("sag-upp") is null) { return null; }
        var raknad = Avtalsgang.Uppsagningsslut(besked, Avtal.UppsagningstidManader, Avtal.Slut);
        var hinder = Avtalsgang.Prova(Avtal.Fakta() with { AvslutBesked = besked, Upphor = command.Upphor, UpphorSkal = command.UpphorSkal }, Avtalstillstand.Uppsagt, Idag)
            .Where(h => h.Falt is nameof(command.AvslutBesked) or nameof(command.Upphor) or nameof(command.UpphorSkal));
        return new(raknad?.Dag, raknad?.Steg ?? [], command.Upphor, [.. hinder]);
    }

    public Gangsteg? Steget(string sida) => Steg.FirstOrDefault(s => s.Sida == sida);
}

/// <summary>Uppsägningen räknad innan den sparas.</summary>
/// <param name="Raknad">Dagen som uppsägningstiden ger, eller null när tiden inte är känd.</param>
/// <param name="Steg">Hur dagen är räknad, steg för steg.</param>
/// <param name="Annan">Dagen som användaren har skrivit i stället, om någon.</param>
/// <param name="Hinder">Det som är fel med dagarna.</param>
public sealed record Uppsagningsrakning(DateOnly? Raknad, IReadOnlyList<string> Steg, DateOnly? Annan, IReadOnlyList<Hinder> Hinder);

/// <summary>En beslutad ändring av avtalet.</summary>
public sealed record Andringsrad
{
    private const string AllaSql = """
        SELECT Id, Beslutad, Grund, VardeOre, Beskrivning, Annonserad, RegistreradAv
        FROM Avtalsandring
        WHERE AvtalId = @AvtalId
        ORDER BY Beslutad DESC, Registrerad DESC
        """;

    public Guid Id { get; init; }

    public DateOnly Beslutad { get; init; }

    public Andringsgrund Grund { get; init; }

    public long? VardeOre { get; init; }

    public required string Beskrivning { get; init; }

    public DateOnly? Annonserad { get; init; }

    public required string RegistreradAv { get; init; }

    /// <summary>Avtalets ändringar, den senaste först.</summary>
    internal static Task<IReadOnlyList<Andringsrad>> AllaAsync(DbSession db, Guid avtalId, CancellationToken cancellationToken) =>
        db.QueryAsync<Andringsrad>(AllaSql, new { AvtalId = avtalId }, cancellationToken);
}

public sealed class AvtalsgangHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<AvtalsgangQuery, Result<Avtalsgangblad>>, IRequestHandler<AvtalsbeslutsformularQuery, Result<Avtalsgangblad>>,
        IRequestHandler<AvtalsskotselformularQuery, Result<Avtalsgangblad>>, IRequestHandler<AterkontrollformularQuery, Result<Avtalsgangblad>>
{
    public Task<Result<Avtalsgangblad>> Handle(AvtalsgangQuery request, CancellationToken cancellationToken) => LasAsync(request.AvtalId, cancellationToken);

    public Task<Result<Avtalsgangblad>> Handle(AvtalsbeslutsformularQuery request, CancellationToken cancellationToken) => LasAsync(request.AvtalId, cancellationToken);

    public Task<Result<Avtalsgangblad>> Handle(AvtalsskotselformularQuery request, CancellationToken cancellationToken) => LasAsync(request.AvtalId, cancellationToken);

    public Task<Result<Avtalsgangblad>> Handle(AterkontrollformularQuery request, CancellationToken cancellationToken) => LasAsync(request.AvtalId, cancellationToken);

    private async Task<Result<Avtalsgangblad>> LasAsync(Guid avtalId, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        if (await Avtalsganglasning.UnderlagAsync(db, avtalId, idag, cancellationToken) is not { } avtal) { return Result<Avtalsgangblad>.NotFound(); }

        var rader = await Avtalsganglasning.ForlangningarAsync(db, avtalId, cancellationToken);
        IReadOnlyList<Forlangningsrad> visade = rader.Count > 0 ? rader
            : [.. avtal.UrFalten().Select(f => new Forlangningsrad { Nr = f.Nr, Manader = f.Manader, BeskedManader = f.BeskedManader })];
        return Result<Avtalsgangblad>.Ok(new Avtalsgangblad
        {
            Avtal = avtal,
            Steg = Avtalsganglasning.Steg(avtal, rader, anvandare, idag),
            Forlangningar = visade,
            UrFalten = rader.Count == 0 && visade.Count > 0,
            Andringar = await Andringsrad.AllaAsync(db, avtalId, cancellationToken),
            KanSkota = !avtal.Tillstand.ArStangt() && anvandare.Har(avtal.NamndId, Roll.Avtalsansvarig),
            KanBesluta = !avtal.Tillstand.ArStangt() && anvandare.Har(avtal.NamndId, Roll.Beslutsfattare),
            Idag = idag,
        });
    }
}
