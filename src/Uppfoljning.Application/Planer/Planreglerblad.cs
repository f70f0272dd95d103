using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Reglerna som gäller för ett planår: lagens, de som nämnden har lagt in från lag, avtal och egna beslut, och risken.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlanreglerbladQuery(Guid NamndId, int? Ar = null) : IQuery<Planreglerblad>, INamndbunden;

public sealed record Planreglerblad
{
    public required Guid NamndId { get; init; }

    public required string Namnd { get; init; }

    public required int Ar { get; init; }

    /// <summary>Åren att välja bland.</summary>
    public required IReadOnlyList<int> Aren { get; init; }

    public required Planregler Regler { get; init; }

    /// <summary>Omgången som gäller för året; null när nämnden inte har bestämt några regler.</summary>
    public Planregelverksomgang? Omgang { get; init; }

    /// <summary>Alla omgångar, den senaste först.</summary>
    public required IReadOnlyList<Planregelverksomgang> Omgangar { get; init; }

    /// <summary>Det senaste år som nämnden har beslutat en plan för; omgångar som den vilar på ändras inte.</summary>
    public int? BeslutatAr { get; init; }

    /// <summary>De inlagda reglerna som inte gäller någon dag under året.</summary>
    public required IReadOnlyList<Planregel> OvrigaRegler { get; init; }

    /// <summary>Vad avtalen i reglernas villkor heter.</summary>
    public required IReadOnlyDictionary<Guid, string> Avtalsnamn { get; init; }

    /// <summary>Planen för året, om den finns.</summary>
    public Plan? Plan { get; init; }

    public required Mojlighet KanAndra { get; init; }
}

public sealed class PlanreglerbladHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<PlanreglerbladQuery, Result<Planreglerblad>>
{
    private const string NamndSql = "SELECT Namn FROM Namnd WHERE Id = @NamndId";

    public async Task<Result<Planreglerblad>> Handle(PlanreglerbladQuery request, CancellationToken cancellationToken)
    {
        var namnd = await db.SingleOrDefaultAsync<string>(NamndSql, new { request.NamndId }, cancellationToken);
        if (namnd is null) { return Result<Planreglerblad>.NotFound(); }

        var planar = Plangang.Planar(clock.Idag());
        var ar = request.Ar is >= Datumtext.MinstAr and <= Datumtext.StorstAr ? request.Ar.Value : planar;
        var regler = await Planregelverk.LasAsync(db, request.NamndId, ar, cancellationToken);
        var alla = await Planregelverk.AllaReglerAsync(db, request.NamndId, cancellationToken);
        var omgangar = await Planregelverksomgang.AllaAsync(db, request.NamndId, cancellationToken);
        return Result<Planreglerblad>.Ok(new Planreglerblad
        {
            NamndId = request.NamndId,
            Namnd = namnd,
            Ar = ar,
            Aren = [.. Enumerable.Range(planar - 2, 5).Append(ar).Distinct().Order()],
            Regler = regler,
            Omgang = omgangar.FirstOrDefault(o => o.GallerFran == regler.GallerFran),
            Omgangar = omgangar,
            BeslutatAr = await Planregelverksomgang.BeslutatArAsync(db, request.NamndId, cancellationToken),
            OvrigaRegler = [.. alla.Where(r => !r.GallerUnder(ar))],
            Avtalsnamn = await Planregelavtal.NamnAsync(db, request.NamndId, alla, cancellationToken),
            Plan = await Plan.NamndensAsync(db, request.NamndId, ar, cancellationToken),
            KanAndra = anvandare.Har(request.NamndId, Planmojligheter.Planerar)
                ? Mojlighet.Ja
                : Mojlighet.Nej("Reglerna ändras av uppföljare, avtalsansvarig eller nämndsekreterare i nämnden."),
        });
    }
}

/// <summary>Vad formuläret för nämndens regler visar runt omkring.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record PlanregelverksformularQuery(Guid NamndId, Guid? OmgangId = null, DateOnly? GallerFran = null) : IQuery<Planregelverksformular>, INamndbunden;

public sealed record Planregelverksformular
{
    public required Guid NamndId { get; init; }

    public required string Namnd { get; init; }

    /// <summary>Det som formuläret börjar med.</summary>
    public required SparaPlanregelverkCommand Forval { get; init; }

    /// <summary>Omgången så som den är sparad nu; null för en ny.</summary>
    public SparaPlanregelverkCommand? Sparad { get; init; }
}

public sealed class PlanregelverksformularHandler(DbSession db, TimeProvider clock) : IRequestHandler<PlanregelverksformularQuery, Result<Planregelverksformular>>
{
    private const string NamndSql = "SELECT Namn FROM Namnd WHERE Id = @NamndId";

    public async Task<Result<Planregelverksformular>> Handle(PlanregelverksformularQuery request, CancellationToken cancellationToken)
    {
        var namnd = await db.SingleOrDefaultAsync<string>(NamndSql, new { request.NamndId }, cancellationToken);
        if (namnd is null) { return Result<Planregelverksformular>.NotFound(); }

        var omgangar = await Planregelverksomgang.AllaAsync(db, request.NamndId, cancellationToken);
        var beslutat = await Planregelverksomgang.BeslutatArAsync(db, request.NamndId, cancellationToken);
        var fran = request.GallerFran ?? new DateOnly(Math.Max(clock.Idag().Year, beslutat ?? 0) + 1, 1, 1);
        var omgang = omgangar.FirstOrDefault(o => request.OmgangId is { } id ? o.Id == id : o.GallerFran == fran);
        if (request.OmgangId is not null && omgang is null) { return Result<Planregelverksformular>.NotFound(); }

        var sparad = omgang is not null && await Planregelverk.OmgangAsync(db, request.NamndId, omgang.Id, cancellationToken) is { } regler
            ? SparaPlanregelverkCommand.Av(request.NamndId, regler, omgang.GallerFran, omgang.Id, omgang.Version)
            : null;
        return Result<Planregelverksformular>.Ok(new Planregelverksformular
        {
            NamndId = request.NamndId,
            Namnd = namnd,
            Forval = sparad ?? SparaPlanregelverkCommand.Av(request.NamndId,
                await Planregelverk.LasAsync(db, request.NamndId, Planregelverksomgang.ForstaAr(fran), cancellationToken), fran),
            Sparad = sparad,
        });
    }
}
