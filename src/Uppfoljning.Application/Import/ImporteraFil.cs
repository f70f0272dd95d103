using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Import;

/// <summary>Tar emot och för in en fil i ett steg, i en transaktion: kommandoraden och demokommunen. Samma regler som på sidan.</summary>
[Kraver(Importratt.Nagon | Roll.System)]
public sealed record ImporteraFilCommand : ICommand<Importutfall>, INamndbunden
{
    public Guid NamndId { get; init; }

    public string Filnamn { get; init; } = "";

    public Stream? Fil { get; init; }
}

public sealed class ImporteraFilValidator : AbstractValidator<ImporteraFilCommand>
{
    public ImporteraFilValidator() => RuleFor(c => c.Fil).NotNull().WithMessage("Välj en fil.");
}

public sealed class ImporteraFilHandler(DbSession db, IFillager lager, TimeProvider clock, IAnvandarkontext anvandare, Importforlopp forlopp)
    : IRequestHandler<ImporteraFilCommand, Result<Importutfall>>
{
    public async Task<Result<Importutfall>> Handle(ImporteraFilCommand request, CancellationToken cancellationToken)
    {
        await Importlagring.TaTurAsync(db, request.NamndId, cancellationToken);
        if (await Importnamnd.LasAsync(db, request.NamndId, cancellationToken) is not { } namnd) { return Result<Importutfall>.NotFound(); }
        var (fil, innehall, hinder) = await TaEmotImportHandler.LasAsync(db, request.Fil!, anvandare, namnd.Id, cancellationToken);
        if (fil is null) { return Result<Importutfall>.Refused(hinder); }
        if (fil.Rubrikhinder.Count > 0) { return Result<Importutfall>.Refused(fil.Rubrikhinder); }

        var id = await Importlagring.LaggInAsync(db, lager, clock, anvandare, namnd.Id, Importlagring.Namn(request.Filnamn), innehall, fil, cancellationToken);
        await Importlagring.AvslutaAsync(db, clock, anvandare, namnd.Id, id, Importtillstand.Inford, [Importtillstand.Provad], cancellationToken);
        var post = await Importpost.LasAsync(db, namnd.Id, id, cancellationToken);
        return await Importlagring.InforAsync(db, namnd, post!, fil, clock.Idag(), avtryck: null, forlopp.Borja(id), cancellationToken);
    }
}
