using FluentValidation;
using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Export;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Integritet;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Integritet;

/// <summary>
/// Registret över behandlingar (artikel 30 i dataskyddsförordningen). Det är kommunens och lika för alla nämnder; de som följer med är de vars gallring den som
/// läser kan öppna.
/// </summary>
[Kraver(Laser)]
public sealed record BehandlingarQuery : IQuery<Behandlingar>, INamndfiltrerad
{
    internal const Roll Laser = Roll.Administrator | SparaGallringsregelCommand.Laser;

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Behandlingar(IReadOnlyList<Behandlingspost> Poster, IReadOnlyList<Namndval> Namnder, bool KanAndras, bool KanSokaPerson, DateOnly Idag);

/// <summary>En behandling: det som programmet vet, och det som kommunen har skrivit (null när inget är skrivet).</summary>
public sealed record Behandlingspost(Behandling Fakta, Behandlingsversion? Egen)
{
    public string Ansvarig => Egen?.Ansvarig ?? "Inte angivet. Nämnden är personuppgiftsansvarig för sin behandling om kommunen inte har bestämt annat.";

    public string Mottagare => string.IsNullOrEmpty(Egen?.Mottagare) ? Behandlingsregister.Mottagare : $"{Behandlingsregister.Mottagare} {Egen.Mottagare}";
}

public sealed record Behandlingsversion
{
    public string Modul { get; init; } = "";

    public int Versionsnr { get; init; }

    public string? Ansvarig { get; init; }

    public string? Kontakt { get; init; }

    public string? Mottagare { get; init; }

    public string? Komplettering { get; init; }

    public DateTimeOffset Andrad { get; init; }

    public string AndradAv { get; init; } = "";
}

/// <summary>En behandling med sin historik och de kolumner som hör till den.</summary>
[Kraver(BehandlingarQuery.Laser)]
public sealed record BehandlingQuery(Modul Modul) : IQuery<Behandlingsblad>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Behandlingsblad(Behandlingspost Post, IReadOnlyList<Behandlingsversion> Historik, IReadOnlyList<Personuppgift> Kolumner, bool KanAndras)
{
    public SparaBehandlingCommand Andring => new()
    {
        Modul = Post.Fakta.Modul,
        Versionsnr = Post.Egen?.Versionsnr ?? 0,
        Ansvarig = Post.Egen?.Ansvarig,
        Kontakt = Post.Egen?.Kontakt,
        Mottagare = Post.Egen?.Mottagare,
        Komplettering = Post.Egen?.Komplettering,
    };
}

/// <summary>Sparar kommunens egna ord om en behandling. De gamla står kvar som historik.</summary>
[Kraver(Roll.Administrator)]
public sealed record SparaBehandlingCommand : ICommand<Unit>, IKommunbunden
{
    public Modul Modul { get; init; }

    /// <summary>Versionen som användaren såg; noll när inget var skrivet.</summary>
    public int Versionsnr { get; init; }

    public string? Ansvarig { get; init; }

    public string? Kontakt { get; init; }

    public string? Mottagare { get; init; }

