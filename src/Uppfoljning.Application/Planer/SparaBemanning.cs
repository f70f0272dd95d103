using FluentValidation;
using MediatR;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Lägger in eller ändrar en person i bemanningen.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record SparaBemanningCommand : ICommand<Guid>, INamndbunden
{
    public Guid NamndId { get; init; }

    public int Ar { get; init; }

    /// <summary>Null för en ny person.</summary>
    public Guid? BemanningId { get; init; }

    public int Version { get; init; }

    public string? Namn { get; init; }

    /// <summary>Användaren, när personen arbetar i produkten.</summary>
    public Guid? AnvandareId { get; init; }

    /// <summary>Timmarna i de månader som lämnas tomma.</summary>
    public int? SammaTimmar { get; init; }

    public int? Januari { get; init; }

    public int? Februari { get; init; }

    public int? Mars { get; init; }

    public int? April { get; init; }

    public int? Maj { get; init; }

    public int? Juni { get; init; }

    public int? Juli { get; init; }

    public int? Augusti { get; init; }

    public int? September { get; init; }

    public int? Oktober { get; init; }

    public int? November { get; init; }

    public int? December { get; init; }

    /// <summary>Månaderna, januari först; null är inte ifyllt.</summary>
    internal IReadOnlyList<(string Falt, int? Timmar)> Manader =>
    [
        (nameof(Januari), Januari), (nameof(Februari), Februari), (nameof(Mars), Mars), (nameof(April), April), (nameof(Maj), Maj), (nameof(Juni), Juni),
        (nameof(Juli), Juli), (nameof(Augusti), Augusti), (nameof(September), September), (nameof(Oktober), Oktober), (nameof(November), November), (nameof(December), December),
    ];

    public static SparaBemanningCommand Av(Bemanning b) => new()
    {
        NamndId = b.NamndId,
        Ar = b.Ar,
        BemanningId = b.Id,
        Version = b.Version,
        Namn = b.Namn,
        AnvandareId = b.AnvandareId,
        Januari = b.Timmar[0],
        Februari = b.Timmar[1],
        Mars = b.Timmar[2],
        April = b.Timmar[3],
        Maj = b.Timmar[4],
        Juni = b.Timmar[5],
        Juli = b.Timmar[6],
        Augusti = b.Timmar[7],
        September = b.Timmar[8],
        Oktober = b.Timmar[9],
        November = b.Timmar[10],
        December = b.Timmar[11],
    };
}

public sealed class SparaBemanningValidator : AbstractValidator<SparaBemanningCommand>
{
    /// <summary>Fler timmar än så arbetar ingen på en månad.</summary>
    public const int FlestPerManad = 250;

    public SparaBemanningValidator()
    {
        RuleFor(c => c.Ar).InclusiveBetween(Datumtext.MinstAr, Datumtext.StorstAr).WithMessage($"Ange ett år mellan {Datumtext.MinstAr} och {Datumtext.StorstAr}.");
        RuleFor(c => c.Namn).NotEmpty().WithMessage("Ange ett namn, eller välj en användare.").When(c => c.AnvandareId is null);
        RuleFor(c => c.Namn).MaximumLength(200).WithMessage("Namnet får ha högst 200 tecken.");
        RuleFor(c => c.SammaTimmar).InclusiveBetween(0, FlestPerManad).WithMessage($"Ange timmarna som ett helt tal, 0–{FlestPerManad}.");
        RuleFor(c => c).Custom((c, context) =>
        {
            foreach (var (falt, timmar) in c.Manader)
            {
                if (timmar is < 0 or > FlestPerManad) { context.AddFailure(falt, $"Ange timmarna som ett helt tal, 0–{FlestPerManad}."); }
                else if (timmar is null && c.SammaTimmar is null) { context.AddFailure(falt, "Ange timmarna, 0 om personen inte följer upp då."); }
            }
        });
    }
}

public sealed class SparaBemanningHandler(DbSession db, TimeProvider clock) : IRequestHandler<SparaBemanningCommand, Result<Guid>>
{
    private const string HandelseAndrad = "Bemanning ändrad";

    private const string UnderlagSql = $"""
        SELECT (SELECT a.Namn FROM Anvandare a
                WHERE a.Id = @AnvandareId
                  AND (EXISTS (SELECT 1 FROM Planbemanning b WHERE b.Id = @BemanningId AND b.AnvandareId = a.Id)
                       OR EXISTS (SELECT 1 FROM Rolltilldelning r WHERE r.AnvandareId = a.Id AND r.NamndId = @NamndId AND {Gallanderoller.Galler}))) AS Anvandare,
               (SELECT b.Namn FROM Planbemanning b WHERE b.Id = @BemanningId AND b.NamndId = @NamndId AND b.Ar = @Ar) AS Fore
        FROM Namnd n
        WHERE n.Id = @NamndId
        """;

