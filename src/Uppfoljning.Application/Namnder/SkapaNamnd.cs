using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Namnder;

[Kraver(Roll.Administrator | Roll.System)]
public sealed record SkapaNamndCommand : ICommand<Guid>, IKommunbunden
{
    public string Namn { get; init; } = "";

    public string Forkortning { get; init; } = "";
}

public sealed class SkapaNamndValidator : AbstractValidator<SkapaNamndCommand>
{
    public SkapaNamndValidator()
    {
        RuleFor(c => c.Namn).NotEmpty().WithMessage("Ange nämndens namn.").MaximumLength(200).WithMessage("Namnet får ha högst 200 tecken.");
        RuleFor(c => c.Forkortning)
            .Matches(@"^[A-ZÅÄÖ]{2,10}$").WithMessage("Ange en förkortning med 2–10 stora bokstäver, till exempel VON. Den inleder nämndens diarienummer.");
    }
}

public sealed class SkapaNamndHandler(DbSession db) : IRequestHandler<SkapaNamndCommand, Result<Guid>>
{
    private const string UpptagetSql = """
        SELECT SUM(CASE WHEN Namn = @Namn THEN 1 ELSE 0 END) AS Namn, SUM(CASE WHEN Forkortning = @Forkortning THEN 1 ELSE 0 END) AS Forkortning
        FROM Namnd
        WHERE Namn = @Namn OR Forkortning = @Forkortning
        """;

    private const string SkapaSql = "INSERT INTO Namnd (Id, Namn, Forkortning) VALUES (@Id, @Namn, @Forkortning)";

    public async Task<Result<Guid>> Handle(SkapaNamndCommand request, CancellationToken cancellationToken)
    {
        var namn = request.Namn.Trim();
        var upptaget = await db.SingleOrDefaultAsync<Upptaget>(UpptagetSql, new { Namn = namn, request.Forkortning }, cancellationToken);
        var hinder = new List<Hinder>();
        if (upptaget?.Namn > 0) { hinder.Add(new("finns-redan", "Det finns redan en nämnd med det namnet.", Falt: nameof(request.Namn))); }
        if (upptaget?.Forkortning > 0) { hinder.Add(new("finns-redan", "En annan nämnd har redan den förkortningen.", Falt: nameof(request.Forkortning))); }
        if (hinder.Count > 0) { return Result<Guid>.Refused(hinder); }

        var id = Guid.CreateVersion7();
        await db.ExecuteAsync(SkapaSql, new { Id = id, Namn = namn, request.Forkortning }, cancellationToken);
        return Result<Guid>.Ok(id, new AuditEntry("Nämnd skapad", $"{namn} ({request.Forkortning}) skapad.", new { NamndId = id, Namn = namn, request.Forkortning }));
    }

    private sealed record Upptaget
    {
        public int? Namn { get; init; }

        public int? Forkortning { get; init; }
    }
}
