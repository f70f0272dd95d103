using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Extern;

/// <summary>Vilka grupper hos identitetstjänsten som ger vilka roller.</summary>
[Kraver(Roll.Administrator)]
public sealed record GruppmappningslistaQuery : IQuery<Gruppmappningslista>, IKommunbunden;

public sealed record Gruppmappningslista(IReadOnlyList<Gruppmappning> Mappningar, IReadOnlyList<Avtal.Namndval> Namnder);

public sealed record Gruppmappning
{
    public Guid Id { get; init; }

    public required string Grupp { get; init; }

    public Guid? NamndId { get; init; }

    public string? Namnd { get; init; }

    public Roll Roll { get; init; }

    public IReadOnlyList<string> Personer { get; init; } = [];

    public string Ger => $"{Roll.Text()} i {Namnd ?? "hela kommunen"}";
}

public sealed class GruppmappningslistaHandler(DbSession db) : IRequestHandler<GruppmappningslistaQuery, Result<Gruppmappningslista>>
{
    private const string MappningarSql = """
        SELECT g.Id, g.Grupp, g.NamndId, n.Namn AS Namnd, g.Roll
        FROM Gruppmappning g
        LEFT JOIN Namnd n ON n.Id = g.NamndId
        ORDER BY g.Grupp, n.Namn, g.Roll
        """;

    private const string PersonerSql = """
        SELECT m.GruppmappningId, a.Namn
        FROM Gruppmedlem m
        JOIN Anvandare a ON a.Id = m.AnvandareId
        ORDER BY a.Namn
        """;

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd ORDER BY Namn";

    public async Task<Result<Gruppmappningslista>> Handle(GruppmappningslistaQuery request, CancellationToken cancellationToken)
    {
        var mappningar = await db.QueryAsync<Gruppmappning>(MappningarSql, null, cancellationToken);
        var personer = (await db.QueryAsync<Personrad>(PersonerSql, null, cancellationToken)).ToLookup(p => p.GruppmappningId, p => p.Namn);
        return Result<Gruppmappningslista>.Ok(new(
            [.. mappningar.Select(m => m with { Personer = [.. personer[m.Id]] })],
            await db.QueryAsync<Avtal.Namndval>(NamnderSql, null, cancellationToken)));
    }

    private sealed record Personrad
    {
        public Guid GruppmappningId { get; init; }

        public required string Namn { get; init; }
    }
}

/// <summary>Låter en grupp ge en roll. Gäller från gruppmedlemmens nästa inloggning.</summary>
[Kraver(Common.Roll.Administrator)]
public sealed record LaggTillGruppmappningCommand : ICommand<Unit>, IKommunbunden
{
    public string Grupp { get; init; } = "";

    /// <summary>Null för hela kommunen.</summary>
    public Guid? NamndId { get; init; }

    public Roll? Roll { get; init; }

    /// <summary>Om inställningen låter en grupp göra någon till administratör. Webben sätter den efter inställningen, vad formuläret än skickade.</summary>
    public bool AdministratorTillaten { get; init; }
}

public sealed class LaggTillGruppmappningValidator : AbstractValidator<LaggTillGruppmappningCommand>
{
    public LaggTillGruppmappningValidator()
    {
        RuleFor(c => c.Grupp).NotEmpty().WithMessage("Ange gruppen så som identitetstjänsten skriver den.").MaximumLength(255).WithMessage("Gruppen får ha högst 255 tecken.");
        RuleFor(c => c.Roll).Must(r => r is { } roll && (roll == Roll.Administrator || Roller.INamnd.Contains(roll))).WithMessage("Välj roll.");
        RuleFor(c => c.NamndId).NotNull().When(c => c.Roll is { } r && r != Roll.Administrator).WithMessage("Välj nämnd. Bara administratörer gäller hela kommunen.");
        RuleFor(c => c.NamndId).Null().When(c => c.Roll == Roll.Administrator).WithMessage("En administratör är det för hela kommunen. Välj ”Hela kommunen”.");
        RuleFor(c => c.Roll).Must((c, r) => r != Roll.Administrator || c.AdministratorTillaten)
            .WithMessage("En grupp kan inte göra någon till administratör så länge inställningen Extern:AdministratorFranGrupp är av.");
    }
}

public sealed class LaggTillGruppmappningHandler(DbSession db) : IRequestHandler<LaggTillGruppmappningCommand, Result<Unit>>
{
    private const string FinnsSql = """
        SELECT COUNT(*)
        FROM Gruppmappning
        WHERE Grupp = @Grupp AND Roll = @Roll AND (NamndId = @NamndId OR (NamndId IS NULL AND @Kommunen = 1))
        """;

