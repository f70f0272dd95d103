using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Mal;

/// <summary>Fullmäktiges mål och målområden, för den som sköter dem.</summary>
[Kraver(Roll.Administrator)]
public sealed record FullmaktigesMalQuery : IQuery<FullmaktigesMal>, IKommunbunden;

public sealed record FullmaktigesMal(IReadOnlyList<Malomradesrad> Omraden, IReadOnlyList<Malrad> Mal);

/// <summary>Det som står nu, att ändra; ett tomt kommando för något nytt.</summary>
public static class Malkommandon
{
    public static SparaMalomradeCommand Omrade(FullmaktigesMal mal, Guid? id) => mal.Omraden.FirstOrDefault(o => o.Id == id) is { } o
        ? new() { Id = o.Id, NamnForut = o.Namn, Namn = o.Namn, Dimension = o.Dimension }
        : new();

    public static SparaFullmaktigemalCommand Fullmaktigemal(FullmaktigesMal mal, Guid? id) => mal.Mal.FirstOrDefault(m => m.Id == id) is { } m
        ? new() { Id = m.Id, NamnForut = m.Namn, Namn = m.Namn, MalomradeId = m.MalomradeId }
        : new();
}

public sealed record Malomradesrad
{
    public Guid Id { get; init; }

    public string Namn { get; init; } = "";

    public string? Dimension { get; init; }

    public int Ordning { get; init; }

    public int AntalMal { get; init; }
}

public sealed record Malrad
{
    public Guid Id { get; init; }

    public Guid? MalomradeId { get; init; }

    public string Namn { get; init; } = "";

    public int Ordning { get; init; }

    /// <summary>Nämndmål i alla nämnder som är kopplade till målet.</summary>
    public int AntalNamndmal { get; init; }
}

/// <summary>Lägger till ett målområde, eller ändrar det som har numret.</summary>
[Kraver(Roll.Administrator)]
public sealed record SparaMalomradeCommand : ICommand<Unit>, IKommunbunden
{
    /// <summary>Null för ett nytt.</summary>
    public Guid? Id { get; init; }

    /// <summary>Namnet som användaren såg; har någon annan ändrat det nekas ändringen.</summary>
    public string? NamnForut { get; init; }

    public string Namn { get; init; } = "";

    public string? Dimension { get; init; }
}

public sealed class SparaMalomradeValidator : AbstractValidator<SparaMalomradeCommand>
{
    public SparaMalomradeValidator()
    {
        RuleFor(c => c.Namn).NotEmpty().WithMessage("Ange målområdets namn.").MaximumLength(200).WithMessage("Namnet får ha högst 200 tecken.");
        RuleFor(c => c.Dimension).MaximumLength(200).WithMessage("Dimensionen får ha högst 200 tecken.");
    }
}

/// <summary>Lägger till ett fullmäktigemål, eller ändrar det.</summary>
[Kraver(Roll.Administrator)]
public sealed record SparaFullmaktigemalCommand : ICommand<Unit>, IKommunbunden
{
    /// <summary>Null för ett nytt.</summary>
    public Guid? Id { get; init; }

    /// <summary>Namnet som användaren såg; har någon annan ändrat det nekas ändringen.</summary>
    public string? NamnForut { get; init; }

    public string Namn { get; init; } = "";

    /// <summary>Null när styrdokumentet inte säger det.</summary>
    public Guid? MalomradeId { get; init; }
}

public sealed class SparaFullmaktigemalValidator : AbstractValidator<SparaFullmaktigemalCommand>
{
    public SparaFullmaktigemalValidator() =>
        RuleFor(c => c.Namn).NotEmpty().WithMessage("Ange målet.").MaximumLength(500).WithMessage("Målet får ha högst 500 tecken.");
}

/// <summary>Tar bort ett målområde som inget mål hör till.</summary>
[Kraver(Roll.Administrator)]
public sealed record TaBortMalomradeCommand(Guid Id) : ICommand<Unit>, IKommunbunden
{
    public bool Bekraftat { get; init; }
}