    private const string UpptagetSql = "SELECT COUNT(*) FROM Planbemanning WHERE NamndId = @NamndId AND Ar = @Ar AND Namn = @Namn AND Id <> @Id";

    private const string NySql = "INSERT INTO Planbemanning (Id, NamndId, Ar, Namn, AnvandareId, Version) VALUES (@Id, @NamndId, @Ar, @Namn, @AnvandareId, 1)";

    private const string AndraSql = "UPDATE Planbemanning SET Namn = @Namn, AnvandareId = @AnvandareId, Version = Version + 1 WHERE Id = @Id AND NamndId = @NamndId AND Ar = @Ar AND Version = @Version";

    private const string TaBortManaderSql = "DELETE FROM Planbemanningsmanad WHERE BemanningId = @Id";

    internal const string ManadSql = "INSERT INTO Planbemanningsmanad (BemanningId, Manad, Timmar) VALUES (@Id, @Manad, @Timmar)";

    public async Task<Result<Guid>> Handle(SparaBemanningCommand request, CancellationToken cancellationToken)
    {
        var underlag = await db.SingleOrDefaultAsync<Underlag>(UnderlagSql,
            new { request.AnvandareId, request.NamndId, request.BemanningId, request.Ar, Idag = Bemanningsval.Dag(request.Ar, clock.Idag()) }, cancellationToken);
        if (underlag is null || (request.BemanningId is not null && underlag.Fore is null)) { return Result<Guid>.NotFound(); }
        if (request.AnvandareId is not null && underlag.Anvandare is null)
        {
            return Result<Guid>.Refused(new Hinder("okand-anvandare", "Användaren har ingen roll i nämnden. Välj en annan, eller skriv ett namn.", Falt: nameof(request.AnvandareId)));
        }

        var namn = string.IsNullOrWhiteSpace(request.Namn) ? underlag.Anvandare! : request.Namn.Trim();
        var rad = new { Id = request.BemanningId ?? Guid.CreateVersion7(), request.NamndId, request.Ar, Namn = namn, request.AnvandareId, request.Version };
        if (await db.SingleOrDefaultAsync<int>(UpptagetSql, rad, cancellationToken) > 0)
        {
            return Result<Guid>.Refused(new Hinder("finns-redan", $"{namn} finns redan i bemanningen för {request.Ar}.", Falt: nameof(request.Namn)));
        }

        var ny = request.BemanningId is null;
        if (await db.ExecuteAsync(ny ? NySql : AndraSql, rad, cancellationToken) == 0)
        {
            return Result<Guid>.Conflict(await Bemanningskonflikt.HinderAsync(db, rad.Id, cancellationToken));
        }
        if (!ny) { await db.ExecuteAsync(TaBortManaderSql, rad, cancellationToken); }
        var timmar = request.Manader.Select(m => m.Timmar ?? request.SammaTimmar!.Value).ToList();
        await db.ExecuteAsync(ManadSql, timmar.Select((t, i) => new { rad.Id, Manad = i + 1, Timmar = t }), cancellationToken);

        return Result<Guid>.Ok(rad.Id, new AuditEntry(ny ? "Bemanning inlagd" : HandelseAndrad,
            $"{namn} har {Plantext.Antal(timmar.Sum(), "timme", "timmar")} för uppföljning {request.Ar}.",
            new { BemanningId = rad.Id, request.Ar, Namn = namn, request.AnvandareId, Timmar = timmar }, rad.Id));
    }

    private sealed record Underlag
    {
        public string? Anvandare { get; init; }

        public string? Fore { get; init; }
    }
}

/// <summary>Vem som hann före när en persons timmar ändrades.</summary>
internal static class Bemanningskonflikt
{
    private const string SenastSql = """
        SELECT Anvandare, Tid
        FROM Handelse
        WHERE ArendeId = @Id
        ORDER BY Tid DESC, Id DESC
        OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY
        """;

    public static async Task<Hinder> HinderAsync(DbSession db, Guid bemanningId, CancellationToken cancellationToken)
    {
        var senast = await db.SingleOrDefaultAsync<Senaste>(SenastSql, new { Id = bemanningId }, cancellationToken);
        return new("andrad-av-annan", senast is null
            ? "Någon annan har ändrat timmarna sedan du öppnade sidan. Det du skrev finns kvar; jämför och spara igen."
            : $"{senast.Anvandare} ändrade timmarna {SvenskTid.Lokal(senast.Tid):yyyy-MM-dd} kl. {SvenskTid.Lokal(senast.Tid):HH.mm}, efter att du öppnade sidan. Det du skrev finns kvar; jämför och spara igen.");
    }

    private sealed record Senaste
    {
        public string Anvandare { get; init; } = "";

        public DateTimeOffset Tid { get; init; }
    }
}
