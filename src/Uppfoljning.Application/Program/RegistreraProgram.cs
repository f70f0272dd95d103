using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Namnder;
using Uppfoljning.Domain.Program;

namespace Uppfoljning.Application.Program;

/// <summary>
/// Registrerar en version av programmet som fullmäktige har antagit. En ny version läggs till; det som tidigare är beslutat skrivs aldrig över.
/// </summary>
[Kraver(Roll.Administrator)]
public sealed record RegistreraProgramCommand : ICommand<Guid>, IKommunbunden
{
    public const int FlestPunkter = 100;

    /// <summary>Valåret då mandatperioden börjar.</summary>
    public int? Mandatperiod { get; init; }

    public string Namn { get; init; } = "";

    /// <summary>Dagen då fullmäktige antog programmet.</summary>
    public DateOnly? Beslutsdatum { get; init; }

    /// <summary>Paragrafen i fullmäktiges protokoll: 112, eller § 112.</summary>
    public string Paragraf { get; init; } = "";

    public DateOnly? GallerFran { get; init; }

    /// <summary>Mål och riktlinjer, punkt för punkt. Tomma rader räknas inte.</summary>
    public IReadOnlyList<Programpunkt> Punkter { get; init; } = [];
}

/// <summary>En punkt i programmet: nummer, rubrik och text.</summary>
public sealed record Programpunkt
{
    public string? Nummer { get; init; }

    public string? Rubrik { get; init; }

    public string? Innehall { get; init; }

    internal bool Tom => string.IsNullOrWhiteSpace(Nummer) && string.IsNullOrWhiteSpace(Rubrik) && string.IsNullOrWhiteSpace(Innehall);
}

public sealed class RegistreraProgramValidator : AbstractValidator<RegistreraProgramCommand>
{
    public RegistreraProgramValidator()
    {
        RuleFor(c => c.Mandatperiod).NotNull().WithMessage("Välj mandatperiod.");
        RuleFor(c => c.Namn).NotEmpty().WithMessage("Ange programmets namn.").MaximumLength(200).WithMessage("Namnet får ha högst 200 tecken.");
        RuleFor(c => c.Beslutsdatum).NotNull().WithMessage("Ange vilken dag fullmäktige antog programmet.");
        RuleFor(c => c.Paragraf)
            .NotEmpty().WithMessage("Ange paragrafen i fullmäktiges protokoll.")
            .Matches(@"^\s*§?\s*[1-9]\d{0,3}\s?[a-zåäö]?\s*$").When(c => !string.IsNullOrWhiteSpace(c.Paragraf), ApplyConditionTo.CurrentValidator)
            .WithMessage("Ange paragrafen som ett nummer, till exempel 112.");
        RuleFor(c => c.GallerFran).NotNull().WithMessage("Ange från vilken dag programmet gäller.");
        RuleFor(c => c.Punkter)
            .Must(p => p.Any(rad => !rad.Tom)).WithMessage("Ange minst en punkt: ett mål eller en riktlinje.")
            .Must(p => p.Count <= RegistreraProgramCommand.FlestPunkter).WithMessage($"Programmet får ha högst {RegistreraProgramCommand.FlestPunkter} punkter.");
        RuleForEach(c => c.Punkter).ChildRules(p =>
        {
            p.RuleFor(r => r.Rubrik).NotEmpty().When(r => !r.Tom, ApplyConditionTo.CurrentValidator).WithMessage("Ange punktens rubrik, eller töm raden.")
                .MaximumLength(200).WithMessage("Rubriken får ha högst 200 tecken.");
            p.RuleFor(r => r.Nummer).MaximumLength(20).WithMessage("Numret får ha högst 20 tecken.");
            p.RuleFor(r => r.Innehall).MaximumLength(4000).WithMessage("Texten får ha högst 4 000 tecken. Dela upp punkten.");
        });
    }
}

public sealed class RegistreraProgramHandler(DbSession db, TimeProvider clock, IAnvandarkontext anvandare) : IRequestHandler<RegistreraProgramCommand, Result<Guid>>
{
    private const string FinnsSql = "SELECT COUNT(*) FROM Program WHERE Beslutsdatum = @Beslutsdatum AND Paragraf = @Paragraf";

    private const string SenasteSql = "SELECT MAX(Versionsnr) FROM Program WHERE Mandatperiod = @Mandatperiod";

    private const string NyttSql = """
        INSERT INTO Program (Id, Mandatperiod, Versionsnr, Namn, Beslutsdatum, Paragraf, GallerFran, Registrerad, RegistreradAv)
        VALUES (@Id, @Mandatperiod, @Versionsnr, @Namn, @Beslutsdatum, @Paragraf, @GallerFran, @Registrerad, @RegistreradAv)
        """;

    private const string PunktSql = """
        INSERT INTO Programpunkt (Id, ProgramId, Ordning, Nummer, Rubrik, Innehall)
        VALUES (@Id, @ProgramId, @Ordning, @Nummer, @Rubrik, @Innehall)
        """;

    public async Task<Result<Guid>> Handle(RegistreraProgramCommand request, CancellationToken cancellationToken)
    {
        var (valar, beslut, galler) = (request.Mandatperiod!.Value, request.Beslutsdatum!.Value, request.GallerFran!.Value);
        var paragraf = request.Paragraf.Replace("§", "", StringComparison.Ordinal).Trim();
        var hinder = Programregler.ProvaVersion(valar, beslut, galler, clock.Idag()).ToList();
        if (await db.SingleOrDefaultAsync<int>(FinnsSql, new { Beslutsdatum = beslut, Paragraf = paragraf }, cancellationToken) > 0)
        {
            hinder.Add(new("finns-redan", "Det beslutet är redan registrerat. En ny version har ett eget beslut.", Falt: nameof(request.Paragraf)));
        }
        if (hinder.Count > 0) { return Result<Guid>.Refused(hinder); }

        // Två som registrerar samtidigt får inte samma versionsnummer: det unika indexet nekar den andra.
        var nr = (await db.SingleOrDefaultAsync<int?>(SenasteSql, new { Mandatperiod = valar }, cancellationToken) ?? 0) + 1;
        var id = Guid.CreateVersion7();
        var namn = request.Namn.Trim();
        await db.ExecuteAsync(NyttSql, new
        {
            Id = id,
            Mandatperiod = valar,
            Versionsnr = nr,
            Namn = namn,
            Beslutsdatum = beslut,
            Paragraf = paragraf,
            GallerFran = galler,
            Registrerad = clock.GetUtcNow(),
            RegistreradAv = anvandare.Namn,
        }, cancellationToken);
        var punkter = request.Punkter.Where(p => !p.Tom).Select((p, i) => new
        {
            Id = Guid.CreateVersion7(),
            ProgramId = id,
            Ordning = i + 1,
            Nummer = Text(p.Nummer),
            Rubrik = p.Rubrik!.Trim(),
            Innehall = Text(p.Innehall),
        }).ToList();
        await db.ExecuteAsync(PunktSql, punkter, cancellationToken);

        return Result<Guid>.Ok(id, new AuditEntry("Program registrerat",
            $"{namn}, version {nr} för mandatperioden {new Mandatperiod(valar)}, antaget av fullmäktige {beslut.Iso()}, § {paragraf}. Gäller från {galler.Iso()}.",
            new { ProgramId = id, Mandatperiod = valar, Versionsnr = nr, Beslutsdatum = beslut.Iso(), Paragraf = paragraf, GallerFran = galler.Iso(), Punkter = punkter.Count }));
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
