using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Program;
using Uppfoljning.Application.Rapporter;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Namnder;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Program;

namespace Uppfoljning.Application.Planer;

/// <summary>Hela planen så som den skrivs ut: numren och orden kommer härifrån, dokumentet ställer bara upp dem.</summary>
public sealed record Planrapport
{
    public required Plan Plan { get; init; }

    public required IReadOnlyList<Planrad> Rader { get; init; }

    public required IReadOnlyList<UtanRad> Utan { get; init; }

    /// <summary>Den beslutade versionen som skrivs ut; null för ett utkast, och för en plan som revideras.</summary>
    public Planversion? Version { get; init; }

    /// <summary>Programmet som gällde när planen beslutades, och för ett utkast det som gäller nu; null när inget gör det.</summary>
    public Planprogram? Program { get; init; }

    /// <summary>Timmar och mål; null när de inte sparades med beslutet.</summary>
    public Planforutsattningar? Forutsattningar { get; init; }

    /// <summary>Planens timmar mot personalens; null när formernas timmar inte sparades med beslutet.</summary>
    public Timprov? Timmar { get; init; }

    public bool Utkast => Version is null;
}

/// <summary>Fullmäktiges program för uppföljning och insyn (5 kap. 3 § KL), den version som planen vilar på.</summary>
public sealed record Planprogram
{
    public Guid Id { get; init; }

    public int Mandatperiod { get; init; }

    public int Versionsnr { get; init; }

    public string Namn { get; init; } = "";

    public DateOnly Beslutsdatum { get; init; }

    public string Paragraf { get; init; } = "";

    public DateOnly GallerFran { get; init; }

    public Mandatperiod Period => new(Mandatperiod);
}

/// <summary>Planen som handling: till nämnden, till arkivet, eller att skriva vidare i. En beslutad plan ger samma PDF varje gång.</summary>
[Kraver(Roll.NagonINamnden | Roll.System)]
public sealed record PlanhandlingQuery(Guid PlanId, int? Nr = null, Rapportformat Format = Rapportformat.Pdf) : IQuery<Rapportfil>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

/// <summary>Handlingen att läsa på en sida innan den hämtas.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlanhandlingsbladQuery(Guid PlanId, int? Nr = null) : IQuery<Planhandlingsblad>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

/// <summary>Handlingen på sin sida.</summary>
/// <param name="Plan">Planen.</param>
/// <param name="Tillstand">Tillståndet i dag.</param>
/// <param name="Nr">Den version som begärdes; null för planen så som den är.</param>
/// <param name="Html">Innehållet; null när planen inte lämnas ut.</param>
/// <param name="Hinder">Varför planen inte lämnas ut.</param>
public sealed record Planhandlingsblad(Plan Plan, Plantillstand Tillstand, int? Nr, string? Html, Hinder? Hinder);