public sealed class TaBortMalomradeValidator : AbstractValidator<TaBortMalomradeCommand>
{
    public TaBortMalomradeValidator() => RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att målområdet ska tas bort. Det går inte att ångra.");
}

/// <summary>Tar bort ett fullmäktigemål som inget nämndmål hör till.</summary>
[Kraver(Roll.Administrator)]
public sealed record TaBortFullmaktigemalCommand(Guid Id) : ICommand<Unit>, IKommunbunden
{
    public bool Bekraftat { get; init; }
}

public sealed class TaBortFullmaktigemalValidator : AbstractValidator<TaBortFullmaktigemalCommand>
{
    public TaBortFullmaktigemalValidator() => RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att målet ska tas bort. Det går inte att ångra.");
}

public sealed class FullmaktigesMalHandler(DbSession db)
    : IRequestHandler<FullmaktigesMalQuery, Result<FullmaktigesMal>>, IRequestHandler<SparaMalomradeCommand, Result<Unit>>,
        IRequestHandler<SparaFullmaktigemalCommand, Result<Unit>>, IRequestHandler<TaBortMalomradeCommand, Result<Unit>>,
        IRequestHandler<TaBortFullmaktigemalCommand, Result<Unit>>
{
    private const string OmradenSql = """
        SELECT o.Id, o.Namn, o.Dimension, o.Ordning, (SELECT COUNT(*) FROM Fullmaktigemal f WHERE f.MalomradeId = o.Id) AS AntalMal
        FROM Malomrade o
        ORDER BY o.Ordning
        """;

    private const string MalSql = """
        SELECT f.Id, f.MalomradeId, f.Namn, f.Ordning, (SELECT COUNT(*) FROM Namndmal m WHERE m.FullmaktigemalId = f.Id) AS AntalNamndmal
        FROM Fullmaktigemal f
        ORDER BY f.Ordning
        """;

    private const string NyttOmradeSql = "INSERT INTO Malomrade (Id, Namn, Dimension, Ordning) VALUES (@Id, @Namn, @Dimension, @Ordning)";
    private const string AndraOmradeSql = "UPDATE Malomrade SET Namn = @Namn, Dimension = @Dimension WHERE Id = @Id AND Namn = @NamnForut";
    private const string TaBortOmradeSql = "DELETE FROM Malomrade WHERE Id = @Id";
    private const string NyttMalSql = "INSERT INTO Fullmaktigemal (Id, MalomradeId, Namn, Ordning) VALUES (@Id, @MalomradeId, @Namn, @Ordning)";
    private const string AndraMalSql = "UPDATE Fullmaktigemal SET Namn = @Namn, MalomradeId = @MalomradeId WHERE Id = @Id AND Namn = @NamnForut";
    private const string TaBortMalSql = "DELETE FROM Fullmaktigemal WHERE Id = @Id";

    private static readonly Hinder Andrad = new("andrad-av-annan", "Någon annan har ändrat detta sedan du öppnade sidan. Det du skrev finns kvar; jämför och spara igen.");

    public async Task<Result<FullmaktigesMal>> Handle(FullmaktigesMalQuery request, CancellationToken cancellationToken) =>
        Result<FullmaktigesMal>.Ok(new(await OmradenAsync(cancellationToken), await MalAsync(cancellationToken)));

    public async Task<Result<Unit>> Handle(SparaMalomradeCommand request, CancellationToken cancellationToken)
    {
        var omraden = await OmradenAsync(cancellationToken);
        var namn = request.Namn.Trim();
        if (omraden.Any(o => o.Id != request.Id && Samma(o.Namn, namn))) { return Result<Unit>.Refused(new Hinder("finns-redan", "Det finns redan ett målområde som heter så.", Falt: nameof(request.Namn))); }
        if (request.Id is { } finns && omraden.All(o => o.Id != finns)) { return Result<Unit>.NotFound(); }

        var rad = new
        {
            Id = request.Id ?? Guid.CreateVersion7(),
            Namn = namn,
            request.NamnForut,
            Dimension = string.IsNullOrWhiteSpace(request.Dimension) ? null : request.Dimension.Trim(),
            Ordning = omraden.Select(o => o.Ordning).DefaultIfEmpty().Max() + 1,
        };
        if (await db.ExecuteAsync(request.Id is null ? NyttOmradeSql : AndraOmradeSql, rad, cancellationToken) == 0) { return Result<Unit>.Conflict(Andrad); }
        return Result<Unit>.Ok(Unit.Value, request.Id is null
            ? new AuditEntry("Målområde inlagt", $"Målområdet {namn} inlagt.", rad)
            : new AuditEntry("Målområde ändrat", $"Målområdet {namn} ändrat.", rad));
    }

    public async Task<Result<Unit>> Handle(SparaFullmaktigemalCommand request, CancellationToken cancellationToken)
    {
        var mal = await MalAsync(cancellationToken);
        var namn = request.Namn.Trim();
        var hinder = new List<Hinder>();
        if (mal.Any(m => m.Id != request.Id && Samma(m.Namn, namn))) { hinder.Add(new("finns-redan", "Det finns redan ett fullmäktigemål som heter så.", Falt: nameof(request.Namn))); }
        if (request.MalomradeId is { } omrade && (await OmradenAsync(cancellationToken)).All(o => o.Id != omrade))
        {
            hinder.Add(new("omradet-finns-inte", "Målområdet finns inte längre. Välj ett annat.", Falt: nameof(request.MalomradeId)));
        }
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }
        if (request.Id is { } finns && mal.All(m => m.Id != finns)) { return Result<Unit>.NotFound(); }

        var rad = new
        {
            Id = request.Id ?? Guid.CreateVersion7(),
            Namn = namn,
            request.NamnForut,
            request.MalomradeId,
            Ordning = mal.Select(m => m.Ordning).DefaultIfEmpty().Max() + 1,
        };
        if (await db.ExecuteAsync(request.Id is null ? NyttMalSql : AndraMalSql, rad, cancellationToken) == 0) { return Result<Unit>.Conflict(Andrad); }
        return Result<Unit>.Ok(Unit.Value, request.Id is null
            ? new AuditEntry("Fullmäktigemål inlagt", $"Fullmäktigemålet {NamndmalHandler.Kort(namn)} inlagt.", rad)
            : new AuditEntry("Fullmäktigemål ändrat", $"Fullmäktigemålet {NamndmalHandler.Kort(namn)} ändrat.", rad));
    }

    public async Task<Result<Unit>> Handle(TaBortMalomradeCommand request, CancellationToken cancellationToken)
    {
        var omrade = (await OmradenAsync(cancellationToken)).FirstOrDefault(o => o.Id == request.Id);
        if (omrade is null) { return Result<Unit>.NotFound(); }
        if (omrade.AntalMal > 0) { return Result<Unit>.Refused(new Hinder("har-mal", $"Målområdet har {omrade.AntalMal} fullmäktigemål. Flytta eller ta bort dem först.")); }
        await db.ExecuteAsync(TaBortOmradeSql, new { request.Id }, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Målområde borttaget", $"Målområdet {omrade.Namn} borttaget.", omrade));
    }

    public async Task<Result<Unit>> Handle(TaBortFullmaktigemalCommand request, CancellationToken cancellationToken)
    {
        var mal = (await MalAsync(cancellationToken)).FirstOrDefault(m => m.Id == request.Id);
        if (mal is null) { return Result<Unit>.NotFound(); }
        if (mal.AntalNamndmal > 0) { return Result<Unit>.Refused(new Hinder("har-namndmal", $"{mal.AntalNamndmal} nämndmål är kopplade till målet. De ska kopplas om först.")); }
        await db.ExecuteAsync(TaBortMalSql, new { request.Id }, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Fullmäktigemål borttaget", $"Fullmäktigemålet {NamndmalHandler.Kort(mal.Namn)} borttaget.", mal));
    }

    private Task<IReadOnlyList<Malomradesrad>> OmradenAsync(CancellationToken cancellationToken) => db.QueryAsync<Malomradesrad>(OmradenSql, null, cancellationToken);

    private Task<IReadOnlyList<Malrad>> MalAsync(CancellationToken cancellationToken) => db.QueryAsync<Malrad>(MalSql, null, cancellationToken);

    private static bool Samma(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
