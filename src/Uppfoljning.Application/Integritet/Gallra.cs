using FluentValidation;
using MediatR;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Integritet;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Integritet;

/// <summary>
/// Gallrar det mogna i en sort, enligt nämndens beslut (10 § arkivlagen). Det som gallras är just det som användaren såg: Avtryck
/// säger vad. Händelsen och protokollet säger vad, hur mycket och enligt vilket beslut, men inte vem uppgifterna gällde.
/// </summary>
[Kraver(SparaGallringsregelCommand.Gallrar)]
public sealed record GallraCommand : ICommand<Guid>, INamndbunden
{
    public Guid NamndId { get; init; }

    public Gallringssort Sort { get; init; }

    public string Avtryck { get; init; } = "";

    public bool Bekraftat { get; init; }
}

public sealed class GallraValidator : AbstractValidator<GallraCommand>
{
    public GallraValidator()
    {
        RuleFor(c => c.Sort).IsInEnum();
        RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att uppgifterna ska gallras. Det går inte att ångra.");
    }
}

public sealed partial class GallraHandler(DbSession db, IFillager lager, IAnvandarkontext anvandare, TimeProvider clock, ILogger<GallraHandler> logger)
    : IRequestHandler<GallraCommand, Result<Guid>>
{
    /// <summary>Så länge ligger en fil kvar sedan den senast lämnades; som när importens filer rensas.</summary>
    private static readonly TimeSpan Respit = TimeSpan.FromHours(1);

    private const string AnvandsSql = """
        SELECT (SELECT COUNT(*) FROM Dokument d WHERE d.Checksumma = @Checksumma)
             + (SELECT COUNT(*) FROM Import i WHERE i.Checksumma = @Checksumma AND i.FilBorttagen IS NULL)
        """;

    private const string ProtokollSql = """
        INSERT INTO Gallring (Id, NamndId, RegelId, Sort, Beslut, Grans, Antal, Gjord, GjordAvId, GjordAv)
        VALUES (@Id, @NamndId, @RegelId, @Sort, @Beslut, @Grans, @Antal, @Gjord, @GjordAvId, @GjordAv)
        """;

    private const string RaderSql = "INSERT INTO Gallringsrad (Id, GallringId, ObjektId, Dag, Beskrivning) VALUES (@Id, @GallringId, @ObjektId, @Dag, @Beskrivning)";

    public async Task<Result<Guid>> Handle(GallraCommand request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        var underlag = await Gallringsunderlag.LasAsync(db, idag, cancellationToken);
        var regel = underlag.Regel(request.NamndId, request.Sort);
        if (regel is null)
        {
            return Result<Guid>.Refused(new Domain.Hinder("inget-beslut", "Nämnden har inte beslutat om gallring av det här. Inget gallras utan ett beslut.", Behandlingsregister.Gallring));
        }
        if (underlag.Grans(request.NamndId, request.Sort) is not { } grans)
        {
            return Result<Guid>.Refused(new Domain.Hinder("bevaras", "Nämnden har beslutat att det här bevaras.", Behandlingsregister.Gallring));
        }

        var sort = Gallringsbar.For(request.Sort);
        var parametrar = underlag.Parametrar(request.NamndId, request.Sort, grans);
        var poster = await db.QueryAsync<Gallringspost>(sort.Poster, parametrar, cancellationToken);
        if (poster.Count == 0) { return Result<Guid>.Refused(new Domain.Hinder("inget-att-gallra", "Det finns inget att gallra.")); }
        if (Gallringsurval.Av(poster, regel.Id) != request.Avtryck)
        {
            return Result<Guid>.Conflict(new("andrad-av-annan", "Det som är moget att gallra har ändrats sedan du öppnade sidan. Inget är gallrat. Granska listan och bekräfta igen."));
        }

        var gallrade = new List<Gallringspost>();
        foreach (var post in poster)
        {
            if (await db.ExecuteAsync(sort.TaBort, new Dictionary<string, object?>(parametrar) { ["Id"] = post.Id }, cancellationToken) == 0)
            {
                return Result<Guid>.Conflict(new("andrad-av-annan", "Något av det som skulle gallras har ändrats. Inget är gallrat. Granska listan och bekräfta igen."));
            }
            gallrade.Add(post);
        }

        var id = Guid.CreateVersion7();
        await db.ExecuteAsync(ProtokollSql, new
        {
            Id = id,
            request.NamndId,
            RegelId = regel.Id,
            Sort = request.Sort.ToString(),
            Beslut = regel.Hanvisning,
            Grans = grans,
            Antal = gallrade.Count,
            Gjord = clock.GetUtcNow(),
            GjordAvId = anvandare.Id,
            GjordAv = anvandare.Namn,
        }, cancellationToken);
        await db.ExecuteAsync(RaderSql, gallrade.Select(p => new { Id = Guid.CreateVersion7(), GallringId = id, ObjektId = p.Id, Dag = p.RaknadFran, p.Beskrivning }), cancellationToken);

        var filer = new List<string>();
        foreach (var checksumma in gallrade.Select(p => p.Checksumma).OfType<string>().Distinct())
        {
            if (await AnvandsAsync(checksumma, cancellationToken)) { continue; }
            if (!await lager.ArOrordAsync(checksumma, clock.GetUtcNow() - Respit, cancellationToken))
            {
                return Result<Guid>.Refused(new Domain.Hinder("filen-anvands", "En av filerna har nyss lämnats igen och kan inte tas bort ännu. Inget är gallrat. Försök om en timme."));
            }
            filer.Add(checksumma);
        }

        var mening = $"gallrade enligt {regel.Hanvisning}.";
        var perArende = gallrade.Where(p => p.ArendeId is not null).GroupBy(p => p.ArendeId).Select(g => new AuditEntry(
            "Uppgifter gallrade", $"{request.Sort.Text()}: {g.Count()} {mening}", new { GallringId = id, request.Sort, Antal = g.Count() }, g.Key));
        var handelse = new AuditEntry("Gallring genomförd",
            $"{request.Sort.Text()}: {gallrade.Count} {mening}{(filer.Count > 0 ? $" {(filer.Count == 1 ? "1 fil tas" : $"{filer.Count} filer tas")} bort ur fillagret." : "")}",
            new { GallringId = id, request.Sort, gallrade.Count, Filer = filer.Count, Beslut = regel.Hanvisning, Grans = grans.Iso() }, PerArende: [.. perArende]);
        return Result<Guid>.Ok(id, handelse) with { Efter = avbryt => TaBortFilerAsync(filer, avbryt) };
    }

    /// <summary>
    /// Filerna tas bort först när raderna är borta för gott: rullas gallringen tillbaka ska dokumenten ha sina filer kvar. Frågan ställs en gång till, för
    /// någon kan ha lagt in samma innehåll under tiden; då är filen hennes.
    /// </summary>
    private async Task TaBortFilerAsync(List<string> filer, CancellationToken cancellationToken)
    {
        foreach (var checksumma in filer)
        {
            if (await AnvandsAsync(checksumma, cancellationToken)) { continue; }
            try
            {
                if (!await lager.TaBortAsync(checksumma, clock.GetUtcNow() - Respit, cancellationToken)) { LoggaKvar(null, checksumma); }
            }
            catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
            {
                LoggaKvar(fel, checksumma);
            }
        }
    }

    private async Task<bool> AnvandsAsync(string checksumma, CancellationToken cancellationToken) =>
        await db.SingleOrDefaultAsync<int>(AnvandsSql, new { Checksumma = checksumma }, cancellationToken) > 0;

    [LoggerMessage(Level = LogLevel.Error, Message = "En gallrad fil gick inte att ta bort ur fillagret och ska tas bort för hand: {Checksumma}.")]
    private partial void LoggaKvar(Exception? fel, string checksumma);
}
