using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Import;

/// <summary>
/// Ställer en provad fil i kö för att föras in i bakgrunden. Den som trycker en gång till, eller en annan som trycker samtidigt, får veta att
/// den redan står där.
/// </summary>
[Kraver(Importratt.Nagon)]
public sealed record KoaImportCommand : ICommand<Unit>, IImportbunden
{
    public Guid NamndId { get; init; }

    public Guid ImportId { get; init; }

    /// <summary>Avtrycket av den provning som användaren såg. Har registret ändrats när filen förs in, förs den inte in.</summary>
    public string? Avtryck { get; init; }
}

public sealed class KoaImportValidator : AbstractValidator<KoaImportCommand>
{
    public KoaImportValidator() => RuleFor(c => c.Avtryck).MaximumLength(64).WithMessage("Avtrycket är för långt. Öppna sidan på nytt.");
}

public sealed class KoaImportHandler(DbSession db, TimeProvider clock, IAnvandarkontext anvandare) : IRequestHandler<KoaImportCommand, Result<Unit>>
{
    private const string KoaSql = """
        UPDATE Import
        SET Tillstand = 'Koad', Avtryck = @Avtryck, StartadAv = @StartadAv, StartadAvId = @StartadAvId, Startad = @Startad, Fel = NULL, Forsok = 0
        WHERE Id = @ImportId AND NamndId = @NamndId AND Tillstand IN ('Provad', 'Misslyckad')
        """;

    public async Task<Result<Unit>> Handle(KoaImportCommand request, CancellationToken cancellationToken)
    {
        var forst = await db.ExecuteAsync(KoaSql, new
        {
            request.ImportId,
            request.NamndId,
            Avtryck = string.IsNullOrEmpty(request.Avtryck) ? null : request.Avtryck,
            StartadAv = anvandare.Namn,
            StartadAvId = anvandare.Id,
            Startad = clock.GetUtcNow(),
        }, cancellationToken) == 1;
        if (await Importpost.LasAsync(db, request.NamndId, request.ImportId, cancellationToken) is not { } post) { return Result<Unit>.NotFound(); }
        return forst
            ? Result<Unit>.Ok(Unit.Value, new AuditEntry("Import köad", $"Filen {post.Filnamn} står i kö för att föras in i {post.Sort.Registret()}.", new { ImportId = post.Id }))
            : Result<Unit>.Refused(post.RedanAvslutad());
    }
}

/// <summary>Tar tillbaka en fil ur kön innan den har börjat läsas in.</summary>
[Kraver(Importratt.Nagon)]
public sealed record AvbrytImportCommand : ICommand<Unit>, IImportbunden
{
    public Guid NamndId { get; init; }

    public Guid ImportId { get; init; }
}

public sealed class AvbrytImportHandler(DbSession db) : IRequestHandler<AvbrytImportCommand, Result<Unit>>
{
    private const string AvbrytSql = """
        UPDATE Import
        SET Tillstand = 'Provad', Avtryck = NULL, StartadAv = NULL, StartadAvId = NULL, Startad = NULL
        WHERE Id = @ImportId AND NamndId = @NamndId AND Tillstand = 'Koad'
        """;

    public async Task<Result<Unit>> Handle(AvbrytImportCommand request, CancellationToken cancellationToken)
    {
        var forst = await db.ExecuteAsync(AvbrytSql, request, cancellationToken) == 1;
        if (await Importpost.LasAsync(db, request.NamndId, request.ImportId, cancellationToken) is not { } post) { return Result<Unit>.NotFound(); }
        return forst
            ? Result<Unit>.Ok(Unit.Value, new AuditEntry("Import avbruten", $"Filen {post.Filnamn} togs ur kön. Inget har förts in.", new { ImportId = post.Id }))
            : Result<Unit>.Refused(post.RedanAvslutad());
    }
}
