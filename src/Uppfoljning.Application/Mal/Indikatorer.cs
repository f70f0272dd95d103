using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Mal;

namespace Uppfoljning.Application.Mal;

/// <summary>Lägger till en indikator på ett nämndmål.</summary>
[Kraver(Namndmalsuppgifter.Skoter)]
public sealed record RegistreraIndikatorCommand : Indikatoruppgifter, ICommand<Guid>, IArendebunden
{
    Guid IArendebunden.ArendeId => MalId;
}

public sealed class RegistreraIndikatorValidator : IndikatoruppgifterValidator<RegistreraIndikatorCommand>;

/// <summary>Skriver en indikators värde för ett år. Ett tomt värde säger att året följdes men att värdet inte är känt.</summary>
[Kraver(Namndmalsuppgifter.Skoter)]
public sealed record SkrivIndikatorvardeCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid MalId { get; init; }

    public Guid IndikatorId { get; init; }

    public int Version { get; init; }

    public int? Ar { get; init; }

    public string? Varde { get; init; }

    Guid IArendebunden.ArendeId => MalId;
}

public sealed class SkrivIndikatorvardeValidator : AbstractValidator<SkrivIndikatorvardeCommand>
{
    public SkrivIndikatorvardeValidator()
    {
        RuleFor(c => c.Ar).NotNull().WithMessage("Ange året.").InclusiveBetween(Datumtext.MinstAr, Datumtext.StorstAr).WithMessage("Skriv året med fyra siffror.");
        RuleFor(c => c.Varde).Must(v => Indikatorvarden.TryTolka(v, out _)).When(c => !string.IsNullOrWhiteSpace(c.Varde))
            .WithMessage("Skriv värdet som ett tal med högst två decimaler, eller lämna det tomt om det inte är känt.");
    }
}

public sealed class IndikatorHandler(DbSession db)
    : IRequestHandler<RegistreraIndikatorCommand, Result<Guid>>, IRequestHandler<SkrivIndikatorvardeCommand, Result<Unit>>
{
    private const string FinnsSql = "SELECT COUNT(*) FROM Indikator WHERE NamndmalId = @MalId AND Namn = @Namn";

    private const string NySql = """
        INSERT INTO Indikator (Id, NamndmalId, Namn, Enhet, Malvarde, Riktning)
        VALUES (@Id, @MalId, @Namn, @Enhet, @Malvarde, @Riktning)
        """;

    private const string NamnSql = "SELECT Namn FROM Indikator WHERE Id = @IndikatorId AND NamndmalId = @MalId";

    private const string AndraSql = "UPDATE Indikatorvarde SET Varde = @Varde WHERE IndikatorId = @IndikatorId AND Ar = @Ar";

    private const string NyttVardeSql = """
        INSERT INTO Indikatorvarde (Id, IndikatorId, Ar, Varde)
        VALUES (@Id, @IndikatorId, @Ar, @Varde)
        """;

    public async Task<Result<Guid>> Handle(RegistreraIndikatorCommand request, CancellationToken cancellationToken)
    {
        var rad = request.Rad(Guid.CreateVersion7());
        if (await db.SingleOrDefaultAsync<int>(FinnsSql, rad, cancellationToken) > 0)
        {
            return Result<Guid>.Refused(new Hinder("finns-redan", "Målet har redan en indikator som heter så.", Falt: nameof(request.Namn)));
        }
        await db.ExecuteAsync(NySql, rad, cancellationToken);
        return Result<Guid>.Ok(rad.Id, new AuditEntry("Indikator inlagd", $"Indikatorn {rad.Namn} inlagd.", rad));
    }

    public async Task<Result<Unit>> Handle(SkrivIndikatorvardeCommand request, CancellationToken cancellationToken)
    {
        if (await db.SingleOrDefaultAsync<string>(NamnSql, request, cancellationToken) is not { } namn) { return Result<Unit>.NotFound(); }
        var rad = new { Id = Guid.CreateVersion7(), request.IndikatorId, request.Ar, Varde = Indikatorvarden.TryTolka(request.Varde, out var tal) ? tal : (long?)null };
        if (await db.ExecuteAsync(AndraSql, rad, cancellationToken) == 0) { await db.ExecuteAsync(NyttVardeSql, rad, cancellationToken); }
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Värde skrivet",
            $"{namn}, {request.Ar}: {(rad.Varde is { } v ? Indikatorvarden.Skriv(v) : "inte känt")}.", rad));
    }
}
