using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Namnder;

/// <summary>Ändrar nämndens namn eller förkortning. Det som redan är beslutat och utskrivet behåller det namn det fick.</summary>
[Kraver(Roll.Administrator)]
public sealed record AndraNamndCommand : Namnduppgifter, ICommand<Unit>, IKommunbunden
{
    public Guid NamndId { get; init; }

    /// <summary>Namnet och förkortningen så som den som ändrar såg dem; en nämnd är inget ärende och har ingen version.</summary>
    public string NamnFore { get; init; } = "";

    public string ForkortningFore { get; init; } = "";
}

/// <summary>Nämnden så som den heter nu, för formuläret.</summary>
[Kraver(Roll.Administrator)]
public sealed record NamndandringQuery(Guid NamndId) : IQuery<AndraNamndCommand>, IKommunbunden;

public sealed class AndraNamndValidator : NamnduppgifterValidator<AndraNamndCommand>;

public sealed class AndraNamndHandler(DbSession db)
    : IRequestHandler<AndraNamndCommand, Result<Unit>>, IRequestHandler<NamndandringQuery, Result<AndraNamndCommand>>
{
    private const string NuSql = """
        SELECT Id AS NamndId, Namn, Forkortning, Namn AS NamnFore, Forkortning AS ForkortningFore
        FROM Namnd
        WHERE Id = @NamndId
        """;

    private const string AndraSql = """
        UPDATE Namnd
        SET Namn = @Namn, Forkortning = @Forkortning
        WHERE Id = @NamndId AND Namn = @NamnFore AND Forkortning = @ForkortningFore
        """;

    public async Task<Result<Unit>> Handle(AndraNamndCommand request, CancellationToken cancellationToken)
    {
        if (await NuAsync(request.NamndId, cancellationToken) is null) { return Result<Unit>.NotFound(); }
        var hinder = await Namndnamn.ProvaAsync(db, request.NamndId, request, cancellationToken);
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        var rad = new { request.NamndId, Namn = request.Namnet, request.Forkortning, request.NamnFore, request.ForkortningFore };
        if (await db.ExecuteAsync(AndraSql, rad, cancellationToken) == 0)
        {
            return Result<Unit>.Conflict(new Hinder("andrad-av-annan", "Någon annan har ändrat nämnden sedan du öppnade sidan. Det du skrev finns kvar; jämför och spara igen."));
        }
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Nämnd ändrad",
            $"{request.NamnFore} ({request.ForkortningFore}) heter nu {rad.Namn} ({rad.Forkortning}).", rad, request.NamndId));
    }

    public async Task<Result<AndraNamndCommand>> Handle(NamndandringQuery request, CancellationToken cancellationToken) =>
        await NuAsync(request.NamndId, cancellationToken) is { } nu ? Result<AndraNamndCommand>.Ok(nu) : Result<AndraNamndCommand>.NotFound();

    private Task<AndraNamndCommand?> NuAsync(Guid namndId, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<AndraNamndCommand>(NuSql, new { NamndId = namndId }, cancellationToken);
}
