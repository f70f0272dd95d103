using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Namnder;
using Uppfoljning.Domain.Program;

namespace Uppfoljning.Application.Program;

/// <summary>En version av programmet med sina punkter, och de planer i användarens nämnder som vilar på den.</summary>
[Kraver(Roll.NagonINamnden | Roll.Administrator)]
public sealed record ProgrambladQuery(Guid ProgramId) : IQuery<Programblad>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Programblad
{
    public Guid Id { get; init; }

    public int Mandatperiod { get; init; }

    public int Versionsnr { get; init; }

    public string Namn { get; init; } = "";

    public DateOnly Beslutsdatum { get; init; }

    public string Paragraf { get; init; } = "";

    public DateOnly GallerFran { get; init; }

    public DateTimeOffset Registrerad { get; init; }

    public string RegistreradAv { get; init; } = "";

    public bool Gallande { get; init; }

    public bool KanRegistrera { get; init; }

    public IReadOnlyList<Programpunkt> Punkter { get; init; } = [];

    public IReadOnlyList<Programplan> Planer { get; init; } = [];

    public Mandatperiod Period => new(Mandatperiod);
}

public sealed record Programplan
{
    public Guid Id { get; init; }

    public string Namnd { get; init; } = "";

    public int Ar { get; init; }
}

/// <summary>Det som formuläret för en ny version visar: den version som den utgår från, om någon.</summary>
[Kraver(Roll.Administrator)]
public sealed record ProgramformularQuery(Guid? Fran) : IQuery<Programformular>, IKommunbunden;

/// <summary>Perioder: de mandatperioder som kan väljas, den nuvarande först.</summary>
public sealed record Programformular(RegistreraProgramCommand Forslag, IReadOnlyList<Mandatperiod> Perioder);

public sealed class ProgrambladHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<ProgrambladQuery, Result<Programblad>>, IRequestHandler<ProgramformularQuery, Result<Programformular>>
{
    private const string ProgramSql = """
        SELECT Id, Mandatperiod, Versionsnr, Namn, Beslutsdatum, Paragraf, GallerFran, Registrerad, RegistreradAv
        FROM Program
        WHERE Id = @ProgramId
        """;

    private const string PunkterSql = "SELECT Nummer, Rubrik, Innehall FROM Programpunkt WHERE ProgramId = @ProgramId ORDER BY Ordning";

    private const string PlanerSql = """
        SELECT p.Id, n.Namn AS Namnd, p.Ar
        FROM Uppfoljningsplan p
        JOIN Namnd n ON n.Id = p.NamndId
        WHERE p.ProgramId = @ProgramId AND p.NamndId IN @Namnder
        ORDER BY p.Ar DESC, n.Namn
        """;

    public async Task<Result<Programblad>> Handle(ProgrambladQuery request, CancellationToken cancellationToken)
    {
        var program = await db.SingleOrDefaultAsync<Programblad>(ProgramSql, new { request.ProgramId }, cancellationToken);
        if (program is null) { return Result<Programblad>.NotFound(); }
        return Result<Programblad>.Ok(program with
        {
            Punkter = await db.QueryAsync<Programpunkt>(PunkterSql, new { request.ProgramId }, cancellationToken),
            Planer = await db.QueryAsync<Programplan>(PlanerSql, new { request.ProgramId, request.Namnder }, cancellationToken),
            Gallande = Programregler.Gallande(await Programversioner.LasAsync(db, cancellationToken), clock.Idag())?.Id == program.Id,
            KanRegistrera = anvandare.KommunRoller.HarNagon(Roll.Administrator),
        });
    }

    public async Task<Result<Programformular>> Handle(ProgramformularQuery request, CancellationToken cancellationToken)
    {
        var nu = Mandatperiod.For(clock.Idag());
        var forslag = new RegistreraProgramCommand { Mandatperiod = nu.Valar };
        if (request.Fran is { } fran)
        {
            var program = await db.SingleOrDefaultAsync<Programblad>(ProgramSql, new { ProgramId = fran }, cancellationToken);
            if (program is null) { return Result<Programformular>.NotFound(); }
            forslag = forslag with
            {
                Namn = program.Namn,
                Punkter = await db.QueryAsync<Programpunkt>(PunkterSql, new { ProgramId = fran }, cancellationToken),
            };
        }
        return Result<Programformular>.Ok(new Programformular(forslag,
            [nu, nu.Nasta, new(nu.Valar - Mandatperiod.LangdAr), new(nu.Valar - (2 * Mandatperiod.LangdAr))]));
    }
}
