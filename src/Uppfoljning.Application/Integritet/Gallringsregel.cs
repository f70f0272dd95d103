using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Integritet;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Integritet;

/// <summary>
/// Registrerar nämndens beslut om en sorts uppgifter: hur länge, eller att de bevaras (10 § arkivlagen). Ett nytt beslut läggs till; de äldre står
/// kvar. Den som för nämndens diarium eller protokoll registrerar, och det är också de som gallrar: vem det är har lagen inte bestämt.
/// </summary>
[Kraver(Gallrar)]
public sealed record SparaGallringsregelCommand : ICommand<Unit>, INamndbunden
{
    internal const Roll Gallrar = Roll.Registrator | Roll.Namndsekreterare;

    internal const Roll Laser = Gallrar | Roll.Revisor;

    public Guid NamndId { get; init; }

    public Gallringssort Sort { get; init; }

    /// <summary>Numret på det beslut som användaren såg; noll när inget fanns.</summary>
    public int Nr { get; init; }

    public bool Bevaras { get; init; }

    public int? Manader { get; init; }

    public string Planbeteckning { get; init; } = "";

    public DateOnly? Beslutsdatum { get; init; }

    public string Paragraf { get; init; } = "";

    public DateOnly? GallerFran { get; init; }
}

public sealed class SparaGallringsregelValidator : AbstractValidator<SparaGallringsregelCommand>
{
    public SparaGallringsregelValidator()
    {
        RuleFor(c => c.Sort).IsInEnum();
        RuleFor(c => c.Manader).Cascade(CascadeMode.Stop)
            .NotNull().When(c => !c.Bevaras, ApplyConditionTo.CurrentValidator).WithMessage("Ange antal månader, eller att uppgifterna bevaras.")
            .Null().When(c => c.Bevaras, ApplyConditionTo.CurrentValidator).WithMessage("Det som bevaras har ingen tid. Ta bort månaderna, eller kryssa ur rutan.")
            .InclusiveBetween(1, Gallringsregler.FlestManader).WithMessage($"Antalet månader ska vara mellan 1 och {Gallringsregler.FlestManader}.");
        RuleFor(c => c.Planbeteckning).NotEmpty().WithMessage("Ange dokumenthanteringsplanen, till exempel dess namn och diarienummer.").MaximumLength(200).WithMessage("Beteckningen får ha högst 200 tecken.");
        RuleFor(c => c.Beslutsdatum).NotNull().WithMessage("Ange dagen då nämnden beslutade.");
        RuleFor(c => c.Paragraf).NotEmpty().WithMessage("Ange beslutets paragraf.").MaximumLength(20).WithMessage("Paragrafen får ha högst 20 tecken.");
        RuleFor(c => c.GallerFran).NotNull().WithMessage("Ange dagen då beslutet börjar gälla.");
    }
}

/// <summary>Ett registrerat beslut.</summary>
public sealed record Gallringsregelrad
{
    private const string AllaSql = """
        SELECT Id, NamndId, Sort, Nr, Manader, Planbeteckning, Beslutsdatum, Paragraf, GallerFran, Registrerad, RegistreradAv
        FROM Gallringsregel
        WHERE NamndId = @NamndId
        ORDER BY Sort, Nr DESC
        """;

    private const string AllaNamnderSql = """
        SELECT Id, NamndId, Sort, Nr, Manader, Planbeteckning, Beslutsdatum, Paragraf, GallerFran, Registrerad, RegistreradAv
        FROM Gallringsregel
        """;

    public Guid Id { get; init; }

    public Guid NamndId { get; init; }

    public Gallringssort Sort { get; init; }

    public int Nr { get; init; }

    public int? Manader { get; init; }

    public string Planbeteckning { get; init; } = "";

    public DateOnly Beslutsdatum { get; init; }

    public string Paragraf { get; init; } = "";

    public DateOnly GallerFran { get; init; }

    public DateTimeOffset Registrerad { get; init; }

    public string RegistreradAv { get; init; } = "";

    public Gallringsbeslut Beslut => new(Sort, Manader, Planbeteckning, Beslutsdatum, Paragraf, GallerFran) { Nr = Nr };

    /// <summary>Beslutet i ord, så som protokollet hänvisar till det.</summary>
    public string Hanvisning => $"{Planbeteckning}, beslut {Beslutsdatum.Iso()} § {Paragraf}";

    internal static Task<IReadOnlyList<Gallringsregelrad>> AllaAsync(DbSession db, Guid namndId, CancellationToken cancellationToken) =>
        db.QueryAsync<Gallringsregelrad>(AllaSql, new { NamndId = namndId }, cancellationToken);

