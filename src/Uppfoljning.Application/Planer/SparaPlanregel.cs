using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Planer;

/// <summary>Lägger in eller ändrar en regel om form eller intervall från lag, avtal eller nämndens eget beslut.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record SparaPlanregelCommand : ICommand<Guid>, INamndbunden
{
    public Guid NamndId { get; init; }

    /// <summary>Regeln som ändras; null för en ny.</summary>
    public Guid? RegelId { get; init; }

    public int Version { get; init; }

    public Regelslag? Slag { get; init; }

    public string? Benamning { get; init; }

    public string? Kalla { get; init; }

    public string? Verksamhetsomrade { get; init; }

    public Driftsform? Driftsform { get; init; }

    public Guid? AvtalId { get; init; }

    public Uppfoljningsform? Form { get; init; }

    public int? HogstIntervallManader { get; init; }

    public DateOnly? GallerFran { get; init; }

    public DateOnly? GallerTill { get; init; }

    internal static SparaPlanregelCommand Av(Guid namndId, Planregel r) => new()
    {
        NamndId = namndId,
        RegelId = r.Id,
        Version = r.Version,
        Slag = r.Slag,
        Benamning = r.Benamning,
        Kalla = r.Kalla,
        Verksamhetsomrade = r.Verksamhetsomrade,
        Driftsform = r.Driftsform,
        AvtalId = r.AvtalId,
        Form = r.Form,
        HogstIntervallManader = r.HogstIntervallManader,
        GallerFran = r.GallerFran,
        GallerTill = r.GallerTill,
    };

    /// <summary>Regeln så som den är skriven; det som saknas har sitt hinder.</summary>
    internal (Planregel Regel, List<Hinder> Hinder) Tolka()
    {
        var hinder = new List<Hinder>();
        if (Slag is null) { hinder.Add(new("slag-saknas", "Välj om regeln kommer från lagen, avtalet eller nämnden.", Falt: nameof(Slag))); }
        if (GallerFran is null) { hinder.Add(new("dag-saknas", "Ange från vilken dag regeln gäller.", Falt: nameof(GallerFran))); }
        return (new Planregel
        {
            Id = RegelId ?? Guid.Empty,
            Version = Version,
            Slag = Slag ?? Regelslag.Namnd,
            Benamning = Text(Benamning) ?? "",
            Kalla = Text(Kalla) ?? "",
            Verksamhetsomrade = Text(Verksamhetsomrade),
            Driftsform = Driftsform,
            AvtalId = AvtalId,
            Form = Form,
            HogstIntervallManader = HogstIntervallManader,
            GallerFran = GallerFran ?? DateOnly.MinValue,
            GallerTill = GallerTill,
        }, hinder);
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().ReplaceLineEndings(" ");
}

public sealed class SparaPlanregelHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<SparaPlanregelCommand, Result<Guid>>
{
    private const string AvtaletSql = "SELECT COUNT(*) FROM Avtal WHERE Id = @AvtalId AND NamndId = @NamndId";

    private const string OmradetSql = "SELECT COUNT(*) FROM Verksamhetsomrade WHERE NamndId = @NamndId AND Namn = @Namn";

    private const string LaggInSql = """
        INSERT INTO Planregel (Id, NamndId, Version, Slag, Benamning, Kalla, Verksamhetsomrade, Driftsform, AvtalId, Form, HogstIntervallManader, GallerFran, GallerTill, AndradAv, AndradTid)
        VALUES (@Id, @NamndId, 1, @Slag, @Benamning, @Kalla, @Verksamhetsomrade, @Driftsform, @AvtalId, @Form, @HogstIntervallManader, @GallerFran, @GallerTill, @AndradAv, @AndradTid)
        """;

    private const string AndraSql = """
        UPDATE Planregel
        SET Version = Version + 1, Slag = @Slag, Benamning = @Benamning, Kalla = @Kalla, Verksamhetsomrade = @Verksamhetsomrade, Driftsform = @Driftsform, AvtalId = @AvtalId,
            Form = @Form, HogstIntervallManader = @HogstIntervallManader, GallerFran = @GallerFran, GallerTill = @GallerTill, AndradAv = @AndradAv, AndradTid = @AndradTid
        WHERE Id = @Id AND NamndId = @NamndId AND Version = @Version
        """;

    public async Task<Result<Guid>> Handle(SparaPlanregelCommand request, CancellationToken cancellationToken)
    {
        var fore = request.RegelId is { } id ? await Planregelrad.LasAsync(db, request.NamndId, id, cancellationToken) : null;
        if (request.RegelId is not null && fore is null) { return Result<Guid>.NotFound(); }

        var (regel, hinder) = await Provad(db, request, fore?.Regel, cancellationToken);
        if (hinder.Count > 0) { return Result<Guid>.Refused(hinder); }
        if (fore is not null && fore.Regel.Version != request.Version) { return Result<Guid>.Conflict(fore.Andrad()); }

        var rad = new
        {
            Id = fore?.Regel.Id ?? Guid.CreateVersion7(),
            request.NamndId,
            request.Version,
            Slag = regel.Slag.ToString(),
            regel.Benamning,
            regel.Kalla,
            regel.Verksamhetsomrade,
            Driftsform = regel.Driftsform?.ToString(),
            regel.AvtalId,
            Form = regel.Form?.ToString(),
            regel.HogstIntervallManader,
            regel.GallerFran,
            regel.GallerTill,
            AndradAv = anvandare.Namn,
            AndradTid = clock.GetUtcNow(),
        };
        if (fore is null)
        {
            await db.ExecuteAsync(LaggInSql, rad, cancellationToken);
        }
        else if (await db.ExecuteAsync(AndraSql, rad, cancellationToken) == 0)
        {
            return Result<Guid>.Conflict(fore.Andrad());
        }
        return Result<Guid>.Ok(rad.Id, new AuditEntry(fore is null ? "Planregel inlagd" : "Planregel ändrad",
            $"Regeln {regel.Benamning} ({regel.Kalla}) {(fore is null ? "inlagd" : "ändrad")}: {Planregelrad.Verkan(regel)}.",
            new { RegelId = rad.Id, Fore = fore is null ? null : Planregelrad.Fakta(fore.Regel), Efter = Planregelrad.Fakta(regel) }));
    }

    /// <summary>Regeln, och allt som hindrar att den sparas.</summary>
    internal static async Task<(Planregel Regel, IReadOnlyList<Hinder> Hinder)> Provad(
        DbSession db, SparaPlanregelCommand request, Planregel? fore, CancellationToken cancellationToken)
    {
        var (regel, hinder) = request.Tolka();
        var avtalet = request.AvtalId is null || await db.SingleOrDefaultAsync<int>(AvtaletSql, new { request.AvtalId, request.NamndId }, cancellationToken) > 0;
        var tolkade = hinder.Select(h => h.Falt).ToHashSet();
        hinder.AddRange(Planregelkrav.Prova(regel, avtalet).Where(h => !tolkade.Contains(h.Falt)));
        if (regel.Verksamhetsomrade is { } omrade && await db.SingleOrDefaultAsync<int>(OmradetSql, new { request.NamndId, Namn = omrade }, cancellationToken) == 0)
        {
            hinder.Add(new("omrade-saknas", "Nämnden har inget verksamhetsområde som heter så.", Falt: nameof(request.Verksamhetsomrade)));
        }
        if (fore is not null && Planregelkrav.ProvaAndring(fore, regel, await Planregelverksomgang.BeslutatArAsync(db, request.NamndId, cancellationToken)) is { } last)
        {
            hinder.Add(last);
        }
        return (regel, hinder);
    }
}

/// <summary>Vad regeln gör med årets plan om den sparas.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record PlanregeleffektQuery(SparaPlanregelCommand Regel) : IQuery<Planforhandsvisning>, INamndbunden
{
    Guid INamndbunden.NamndId => Regel.NamndId;
}

public sealed class PlanregeleffektHandler(DbSession db, TimeProvider clock) : IRequestHandler<PlanregeleffektQuery, Result<Planforhandsvisning>>
{
    public async Task<Result<Planforhandsvisning>> Handle(PlanregeleffektQuery request, CancellationToken cancellationToken)
    {
        var namndId = request.Regel.NamndId;
        var fore = request.Regel.RegelId is { } id ? await Planregelrad.LasAsync(db, namndId, id, cancellationToken) : null;
        if (request.Regel.RegelId is not null && fore is null) { return Result<Planforhandsvisning>.NotFound(); }
        var (regel, hinder) = await SparaPlanregelHandler.Provad(db, request.Regel, fore?.Regel, cancellationToken);
        if (hinder.Count > 0) { return Result<Planforhandsvisning>.Refused(hinder); }

        var idag = clock.Idag();
        var forst = fore is null || fore.Regel.GallerFran > regel.GallerFran ? regel.GallerFran : fore.Regel.GallerFran;
        var ar = Planforhandsvisning.Planar(forst.Year, idag);
        return Result<Planforhandsvisning>.Ok(await Planforhandsvisning.GorAsync(db, namndId, ar, idag,
            nu => nu with { Regler = [.. nu.Regler.Where(r => r.Id != request.Regel.RegelId), .. new[] { regel }.Where(r => r.GallerUnder(ar))] },
            regel.GallerUnder(ar) ? null : $"Regeln gäller inte någon dag under {ar}.", cancellationToken));
    }
}

/// <summary>En lagrad regel med vem som ändrade den senast.</summary>
internal sealed record Planregelrad(Planregel Regel, string AndradAv, DateTimeOffset AndradTid)
{
    private const string SenastSql = "SELECT AndradAv, AndradTid FROM Planregel WHERE Id = @Id AND NamndId = @NamndId";

    public static async Task<Planregelrad?> LasAsync(DbSession db, Guid namndId, Guid regelId, CancellationToken cancellationToken)
    {
        var senast = await db.SingleOrDefaultAsync<Senast>(SenastSql, new { Id = regelId, NamndId = namndId }, cancellationToken);
        if (senast is null) { return null; }
        var regel = (await Planregelverk.AllaReglerAsync(db, namndId, cancellationToken)).FirstOrDefault(r => r.Id == regelId);
        return regel is null ? null : new(regel, senast.AndradAv, senast.AndradTid);
    }

    public Hinder Andrad() => new("andrad-av-annan",
        $"{AndradAv} ändrade regeln {SvenskTid.Lokal(AndradTid):yyyy-MM-dd} kl. {SvenskTid.Lokal(AndradTid):HH.mm}, efter att du öppnade sidan. Det du skrev finns kvar; jämför och spara igen.");

    /// <summary>tillsyn, minst en gång per år.</summary>
    public static string Verkan(Planregel r) => Plantext.Uppraknade(
    [
        .. r.Form is { } form ? new[] { form.Text().ToLowerInvariant() } : [],
        .. r.HogstIntervallManader is { } m ? new[] { $"minst {Plantext.Intervall(m)}" } : [],
    ]);

    public static object Fakta(Planregel r) => new
    {
        r.Slag,
        r.Benamning,
        r.Kalla,
        r.Verksamhetsomrade,
        r.Driftsform,
        r.AvtalId,
        r.Form,
        r.HogstIntervallManader,
        GallerFran = r.GallerFran.Iso(),
        GallerTill = r.GallerTill?.Iso(),
    };

    private sealed record Senast
    {
        public string AndradAv { get; init; } = "";

        public DateTimeOffset AndradTid { get; init; }
    }
}
