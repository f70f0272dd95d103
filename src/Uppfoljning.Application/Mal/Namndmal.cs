using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Mal;

/// <summary>Det som skrivs om ett nämndmål, lika när det läggs in och när det ändras.</summary>
public abstract record Namndmalsuppgifter
{
    /// <summary>Den som sköter nämndens mål är den som planerar uppföljningen.</summary>
    internal const Roll Skoter = Roll.Uppfoljare | Roll.Avtalsansvarig | Roll.Namndsekreterare;

    public string Namn { get; init; } = "";

    /// <summary>Fullmäktigemålet som nämndmålet bidrar till; null är inte känt.</summary>
    public Guid? FullmaktigemalId { get; init; }

    public string? VadFoljsUpp { get; init; }

    public string? Arbetssatt { get; init; }

    internal object Rad(Guid id, Guid namndId) => new
    {
        Id = id,
        NamndId = namndId,
        Namn = Namn.Trim(),
        FullmaktigemalId,
        VadFoljsUpp = Text(VadFoljsUpp),
        Arbetssatt = Text(Arbetssatt),
    };

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

public abstract class NamndmalsuppgifterValidator<T> : AbstractValidator<T> where T : Namndmalsuppgifter
{
    protected NamndmalsuppgifterValidator()
    {
        RuleFor(c => c.Namn).NotEmpty().WithMessage("Ange målet.").MaximumLength(500).WithMessage("Målet får ha högst 500 tecken.");
        RuleFor(c => c.VadFoljsUpp).MaximumLength(1000).WithMessage("Texten får ha högst 1 000 tecken.");
        RuleFor(c => c.Arbetssatt).MaximumLength(1000).WithMessage("Texten får ha högst 1 000 tecken.");
    }
}

/// <summary>Lägger in ett nämndmål.</summary>
[Kraver(Skoter)]
public sealed record RegistreraNamndmalCommand : Namndmalsuppgifter, ICommand<Guid>, INamndbunden
{
    public Guid NamndId { get; init; }
}

public sealed class RegistreraNamndmalValidator : NamndmalsuppgifterValidator<RegistreraNamndmalCommand>;

/// <summary>Ändrar ett nämndmål. Det som stod förut finns i historiken.</summary>
[Kraver(Skoter)]
public sealed record AndraNamndmalCommand : Namndmalsuppgifter, ICommand<Unit>, IVersionsbunden
{
    public Guid MalId { get; init; }

    public int Version { get; init; }

    Guid IArendebunden.ArendeId => MalId;
}

public sealed class AndraNamndmalValidator : NamndmalsuppgifterValidator<AndraNamndmalCommand>;

public sealed class NamndmalHandler(DbSession db, Atkomst atkomst)
    : IRequestHandler<RegistreraNamndmalCommand, Result<Guid>>, IRequestHandler<AndraNamndmalCommand, Result<Unit>>
{
    private const string FinnsSql = "SELECT COUNT(*) FROM Namndmal WHERE NamndId = @NamndId AND Namn = @Namn AND Id <> @Id";
    private const string FullmaktigemalSql = "SELECT COUNT(*) FROM Fullmaktigemal WHERE Id = @FullmaktigemalId";

    private const string NyttArendeSql = "INSERT INTO Arende (Id, NamndId, Sort, Version) VALUES (@Id, @NamndId, 'Namndmal', 1)";

    private const string NyttSql = """
        INSERT INTO Namndmal (Id, NamndId, FullmaktigemalId, Namn, VadFoljsUpp, Arbetssatt)
        VALUES (@Id, @NamndId, @FullmaktigemalId, @Namn, @VadFoljsUpp, @Arbetssatt)
        """;

    private const string AndraSql = """
        UPDATE Namndmal
        SET FullmaktigemalId = @FullmaktigemalId, Namn = @Namn, VadFoljsUpp = @VadFoljsUpp, Arbetssatt = @Arbetssatt
        WHERE Id = @Id
        """;

    private static readonly Hinder Borta = new("mal-borta", "Fullmäktiges mål finns inte längre. Välj ett annat.", Falt: "FullmaktigemalId");

    private static readonly Hinder Finns = new("finns-redan", "Nämnden har redan ett mål som heter så.", Falt: "Namn");

    public async Task<Result<Guid>> Handle(RegistreraNamndmalCommand request, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        var rad = request.Rad(id, request.NamndId);
        if (await ProvaAsync(rad, request.FullmaktigemalId, cancellationToken) is { } hinder) { return Result<Guid>.Refused(hinder); }
        await LaggInAsync(db, [rad], cancellationToken);
        return Result<Guid>.Ok(id, new AuditEntry("Nämndmål inlagt", $"Nämndmålet {Kort(request.Namn)} inlagt.", rad, id));
    }

    public async Task<Result<Unit>> Handle(AndraNamndmalCommand request, CancellationToken cancellationToken)
    {
        var rad = request.Rad(request.MalId, atkomst.NamndId!.Value);
        if (await ProvaAsync(rad, request.FullmaktigemalId, cancellationToken) is { } hinder) { return Result<Unit>.Refused(hinder); }
        return await db.ExecuteAsync(AndraSql, rad, cancellationToken) == 0
            ? Result<Unit>.NotFound()
            : Result<Unit>.Ok(Unit.Value, new AuditEntry("Nämndmål ändrat", $"Nämndmålet {Kort(request.Namn)} ändrat.", new { request.MalId, request.FullmaktigemalId }));
    }

    private async Task<Hinder?> ProvaAsync(object rad, Guid? fullmaktigemalId, CancellationToken cancellationToken) =>
        await db.SingleOrDefaultAsync<int>(FinnsSql, rad, cancellationToken) > 0 ? Finns
        : fullmaktigemalId is not null && await db.SingleOrDefaultAsync<int>(FullmaktigemalSql, rad, cancellationToken) == 0 ? Borta
        : null;

    internal static async Task LaggInAsync(DbSession db, IReadOnlyList<object> rader, CancellationToken cancellationToken)
    {
        if (rader.Count == 0) { return; }
        await db.ExecuteAsync(NyttArendeSql, rader, cancellationToken);
        await db.ExecuteAsync(NyttSql, rader, cancellationToken);
    }

    internal static string Kort(string namn) => namn.Trim() is { Length: > 120 } lang ? lang[..120] + "…" : namn.Trim().TrimEnd('.');
}