    private const string NamndSql = "SELECT Namn FROM Namnd WHERE Id = @NamndId";

    private const string LaggTillSql = "INSERT INTO Gruppmappning (Id, Grupp, NamndId, Roll) VALUES (@Id, @Grupp, @NamndId, @Roll)";

    public async Task<Result<Unit>> Handle(LaggTillGruppmappningCommand request, CancellationToken cancellationToken)
    {
        var rad = new { Id = Guid.CreateVersion7(), Grupp = request.Grupp.Trim(), request.NamndId, Roll = request.Roll!.Value.ToString(), Kommunen = request.NamndId is null };
        var namnd = request.NamndId is null ? "hela kommunen" : await db.SingleOrDefaultAsync<string>(NamndSql, request, cancellationToken);
        if (namnd is null) { return Result<Unit>.NotFound(); }
        if (await db.SingleOrDefaultAsync<int>(FinnsSql, rad, cancellationToken) > 0)
        {
            return Result<Unit>.Refused(new Hinder("finns-redan", "Gruppen ger redan den rollen.", Falt: nameof(request.Grupp)));
        }
        await db.ExecuteAsync(LaggTillSql, rad, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Gruppmappning tillagd",
            $"Gruppen {rad.Grupp} ger rollen {request.Roll.Value.Text().ToLowerInvariant()} i {namnd} från nästa inloggning.", new { GruppmappningId = rad.Id, rad.Grupp, rad.NamndId, rad.Roll }));
    }
}

/// <summary>En mappning, för sidan där den tas bort.</summary>
[Kraver(Roll.Administrator)]
public sealed record GruppmappningQuery(Guid GruppmappningId) : IQuery<Gruppmappning>, IKommunbunden;

public sealed class GruppmappningHandler(DbSession db) : IRequestHandler<GruppmappningQuery, Result<Gruppmappning>>
{
    internal const string MappningSql = """
        SELECT g.Id, g.Grupp, g.NamndId, n.Namn AS Namnd, g.Roll
        FROM Gruppmappning g
        LEFT JOIN Namnd n ON n.Id = g.NamndId
        WHERE g.Id = @GruppmappningId
        """;

    private const string PersonerSql = "SELECT a.Namn FROM Gruppmedlem m JOIN Anvandare a ON a.Id = m.AnvandareId WHERE m.GruppmappningId = @GruppmappningId ORDER BY a.Namn";

    public async Task<Result<Gruppmappning>> Handle(GruppmappningQuery request, CancellationToken cancellationToken)
    {
        var mappning = await db.SingleOrDefaultAsync<Gruppmappning>(MappningSql, request, cancellationToken);
        return mappning is null
            ? Result<Gruppmappning>.NotFound()
            : Result<Gruppmappning>.Ok(mappning with { Personer = await db.QueryAsync<string>(PersonerSql, request, cancellationToken) });
    }
}

/// <summary>Tar bort en mappning. De som har rollen genom den mister den när de loggar in nästa gång, om ingen annan grupp ger den.</summary>
[Kraver(Roll.Administrator)]
public sealed record TaBortGruppmappningCommand : ICommand<Unit>, IKommunbunden
{
    public Guid GruppmappningId { get; init; }

    public bool Bekraftat { get; init; }
}

public sealed class TaBortGruppmappningValidator : AbstractValidator<TaBortGruppmappningCommand>
{
    public TaBortGruppmappningValidator() => RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att mappningen ska tas bort.");
}

public sealed class TaBortGruppmappningHandler(DbSession db) : IRequestHandler<TaBortGruppmappningCommand, Result<Unit>>
{
    private const string TaBortMedlemmarSql = "DELETE FROM Gruppmedlem WHERE GruppmappningId = @GruppmappningId";

    private const string TaBortSql = "DELETE FROM Gruppmappning WHERE Id = @GruppmappningId";

    public async Task<Result<Unit>> Handle(TaBortGruppmappningCommand request, CancellationToken cancellationToken)
    {
        var mappning = await db.SingleOrDefaultAsync<Gruppmappning>(GruppmappningHandler.MappningSql, request, cancellationToken);
        if (mappning is null) { return Result<Unit>.NotFound(); }
        await db.ExecuteAsync(TaBortMedlemmarSql, request, cancellationToken);
        await db.ExecuteAsync(TaBortSql, request, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Gruppmappning borttagen",
            $"Gruppen {mappning.Grupp} ger inte längre rollen {mappning.Roll.Text().ToLowerInvariant()} i {mappning.Namnd ?? "hela kommunen"}.",
            new { request.GruppmappningId, mappning.Grupp, mappning.NamndId, Roll = mappning.Roll.ToString() }));
    }
}
