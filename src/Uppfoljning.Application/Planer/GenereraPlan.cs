using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Gör nämndens uppföljningsplan för året av registret, eller gör om det utkast som finns. Ger planens id.</summary>
[Kraver(Planmojligheter.Planerar | Roll.System)]
public sealed record GenereraPlanCommand : ICommand<Guid>, INamndbunden
{
    public Guid NamndId { get; init; }

    public int Ar { get; init; }
}

public sealed class GenereraPlanValidator : AbstractValidator<GenereraPlanCommand>
{
    public GenereraPlanValidator() => RuleFor(c => c.Ar)
        .InclusiveBetween(Datumtext.MinstAr, Datumtext.StorstAr).WithMessage($"Ange ett år mellan {Datumtext.MinstAr} och {Datumtext.StorstAr}.");
}

public sealed class GenereraPlanHandler(DbSession db, TimeProvider clock) : IRequestHandler<GenereraPlanCommand, Result<Guid>>
{
    // Höjer versionen på den plan som finns, innan något läses: då väntar den som ändrar en rad eller fattar beslut, och tvärtom.
    private const string LasPlanenSql = """
        UPDATE Arende
        SET Version = Version + 1
        WHERE Id IN (SELECT p.Id FROM Uppfoljningsplan p WHERE p.NamndId = @NamndId AND p.Ar = @Ar)
        """;

    private const string NyttArendeSql = "INSERT INTO Arende (Id, NamndId, Sort, Version) VALUES (@Id, @NamndId, 'Plan', 1)";

    private const string NyPlanSql = """
        INSERT INTO Uppfoljningsplan (Id, NamndId, Ar, Tillstand, Genererad)
        VALUES (@Id, @NamndId, @Ar, 'Utkast', @Genererad)
        """;

    private const string GenereradSql = "UPDATE Uppfoljningsplan SET Genererad = @Genererad WHERE Id = @Id";

    public async Task<Result<Guid>> Handle(GenereraPlanCommand request, CancellationToken cancellationToken)
    {
        var finns = await db.ExecuteAsync(LasPlanenSql, request, cancellationToken) > 0;
        var plan = finns ? await Plan.NamndensAsync(db, request.NamndId, request.Ar, cancellationToken) : null;
        if (plan is not null && Plangang.ProvaGenerering(plan.Tillstand) is { Count: > 0 } hinder) { return Result<Guid>.Refused(hinder); }

        var underlag = await Planunderlag.LasAsync(db, request.NamndId, request.Ar, plan?.Id, clock.Idag(), cancellationToken);
        var forslag = underlag.Forslag();
        var sammanslagning = Planjamforelse.Sla(underlag.Rader, forslag.Rader);

        var id = plan?.Id ?? Guid.CreateVersion7();
        var nu = new { Id = id, request.NamndId, request.Ar, Genererad = clock.GetUtcNow() };
        if (plan is null)
        {
            await db.ExecuteAsync(NyttArendeSql, nu, cancellationToken);
            await db.ExecuteAsync(NyPlanSql, nu, cancellationToken);
        }
        else
        {
            await db.ExecuteAsync(GenereradSql, nu, cancellationToken);
        }
        await Planrader.SkrivAsync(db, id, sammanslagning, underlag.Rader, cancellationToken);
        await Planrader.SkrivUtanAsync(db, id, forslag.Utan, ny: plan is null, cancellationToken);

        return Result<Guid>.Ok(id, new AuditEntry(plan is null ? "Plan genererad" : "Plan genererad om",
            Mening(request.Ar, plan is null, sammanslagning, forslag.Utan.Count),
            new
            {
                PlanId = id,
                request.Ar,
                Rader = sammanslagning.AntalRader,
                Nya = sammanslagning.Nya.Count,
                Ersatta = sammanslagning.AntalErsatta,
                Behallna = sammanslagning.AntalBehallna,
                Borttagna = sammanslagning.Borttagna.Count,
                UtanRad = forslag.Utan.Count,
            }, id));
    }

    private static string Mening(int ar, bool ny, Plansammanslagning s, int utan)
    {
        var rader = $"{Plantext.Antal(s.AntalRader, "rad", "rader")}, {utan} utan rad.";
        if (ny) { return $"Uppföljningsplan {ar} genererad: {rader}"; }

        var bortAndrade = s.AntalBorttagnaAndrade == 0 ? "" : $", varav {s.AntalBorttagnaAndrade} som hade ändrats för hand";
        return $"Uppföljningsplan {ar} genererad om: {rader} {Plantext.Antal(s.Nya.Count, "ny rad", "nya rader")}, "
            + $"{Plantext.Antal(s.AntalErsatta, "rad", "rader")} med nya uppgifter, {Plantext.Antal(s.Borttagna.Count, "borttagen", "borttagna")}{bortAndrade}, "
            + $"{Plantext.Antal(s.AntalBehallna, "rad ändrad för hand", "rader ändrade för hand")} har behållits.";
    }
}