public sealed class PlanhandlingHandler(DbSession db, IRapportdokument<Planrapport> dokument, TimeProvider clock)
    : IRequestHandler<PlanhandlingQuery, Result<Rapportfil>>, IRequestHandler<PlanhandlingsbladQuery, Result<Planhandlingsblad>>
{
    private const string ProgramSql = "SELECT Id, Mandatperiod, Versionsnr, Namn, Beslutsdatum, Paragraf, GallerFran FROM Program WHERE Id = @Id";

    public async Task<Result<Rapportfil>> Handle(PlanhandlingQuery request, CancellationToken cancellationToken)
    {
        var (plan, rapport, hinder) = await LasAsync(request.PlanId, request.Nr, cancellationToken);
        if (plan is null) { return Result<Rapportfil>.NotFound(); }
        return rapport is null
            ? Result<Rapportfil>.Refused(hinder!)
            : Result<Rapportfil>.Ok(dokument.Fil(rapport, request.Format, $"Uppfoljningsplan-{plan.Forkortning}-{plan.Ar}{(request.Nr is { } nr ? $"-version-{nr}" : "")}"));
    }

    public async Task<Result<Planhandlingsblad>> Handle(PlanhandlingsbladQuery request, CancellationToken cancellationToken)
    {
        var (plan, rapport, hinder) = await LasAsync(request.PlanId, request.Nr, cancellationToken);
        if (plan is null) { return Result<Planhandlingsblad>.NotFound(); }
        return Result<Planhandlingsblad>.Ok(new(plan, Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag()), request.Nr, rapport is null ? null : dokument.Html(rapport), hinder));
    }

    /// <summary>Planen och dess rapport. Utan plan finns ingen sådan plan eller version; utan rapport finns ett hinder.</summary>
    private async Task<(Plan? Plan, Planrapport? Rapport, Hinder? Hinder)> LasAsync(Guid planId, int? nr, CancellationToken cancellationToken)
    {
        if (await Plan.LasAsync(db, planId, cancellationToken) is not { } plan) { return default; }
        if (nr is null && plan.Tillstand is Plantillstand.Utkast or Plantillstand.Reviderad) { return (plan, await UtkastAsync(plan, cancellationToken), null); }

        var versioner = await Planversioner.LasAsync(db, plan, cancellationToken);
        if (nr is not null && versioner.All(v => v.Nr != nr)) { return default; }
        if (versioner.Count == 0) { return (plan, null, Planversioner.Ostamd); }
        var version = nr is null ? versioner[^1] : versioner.First(v => v.Nr == nr);
        // Ett papper som säger sig vara det som nämnden beslutade ska också vara det.
        return await Planversioner.InnehallAsync(db, plan, version, cancellationToken) is { } fryst && (nr is not null || await OrordAsync(plan, version, fryst, cancellationToken))
            ? (plan, await BeslutadAsync(plan, version, fryst, cancellationToken), null)
            : (plan, null, Planversioner.Ostamd);
    }

    private async Task<bool> OrordAsync(Plan plan, Planversion version, Versionsinnehall fryst, CancellationToken cancellationToken) => Planversioner.Orord(
        plan, version, fryst, await Planrader.LasAsync(db, plan.Id, cancellationToken), await Planrader.LasUtanAsync(db, plan.Id, cancellationToken));

    private async Task<Planrapport> UtkastAsync(Plan plan, CancellationToken cancellationToken)
    {
        var rader = await Planrader.LasAsync(db, plan.Id, cancellationToken);
        var forutsattningar = await Planforutsattningar.LasAsync(db, plan, await Planregelverk.LasAsync(db, plan.NamndId, plan.Ar, cancellationToken), cancellationToken);
        return new()
        {
            Plan = plan,
            Rader = rader,
            Utan = await Planrader.LasUtanAsync(db, plan.Id, cancellationToken),
            Program = await ProgramAsync(Programregler.Gallande(await Programversioner.LasAsync(db, cancellationToken), clock.Idag())?.Id, cancellationToken),
            Forutsattningar = forutsattningar,
            Timmar = forutsattningar.Prov(rader),
        };
    }

    private async Task<Planrapport> BeslutadAsync(Plan plan, Planversion version, Versionsinnehall fryst, CancellationToken cancellationToken)
    {
        var forutsattningar = await Planforutsattningar.LasAsync(db, plan, version, cancellationToken);
        return new()
        {
            Plan = plan,
            Version = version,
            Rader = fryst.Rader,
            Utan = fryst.Utan,
            Program = await ProgramAsync(version.ProgramId, cancellationToken),
            Forutsattningar = forutsattningar,
            Timmar = forutsattningar?.Prov(fryst.Rader),
        };
    }

    private async Task<Planprogram?> ProgramAsync(Guid? id, CancellationToken cancellationToken) =>
        id is null ? null : await db.SingleOrDefaultAsync<Planprogram>(ProgramSql, new { Id = id }, cancellationToken);
}
