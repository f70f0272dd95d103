using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Logg;

namespace Uppfoljning.Application.Utforare;

/// <summary>Ändrar utförarens uppgifter. Nekas om någon annan har ändrat dem sedan sidan öppnades.</summary>
[Kraver(Skoter)]
public sealed record AndraUtforareCommand : Utforaruppgifter, ICommand<Unit>, INamndfiltrerad, ILoggadLasning
{
    AuditEntry? ILoggadLasning.Lasning => Personnummerlasning.Av(Organisationsnummer, Namn, UtforareId);

    string? ILoggadLasning.Upprepning => Personnummerlasning.Nyckel(UtforareId);

    public Guid UtforareId { get; init; }

    public int Version { get; init; }

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed class AndraUtforareValidator : UtforaruppgifterValidator<AndraUtforareCommand>;

/// <summary>Uppgifterna så som de är sparade nu, för den som får ändra dem; också ett helt personnummer.</summary>
[Kraver(Utforaruppgifter.Skoter)]
public sealed record UtforarandringQuery(Guid UtforareId) : IQuery<AndraUtforareCommand>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

/// <summary>Åtkomsten prövas mot @Namnder i <see cref="Utforaratkomst"/>.</summary>
public sealed class AndraUtforareHandler(DbSession db)
    : IRequestHandler<AndraUtforareCommand, Result<Unit>>, IRequestHandler<UtforarandringQuery, Result<AndraUtforareCommand>>
{
    private const string NuSql = """
        SELECT Id AS UtforareId, Namn, Organisationsnummer, Driftsform, Adress, Webbplats, Anmarkning, Version
        FROM Utforare
        WHERE Id = @UtforareId
        """;

    internal const string AndraSql = """
        UPDATE Utforare
        SET Namn = @Namn, Organisationsnummer = @Organisationsnummer, Driftsform = @Driftsform, Adress = @Adress, Webbplats = @Webbplats,
            Anmarkning = @Anmarkning, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """;

    public async Task<Result<Unit>> Handle(AndraUtforareCommand request, CancellationToken cancellationToken)
    {
        if (await NuAsync(request.UtforareId, request.Namnder, cancellationToken) is not { } fore) { return Result<Unit>.NotFound(); }
        if (await Utforaratkomst.ProvaUnikAsync(db, request.UtforareId, request, cancellationToken) is { Count: > 0 } hinder) { return Result<Unit>.Refused(hinder); }

        if (await db.ExecuteAsync(AndraSql, request.Rad(request.UtforareId, request.Version), cancellationToken) == 0)
        {
            return Result<Unit>.Conflict(await Utforaratkomst.AndradAsync(db, request.UtforareId, cancellationToken));
        }
        await Sokord.SkrivAsync(db, request.UtforareId, request.Soktexter(), nytt: false, cancellationToken);
        await Avtalssokord.BytAsync(db, [new(request.UtforareId, fore.Soktexter(), request.Soktexter())], cancellationToken);
        var namn = request.Namn.Trim();
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Utförare ändrad",
            namn == fore.Namn ? $"Uppgifterna om {namn} ändrade." : $"{fore.Namn} heter nu {namn}.", RegistreraUtforareHandler.Fakta(request.UtforareId, request), request.UtforareId));
    }

    public async Task<Result<AndraUtforareCommand>> Handle(UtforarandringQuery request, CancellationToken cancellationToken) =>
        await NuAsync(request.UtforareId, request.Namnder, cancellationToken) is { } nu ? Result<AndraUtforareCommand>.Ok(nu) : Result<AndraUtforareCommand>.NotFound();

    private async Task<AndraUtforareCommand?> NuAsync(Guid utforareId, IReadOnlyList<Guid> namnder, CancellationToken cancellationToken) =>
        await Utforaratkomst.NamnAsync(db, utforareId, namnder, cancellationToken) is null
            ? null
            : await db.SingleOrDefaultAsync<AndraUtforareCommand>(NuSql, new { UtforareId = utforareId }, cancellationToken);
}