    public string? Komplettering { get; init; }
}

public sealed class SparaBehandlingValidator : AbstractValidator<SparaBehandlingCommand>
{
    public SparaBehandlingValidator()
    {
        RuleFor(c => c.Modul).IsInEnum();
        RuleFor(c => c.Ansvarig).MaximumLength(200).WithMessage("Personuppgiftsansvarig får ha högst 200 tecken.");
        RuleFor(c => c.Kontakt).MaximumLength(400).WithMessage("Kontakten får ha högst 400 tecken.");
        RuleFor(c => c.Mottagare).MaximumLength(1000).WithMessage("Mottagarna får ha högst 1000 tecken.");
        RuleFor(c => c.Komplettering).MaximumLength(4000).WithMessage("Kompletteringen får ha högst 4000 tecken.");
    }
}

public sealed class BehandlingarHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<BehandlingarQuery, Result<Behandlingar>>, IRequestHandler<BehandlingQuery, Result<Behandlingsblad>>, IRequestHandler<SparaBehandlingCommand, Result<Unit>>
{
    private const string SenasteSql = """
        SELECT b.Modul, b.Versionsnr, b.Ansvarig, b.Kontakt, b.Mottagare, b.Komplettering, b.Andrad, b.AndradAv
        FROM Behandling b
        WHERE NOT EXISTS (SELECT 1 FROM Behandling s WHERE s.Modul = b.Modul AND s.Versionsnr > b.Versionsnr)
        """;

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private const string HistorikSql = """
        SELECT Modul, Versionsnr, Ansvarig, Kontakt, Mottagare, Komplettering, Andrad, AndradAv
        FROM Behandling
        WHERE Modul = @Modul
        ORDER BY Versionsnr DESC
        OFFSET 0 ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string NySql = """
        INSERT INTO Behandling (Id, Modul, Versionsnr, Ansvarig, Kontakt, Mottagare, Komplettering, Andrad, AndradAv)
        VALUES (@Id, @Modul, @Versionsnr, @Ansvarig, @Kontakt, @Mottagare, @Komplettering, @Andrad, @AndradAv)
        """;

    public async Task<Result<Behandlingar>> Handle(BehandlingarQuery request, CancellationToken cancellationToken) =>
        Result<Behandlingar>.Ok(new(
            await PosterAsync(db, cancellationToken), await db.QueryAsync<Namndval>(NamnderSql, new { request.Namnder }, cancellationToken), KanAndras,
            KanAndras || request.Namnder.Any(n => anvandare.Har(n, Personfraga.Soker)), clock.Idag()));

    public async Task<Result<Behandlingsblad>> Handle(BehandlingQuery request, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(request.Modul)) { return Result<Behandlingsblad>.NotFound(); }
        var historik = await HistorikAsync(request.Modul, Page<int>.Storlek, cancellationToken);
        return Result<Behandlingsblad>.Ok(new(
            new(Behandlingsregister.Med(request.Modul), historik.Count == 0 ? null : historik[0]), historik, [.. Personuppgifter.I(request.Modul)], KanAndras));
    }

    public async Task<Result<Unit>> Handle(SparaBehandlingCommand request, CancellationToken cancellationToken)
    {
        var fore = await HistorikAsync(request.Modul, 1, cancellationToken) is [var senaste, ..] ? senaste : null;
        if ((fore?.Versionsnr ?? 0) != request.Versionsnr)
        {
            return Result<Unit>.Conflict(new Hinder("andrad-av-annan", $"{fore?.AndradAv ?? "Någon annan"} ändrade posten efter att du öppnade sidan. Det du skrev finns kvar; jämför och spara igen."));
        }
        var (ansvarig, kontakt, mottagare, komplettering) = (Text(request.Ansvarig), Text(request.Kontakt), Text(request.Mottagare), Text(request.Komplettering));
        if ((ansvarig, kontakt, mottagare, komplettering) == (fore?.Ansvarig, fore?.Kontakt, fore?.Mottagare, fore?.Komplettering))
        {
            return Result<Unit>.Refused(new Hinder("oforandrat", "Posten är densamma som den som gäller. Ändra något, eller avbryt."));
        }
        await db.ExecuteAsync(NySql, new
        {
            Id = Guid.CreateVersion7(),
            Modul = request.Modul.ToString(),
            Versionsnr = request.Versionsnr + 1,
            Ansvarig = ansvarig,
            Kontakt = kontakt,
            Mottagare = mottagare,
            Komplettering = komplettering,
            Andrad = clock.GetUtcNow(),
            AndradAv = anvandare.Namn,
        }, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Registret över behandlingar ändrat", $"Posten {request.Modul.Text()} i registret över behandlingar ändrad.",
            new { request.Modul, Versionsnr = request.Versionsnr + 1 }));
    }

    internal static async Task<IReadOnlyList<Behandlingspost>> PosterAsync(DbSession db, CancellationToken cancellationToken)
    {
        var egna = (await db.QueryAsync<Behandlingsversion>(SenasteSql, null, cancellationToken)).ToDictionary(b => b.Modul);
        return [.. Behandlingsregister.Alla.Select(b => new Behandlingspost(b, egna.GetValueOrDefault(b.Modul.ToString())))];
    }

    private bool KanAndras => anvandare.KommunRoller.HarNagon(Roll.Administrator);

    private Task<IReadOnlyList<Behandlingsversion>> HistorikAsync(Modul modul, int antal, CancellationToken cancellationToken) =>
        db.QueryAsync<Behandlingsversion>(HistorikSql, new { Modul = modul.ToString(), Limit = antal }, cancellationToken);

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>Registret som fil; som sidan, lika för alla nämnder.</summary>
[Kraver(BehandlingarQuery.Laser)]
public sealed record ExporteraBehandlingarQuery(Filformat Format) : IQuery<Exportfil>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed class ExporteraBehandlingarHandler(DbSession db, ITabellfil filer, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<ExporteraBehandlingarQuery, Result<Exportfil>>
{
    private static readonly IReadOnlyList<Exportkolumn<Behandlingspost>> Kolumner =
    [
        Exportkolumn<Behandlingspost>.Text("Behandling", 28, b => b.Fakta.Modul.Text()),
        Exportkolumn<Behandlingspost>.Flerradig("Ändamål", 50, b => b.Fakta.Andamal),
        Exportkolumn<Behandlingspost>.Flerradig("Personuppgiftsansvarig", 40, b => b.Ansvarig),
        Exportkolumn<Behandlingspost>.Flerradig("Kontakt", 40, b => b.Egen?.Kontakt ?? "Inte angivet"),
        Exportkolumn<Behandlingspost>.Flerradig("Rättslig grund", 40, b => string.Join("; ", b.Fakta.Lagrum.Prepend(Behandlingsregister.AllmantIntresse))),
        Exportkolumn<Behandlingspost>.Flerradig("Registrerade", 40, b => b.Fakta.Personer),
        Exportkolumn<Behandlingspost>.Flerradig("Personuppgifter", 50, b => b.Fakta.Uppgifter),
        Exportkolumn<Behandlingspost>.Flerradig("Mottagare", 40, b => b.Mottagare),
        Exportkolumn<Behandlingspost>.Flerradig("Tredje land", 40, _ => Behandlingsregister.Tredjeland),
        Exportkolumn<Behandlingspost>.Flerradig("Lagring", 40, b => b.Fakta.Lagring),
        Exportkolumn<Behandlingspost>.Flerradig("Skydd", 60, _ => Behandlingsregister.Skydd),
        Exportkolumn<Behandlingspost>.Flerradig("Kommunens komplettering", 60, b => b.Egen?.Komplettering ?? b.Fakta.Fraga ?? ""),
    ];

    public async Task<Result<Exportfil>> Handle(ExporteraBehandlingarQuery request, CancellationToken cancellationToken)
    {
        var poster = await BehandlingarHandler.PosterAsync(db, cancellationToken);
        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(
            filer, request.Format, new Exportlista("Personuppgiftsbehandlingar", "Som på sidan", []), Kolumner, poster.ToAsyncEnumerable(),
            request.Namnder, [], anvandare, clock.GetUtcNow(), cancellationToken));
    }
}
