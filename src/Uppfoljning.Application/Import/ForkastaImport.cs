using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Import;

/// <summary>Lägger undan en provad fil som inte ska föras in.</summary>
[Kraver(Importratt.Nagon)]
public sealed record ForkastaImportCommand : ICommand<Unit>, IImportbunden
{
    public Guid NamndId { get; init; }

    public Guid ImportId { get; init; }
}

public sealed class ForkastaImportHandler(DbSession db, TimeProvider clock, IAnvandarkontext anvandare) : IRequestHandler<ForkastaImportCommand, Result<Unit>>
{
    public async Task<Result<Unit>> Handle(ForkastaImportCommand request, CancellationToken cancellationToken)
    {
        var forst = await Importlagring.AvslutaAsync(db, clock, anvandare, request.NamndId, request.ImportId, Importtillstand.Forkastad,
            [Importtillstand.Provad, Importtillstand.Misslyckad], cancellationToken);
        if (await Importpost.LasAsync(db, request.NamndId, request.ImportId, cancellationToken) is not { } post) { return Result<Unit>.NotFound(); }
        return forst
            ? Result<Unit>.Ok(Unit.Value, new AuditEntry("Import förkastad", $"Filen {post.Filnamn} förkastad. Inget har förts in.", new { ImportId = post.Id }))
            : Result<Unit>.Refused(post.RedanAvslutad());
    }
}
