using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Gör nämndens uppföljningsplan för året av registret, eller gör om det utkast som finns.</summary>
[Kraver(Planmojligheter.Planerar | Roll.System)]
public sealed record GenereraPlanCommand : ICommand<Guid>, INamndbunden
{
    public Guid NamndId { get; init; }

    public int Ar { get; init; }

    /// <summary>Gör bara en plan som inte finns; en som finns rörs inte.</summary>
    public bool BaraNy { get; init; }
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
        if (finns && request.BaraNy) { return Result<Guid>.Refused(new Hinder("plan-finns", "Nämnden har redan en plan för året.")); }
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
        var diarienummer = plan?.Diarienummer ?? await Diarium.GeAsync(db, request.NamndId, id, nu.Genererad, cancellationToken);
        await Planrader.SkrivAsync(db, id, sammanslagning, underlag.Rader, cancellationToken);
        await Planrader.SkrivUtanAsync(db, id, forslag.Utan, ny: plan is null, cancellationToken);

        return Result<Guid>.Ok(id, new AuditEntry(plan is null ? "Plan genererad" : "Plan genererad om",
            Mening(request.Ar, plan is null, sammanslagning, forslag.Utan),
            new
            {
                PlanId = id,
                request.Ar,
                Diarienummer = diarienummer.ToString(),
                Rader = sammanslagning.AntalRader,
                Nya = sammanslagning.Nya.Count,
                Ersatta = sammanslagning.AntalErsatta,
                Behallna = sammanslagning.AntalBehallna,
                Borttagna = sammanslagning.Borttagna.Count,
                UtanRad = forslag.Utan.Count,
                Utelamnade = forslag.Utan.Count(u => u.Slag == Utanslag.Utelamnad),
                Sammanslagna = forslag.Utan.Count(u => u.Slag == Utanslag.Sammanslagen),
                Granskningar = sammanslagning.Kvar.Count(r => r.Slag == Radslag.SarskildGranskning),
            }, id));
    }

    private static string Mening(int ar, bool ny, Plansammanslagning s, IReadOnlyList<UtanRad> utan)
    {
        var rader = $"{Plantext.Antal(s.AntalRader, "rad", "rader")}, {utan.Count} utan rad.";
        if (ny) { return $"Uppföljningsplan {ar} genererad: {rader}"; }

        var bortAndrade = s.AntalBorttagnaAndrade == 0 ? "" : $", varav {s.AntalBorttagnaAndrade} som hade ändrats för hand";
        return $"Uppföljningsplan {ar} genererad om: {rader} {Plantext.Antal(s.Nya.Count, "ny rad", "nya rader")}, "
            + $"{Plantext.Antal(s.AntalErsatta, "rad", "rader")} med nya uppgifter, {Plantext.Antal(s.Borttagna.Count, "borttagen", "borttagna")}{bortAndrade}, "
            + $"{Plantext.Antal(s.AntalBehallna, "rad ändrad för hand", "rader ändrade för hand")} har behållits.{Valt(s, utan)}";
    }

    /// <summary>Det som någon har valt vid sidan av registret och som står kvar.</summary>
    private static string Valt(Plansammanslagning s, IReadOnlyList<UtanRad> utan)
    {
        var utelamnade = utan.Count(u => u.Slag == Utanslag.Utelamnad);
        var sammanslagna = utan.Count(u => u.Slag == Utanslag.Sammanslagen);
        var delar = s.Kvar.Count(r => r is { Slag: Radslag.Ordinarie, Del: > 1 });
        var granskningar = s.Kvar.Count(r => r.Slag == Radslag.SarskildGranskning);
        List<string> kvar =
        [
            .. utelamnade == 0 ? [] : new[] { Plantext.Antal(utelamnade, "utelämnad", "utelämnade") },
            .. sammanslagna == 0 ? [] : new[] { Plantext.Antal(sammanslagna, "sammanslagen", "sammanslagna") },
            .. delar == 0 ? [] : new[] { Plantext.Antal(delar, "delad rad", "delade rader") },
            .. granskningar == 0 ? [] : new[] { Plantext.Antal(granskningar, "särskild granskning", "särskilda granskningar") },
        ];
        return kvar.Count == 0 ? "" : $" {Plantext.Uppraknade(kvar)} står kvar.";
    }
}
