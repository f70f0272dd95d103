using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Sparar det som nämnden vet om risken hos ett avtal eller en enhet. Det som lämnas tomt är inte känt.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record SparaRiskuppgiftCommand : ICommand<Unit>, INamndbunden
{
    public Guid NamndId { get; init; }

    public Guid ObjektId { get; init; }

    /// <summary>Uppgifternas version då de öppnades; 0 när inget var angivet.</summary>
    public int Version { get; init; }

    public int? Brukare { get; init; }

    public DateOnly? SenastUppfoljd { get; init; }

    public int? OppnaAvvikelser { get; init; }

    public int? Klagomal { get; init; }

    public bool? KansligGrupp { get; init; }

    public int? EgenVikt { get; init; }

    public string? Motiv { get; init; }

    internal static SparaRiskuppgiftCommand Av(Guid namndId, Guid objektId, Riskuppgiftrad? r) => new()
    {
        NamndId = namndId,
        ObjektId = objektId,
        Version = r?.Version ?? 0,
        Brukare = r?.Brukare,
        SenastUppfoljd = r?.SenastUppfoljd,
        OppnaAvvikelser = r?.OppnaAvvikelser,
        Klagomal = r?.Klagomal,
        KansligGrupp = r?.KansligGrupp,
        EgenVikt = r?.EgenVikt,
        Motiv = r?.Motiv,
    };

    internal Riskuppgift Uppgift => new()
    {
        Brukare = Brukare,
        SenastUppfoljd = SenastUppfoljd,
        OppnaAvvikelser = OppnaAvvikelser,
        Klagomal = Klagomal,
        KansligGrupp = KansligGrupp,
        EgenVikt = EgenVikt,
        Motiv = string.IsNullOrWhiteSpace(Motiv) ? null : Motiv.Trim(),
    };
}

public sealed class SparaRiskuppgiftHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<SparaRiskuppgiftCommand, Result<Unit>>
{
    private const string AvtalSql = "SELECT Benamning FROM Avtal WHERE Id = @ObjektId AND NamndId = @NamndId";

    private const string EnhetSql = "SELECT Namn FROM Enhet WHERE Id = @ObjektId AND NamndId = @NamndId";

    private const string LaggInSql = """
        INSERT INTO Riskuppgift (Id, NamndId, AvtalId, EnhetId, Version, Brukare, SenastUppfoljd, OppnaAvvikelser, Klagomal, KansligGrupp, EgenVikt, Motiv, AndradAv, AndradTid)
        VALUES (@Id, @NamndId, @AvtalId, @EnhetId, 1, @Brukare, @SenastUppfoljd, @OppnaAvvikelser, @Klagomal, @KansligGrupp, @EgenVikt, @Motiv, @AndradAv, @AndradTid)
        """;

    private const string AndraSql = """
        UPDATE Riskuppgift
        SET Version = Version + 1, Brukare = @Brukare, SenastUppfoljd = @SenastUppfoljd, OppnaAvvikelser = @OppnaAvvikelser, Klagomal = @Klagomal,
            KansligGrupp = @KansligGrupp, EgenVikt = @EgenVikt, Motiv = @Motiv, AndradAv = @AndradAv, AndradTid = @AndradTid
        WHERE Id = @Id AND Version = @Version
        """;

    public async Task<Result<Unit>> Handle(SparaRiskuppgiftCommand request, CancellationToken cancellationToken)
    {
        var avtal = await db.SingleOrDefaultAsync<string>(AvtalSql, new { request.ObjektId, request.NamndId }, cancellationToken);
        var namn = avtal ?? await db.SingleOrDefaultAsync<string>(EnhetSql, new { request.ObjektId, request.NamndId }, cancellationToken);
        if (namn is null) { return Result<Unit>.NotFound(); }
        var u = request.Uppgift;
        if (u.Prova(clock.Idag()) is { Count: > 0 } hinder) { return Result<Unit>.Refused(hinder); }

        var fore = await Riskuppgiftrad.LasAsync(db, request.ObjektId, cancellationToken);
        if (fore is not null && fore.Version != request.Version) { return Result<Unit>.Conflict(Andrad(fore)); }
        if (u == (fore?.Uppgift ?? new Riskuppgift())) { return Result<Unit>.Refused(new Hinder("inget-andrat", "Du har inte ändrat någon uppgift.")); }

        var rad = new
        {
            Id = fore?.Id ?? Guid.CreateVersion7(),
            request.NamndId,
            AvtalId = avtal is null ? (Guid?)null : request.ObjektId,
            EnhetId = avtal is null ? request.ObjektId : (Guid?)null,
            request.Version,
            u.Brukare,
            u.SenastUppfoljd,
            u.OppnaAvvikelser,
            u.Klagomal,
            u.KansligGrupp,
            u.EgenVikt,
            u.Motiv,
            AndradAv = anvandare.Namn,
            AndradTid = clock.GetUtcNow(),
        };
        if (fore is null)
        {
            await db.ExecuteAsync(LaggInSql, rad, cancellationToken);
        }
        else if (await db.ExecuteAsync(AndraSql, rad, cancellationToken) == 0)
        {
            return Result<Unit>.Conflict(Andrad(fore));
        }
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Uppgifter om risk ändrade", $"Uppgifterna om risk för {namn} ändrade.",
            new { request.ObjektId, Fore = fore?.Uppgift, Efter = u with { Motiv = Kort(u.Motiv) } }, request.ObjektId));
    }

    private static Hinder Andrad(Riskuppgiftrad nu) => new("andrad-av-annan",
        $"{nu.AndradAv} ändrade uppgifterna {SvenskTid.Lokal(nu.AndradTid):yyyy-MM-dd} kl. {SvenskTid.Lokal(nu.AndradTid):HH.mm}, efter att du öppnade sidan. Det du skrev finns kvar; jämför och spara igen.");

    private static string? Kort(string? text) => text?.Length > 300 ? text[..300] + "…" : text;
}

/// <summary>Uppgifterna så som de är lagrade.</summary>
internal sealed record Riskuppgiftrad
{
    private const string EnSql = """
        SELECT Id, Version, Brukare, SenastUppfoljd, OppnaAvvikelser, Klagomal, KansligGrupp, EgenVikt, Motiv, AndradAv, AndradTid
        FROM Riskuppgift
        WHERE AvtalId = @ObjektId OR EnhetId = @ObjektId
        """;

    public Guid Id { get; init; }

    public int Version { get; init; }

    public int? Brukare { get; init; }

    public DateOnly? SenastUppfoljd { get; init; }

    public int? OppnaAvvikelser { get; init; }

    public int? Klagomal { get; init; }

    public bool? KansligGrupp { get; init; }

    public int? EgenVikt { get; init; }

    public string? Motiv { get; init; }

    public string AndradAv { get; init; } = "";

    public DateTimeOffset AndradTid { get; init; }

    public Riskuppgift Uppgift => new()
    {
        Brukare = Brukare,
        SenastUppfoljd = SenastUppfoljd,
        OppnaAvvikelser = OppnaAvvikelser,
        Klagomal = Klagomal,
        KansligGrupp = KansligGrupp,
        EgenVikt = EgenVikt,
        Motiv = Motiv,
    };

    public static Task<Riskuppgiftrad?> LasAsync(DbSession db, Guid objektId, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<Riskuppgiftrad>(EnSql, new { ObjektId = objektId }, cancellationToken);
}