    internal static Task<IReadOnlyList<Gallringsregelrad>> AllaNamnderAsync(DbSession db, CancellationToken cancellationToken) =>
        db.QueryAsync<Gallringsregelrad>(AllaNamnderSql, null, cancellationToken);

    /// <summary>Regeln som gäller dagen (<see cref="Gallringsregler.Gallande"/>), eller null.</summary>
    internal static Gallringsregelrad? Gallande(IEnumerable<Gallringsregelrad> regler, Gallringssort sort, DateOnly dag)
    {
        var sortens = regler.Where(r => r.Sort == sort).ToList();
        return Gallringsregler.Gallande(sortens.Select(r => r.Beslut), dag) is { } beslut ? sortens.Single(r => r.Nr == beslut.Nr) : null;
    }
}

/// <summary>Det som formuläret för ett beslut visar.</summary>
[Kraver(SparaGallringsregelCommand.Gallrar)]
public sealed record GallringsregelQuery(Guid NamndId, Gallringssort Sort) : IQuery<Gallringsregelformular>, INamndbunden;

public sealed record Gallringsregelformular(Guid NamndId, string Namnd, Gallringssort Sort, IReadOnlyList<Gallringsregelrad> Historik)
{
    public SparaGallringsregelCommand Nytt => new() { NamndId = NamndId, Sort = Sort, Nr = Historik.Count == 0 ? 0 : Historik[0].Nr };
}

public sealed class GallringsregelHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<GallringsregelQuery, Result<Gallringsregelformular>>, IRequestHandler<SparaGallringsregelCommand, Result<Unit>>
{
    internal const string NamndSql = "SELECT Namn FROM Namnd WHERE Id = @NamndId";

    private const string NySql = """
        INSERT INTO Gallringsregel (Id, NamndId, Sort, Nr, Manader, Planbeteckning, Beslutsdatum, Paragraf, GallerFran, Registrerad, RegistreradAv)
        VALUES (@Id, @NamndId, @Sort, @Nr, @Manader, @Planbeteckning, @Beslutsdatum, @Paragraf, @GallerFran, @Registrerad, @RegistreradAv)
        """;

    public async Task<Result<Gallringsregelformular>> Handle(GallringsregelQuery request, CancellationToken cancellationToken)
    {
        var namnd = await db.SingleOrDefaultAsync<string>(NamndSql, new { request.NamndId }, cancellationToken);
        if (namnd is null || !Enum.IsDefined(request.Sort)) { return Result<Gallringsregelformular>.NotFound(); }
        return Result<Gallringsregelformular>.Ok(new(request.NamndId, namnd, request.Sort,
            [.. (await Gallringsregelrad.AllaAsync(db, request.NamndId, cancellationToken)).Where(r => r.Sort == request.Sort)]));
    }

    public async Task<Result<Unit>> Handle(SparaGallringsregelCommand request, CancellationToken cancellationToken)
    {
        var senaste = (await Gallringsregelrad.AllaAsync(db, request.NamndId, cancellationToken)).FirstOrDefault(r => r.Sort == request.Sort);
        if ((senaste?.Nr ?? 0) != request.Nr)
        {
            return Result<Unit>.Conflict(new("andrad-av-annan", $"{senaste?.RegistreradAv ?? "Någon annan"} registrerade ett beslut efter att du öppnade sidan. Det du skrev finns kvar; jämför och spara igen."));
        }
        if (Gallringsregler.Prova(request.Beslutsdatum!.Value, request.GallerFran!.Value, clock.Idag()) is { Count: > 0 } hinder) { return Result<Unit>.Refused(hinder); }

        var rad = new
        {
            Id = Guid.CreateVersion7(),
            request.NamndId,
            Sort = request.Sort.ToString(),
            Nr = request.Nr + 1,
            request.Manader,
            Planbeteckning = request.Planbeteckning.Trim(),
            request.Beslutsdatum,
            Paragraf = request.Paragraf.Trim(),
            request.GallerFran,
            Registrerad = clock.GetUtcNow(),
            RegistreradAv = anvandare.Namn,
        };
        await db.ExecuteAsync(NySql, rad, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Gallringsbeslut registrerat",
            $"{request.Sort.Text()}: {(request.Manader is { } manader ? $"gallras efter {manader} månader" : "bevaras")}, enligt {rad.Planbeteckning}, beslut {request.Beslutsdatum.Value.Iso()} § {rad.Paragraf}.",
            new { request.Sort, request.Manader, rad.Planbeteckning, Beslutsdatum = request.Beslutsdatum.Value.Iso(), rad.Paragraf, GallerFran = request.GallerFran.Value.Iso() }));
    }
}
