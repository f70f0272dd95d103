using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Mal;

namespace Uppfoljning.Application.Mal;

/// <summary>Ändrar en indikator. Värdena står kvar.</summary>
[Kraver(Namndmalsuppgifter.Skoter)]
public sealed record AndraIndikatorCommand : Indikatoruppgifter, ICommand<Unit>, IVersionsbunden
{
    public Guid IndikatorId { get; init; }

    public int Version { get; init; }

    Guid IArendebunden.ArendeId => MalId;
}

public sealed class AndraIndikatorValidator : IndikatoruppgifterValidator<AndraIndikatorCommand>;

/// <summary>Tar bort en indikator med dess värden. Händelserna om den står kvar.</summary>
[Kraver(Namndmalsuppgifter.Skoter)]
public sealed record TaBortIndikatorCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid MalId { get; init; }

    public Guid IndikatorId { get; init; }

    public int Version { get; init; }

    public bool Bekraftat { get; init; }

    Guid IArendebunden.ArendeId => MalId;
}

public sealed class TaBortIndikatorValidator : AbstractValidator<TaBortIndikatorCommand>
{
    public TaBortIndikatorValidator() =>
        RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att indikatorn och dess värden ska tas bort. Det går inte att ångra.");
}

/// <summary>Tar bort ett nämndmål med dess indikatorer och värden. Händelserna om det står kvar.</summary>
[Kraver(Namndmalsuppgifter.Skoter)]
public sealed record TaBortNamndmalCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid MalId { get; init; }

    public int Version { get; init; }

    public bool Bekraftat { get; init; }

    Guid IArendebunden.ArendeId => MalId;
}

public sealed class TaBortNamndmalValidator : AbstractValidator<TaBortNamndmalCommand>
{
    public TaBortNamndmalValidator() =>
        RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att målet med indikatorer och värden ska tas bort. Det går inte att ångra.");
}

public sealed class MalandringHandler(DbSession db)
    : IRequestHandler<AndraIndikatorCommand, Result<Unit>>, IRequestHandler<TaBortIndikatorCommand, Result<Unit>>, IRequestHandler<TaBortNamndmalCommand, Result<Unit>>
{
    private const string IndikatorerSql = """
        SELECT i.Id, i.Namn, i.Enhet, i.Malvarde, i.Riktning, (SELECT COUNT(*) FROM Indikatorvarde v WHERE v.IndikatorId = i.Id) AS AntalVarden
        FROM Indikator i
        WHERE i.NamndmalId = @MalId
        """;

    private const string AndraSql = "UPDATE Indikator SET Namn = @Namn, Enhet = @Enhet, Malvarde = @Malvarde, Riktning = @Riktning WHERE Id = @Id";
    private const string NamnSql = "SELECT Namn FROM Namndmal WHERE Id = @MalId";
    private const string TaBortUppdelningarSql = """
        DELETE FROM Indikatoruppdelning
        WHERE IndikatorvardeId IN (SELECT v.Id FROM Indikatorvarde v WHERE v.IndikatorId IN @Indikatorer)
        """;

    private const string TaBortVardenSql = "DELETE FROM Indikatorvarde WHERE IndikatorId IN @Indikatorer";
    private const string TaBortIndikatorerSql = "DELETE FROM Indikator WHERE Id IN @Indikatorer";
    private const string TaBortMalSql = "DELETE FROM Namndmal WHERE Id = @MalId";
    private const string TaBortArendeSql = "DELETE FROM Arende WHERE Id = @MalId";

    public async Task<Result<Unit>> Handle(AndraIndikatorCommand request, CancellationToken cancellationToken)
    {
        var indikatorer = await db.QueryAsync<Indikator>(IndikatorerSql, new { request.MalId }, cancellationToken);
        var fore = indikatorer.FirstOrDefault(i => i.Id == request.IndikatorId);
        if (fore is null) { return Result<Unit>.NotFound(); }
        var efter = request.Rad(fore.Id);
        if (indikatorer.Any(i => i.Id != fore.Id && string.Equals(i.Namn, efter.Namn, StringComparison.OrdinalIgnoreCase)))
        {
            return Result<Unit>.Refused(new Hinder("finns-redan", "Målet har redan en indikator som heter så.", Falt: nameof(request.Namn)));
        }
        await db.ExecuteAsync(AndraSql, efter, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Indikator ändrad", $"Indikatorn {efter.Namn} ändrad.", new { Fore = fore, Efter = efter }));
    }

    public async Task<Result<Unit>> Handle(TaBortIndikatorCommand request, CancellationToken cancellationToken)
    {
        var indikator = (await db.QueryAsync<Indikator>(IndikatorerSql, new { request.MalId }, cancellationToken)).FirstOrDefault(i => i.Id == request.IndikatorId);
        if (indikator is null) { return Result<Unit>.NotFound(); }
        await TaBortAsync([indikator.Id], cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Indikator borttagen", $"Indikatorn {indikator.Namn} borttagen med {Varden(indikator.AntalVarden)}.", indikator));
    }

    public async Task<Result<Unit>> Handle(TaBortNamndmalCommand request, CancellationToken cancellationToken)
    {
        if (await db.SingleOrDefaultAsync<string>(NamnSql, new { request.MalId }, cancellationToken) is not { } namn) { return Result<Unit>.NotFound(); }
        var indikatorer = await db.QueryAsync<Indikator>(IndikatorerSql, new { request.MalId }, cancellationToken);
        await TaBortAsync([.. indikatorer.Select(i => i.Id)], cancellationToken);
        await db.ExecuteAsync(TaBortMalSql, new { request.MalId }, cancellationToken);
        await db.ExecuteAsync(TaBortArendeSql, new { request.MalId }, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Nämndmål borttaget",
            $"Nämndmålet {NamndmalHandler.Kort(namn)} borttaget med {indikatorer.Count} indikatorer och {Varden(indikatorer.Sum(i => i.AntalVarden))}.",
            new { request.MalId, Namn = namn, Indikatorer = indikatorer.Select(i => i.Namn) }));
    }

    private async Task TaBortAsync(IReadOnlyList<Guid> indikatorer, CancellationToken cancellationToken)
    {
        if (indikatorer.Count == 0) { return; }
        await db.ExecuteAsync(TaBortUppdelningarSql, new { Indikatorer = indikatorer }, cancellationToken);
        await db.ExecuteAsync(TaBortVardenSql, new { Indikatorer = indikatorer }, cancellationToken);
        await db.ExecuteAsync(TaBortIndikatorerSql, new { Indikatorer = indikatorer }, cancellationToken);
    }

    private static string Varden(int antal) => antal == 1 ? "1 värde" : $"{antal} värden";

    private sealed record Indikator
    {
        public Guid Id { get; init; }

        public string Namn { get; init; } = "";

        public string? Enhet { get; init; }

        public long? Malvarde { get; init; }

        public Riktning? Riktning { get; init; }

        public int AntalVarden { get; init; }
    }
}
