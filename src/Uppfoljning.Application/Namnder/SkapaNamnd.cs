using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Namnder;

/// <summary>Det som skrivs om en nämnd, både när den läggs till och när den ändras.</summary>
public abstract record Namnduppgifter
{
    public string Namn { get; init; } = "";

    public string Forkortning { get; init; } = "";

    /// <summary>Namnet utan blanktecken i ändarna.</summary>
    internal string Namnet => Namn.Trim();
}

public abstract class NamnduppgifterValidator<T> : AbstractValidator<T> where T : Namnduppgifter
{
    protected NamnduppgifterValidator()
    {
        RuleFor(c => c.Namn).NotEmpty().WithMessage("Ange nämndens namn.").MaximumLength(200).WithMessage("Namnet får ha högst 200 tecken.");
        RuleFor(c => c.Forkortning)
            .Matches(@"^[A-ZÅÄÖ]{2,10}$").WithMessage("Ange en förkortning med 2–10 stora bokstäver, till exempel VON. Den inleder nämndens diarienummer.");
    }
}

/// <summary>Namn och förkortning är kommunens: två nämnder delar dem inte.</summary>
internal static class Namndnamn
{
    private const string UpptagetSql = """
        SELECT SUM(CASE WHEN Namn = @Namn THEN 1 ELSE 0 END) AS Namn, SUM(CASE WHEN Forkortning = @Forkortning THEN 1 ELSE 0 END) AS Forkortning
        FROM Namnd
        WHERE (Namn = @Namn OR Forkortning = @Forkortning) AND Id <> @Id
        """;

    /// <summary>Hinder mot att nämnden med id heter så; ett nytt id för en nämnd som inte finns ännu.</summary>
    public static async Task<IReadOnlyList<Hinder>> ProvaAsync(DbSession db, Guid id, Namnduppgifter uppgifter, CancellationToken cancellationToken)
    {
        var upptaget = await db.SingleOrDefaultAsync<Upptaget>(UpptagetSql, new { Id = id, Namn = uppgifter.Namnet, uppgifter.Forkortning }, cancellationToken);
        var hinder = new List<Hinder>();
        if (upptaget?.Namn > 0) { hinder.Add(new("finns-redan", "Det finns redan en nämnd med det namnet.", Falt: nameof(uppgifter.Namn))); }
        if (upptaget?.Forkortning > 0) { hinder.Add(new("finns-redan", "En annan nämnd har redan den förkortningen.", Falt: nameof(uppgifter.Forkortning))); }
        return hinder;
    }

    private sealed record Upptaget
    {
        public int? Namn { get; init; }

        public int? Forkortning { get; init; }
    }
}

/// <summary>Lägger till en nämnd.</summary>
[Kraver(Roll.Administrator | Roll.System)]
public sealed record SkapaNamndCommand : Namnduppgifter, ICommand<Guid>, IKommunbunden;

public sealed class SkapaNamndValidator : NamnduppgifterValidator<SkapaNamndCommand>;

public sealed class SkapaNamndHandler(DbSession db) : IRequestHandler<SkapaNamndCommand, Result<Guid>>
{
    private const string SkapaSql = "INSERT INTO Namnd (Id, Namn, Forkortning) VALUES (@Id, @Namn, @Forkortning)";

    public async Task<Result<Guid>> Handle(SkapaNamndCommand request, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        var hinder = await Namndnamn.ProvaAsync(db, id, request, cancellationToken);
        if (hinder.Count > 0) { return Result<Guid>.Refused(hinder); }

        await db.ExecuteAsync(SkapaSql, new { Id = id, Namn = request.Namnet, request.Forkortning }, cancellationToken);
        return Result<Guid>.Ok(id, new AuditEntry("Nämnd skapad", $"{request.Namnet} ({request.Forkortning}) skapad.",
            new { NamndId = id, Namn = request.Namnet, request.Forkortning }, id));
    }
}
