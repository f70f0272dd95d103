using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Import;

/// <summary>
/// Tar emot en registerfil för provning. Det som inte går att läsa alls nekas här, med skäl, och sparas inte; rubriker som inte känns igen
/// kopplas av användaren efteråt. Samma fil en gång till, medan den väntar, blir samma import.
/// </summary>
[Kraver(Importratt.Nagon | Roll.System)]
public sealed record TaEmotImportCommand : ICommand<Guid>, INamndbunden
{
    /// <summary>Största fil som tas emot, i byte.</summary>
    public const int StorstaFil = 20 * 1024 * 1024;

    public Guid NamndId { get; init; }

    /// <summary>Namnet så som filen kom; det visas men används aldrig som sökväg.</summary>
    public string Filnamn { get; init; } = "";

    public Stream? Fil { get; init; }
}

public sealed class TaEmotImportValidator : AbstractValidator<TaEmotImportCommand>
{
    public TaEmotImportValidator() => RuleFor(c => c.Fil).NotNull().WithMessage("Välj en fil.");
}

public sealed class TaEmotImportHandler(DbSession db, IFillager lager, TimeProvider clock, IAnvandarkontext anvandare)
    : IRequestHandler<TaEmotImportCommand, Result<Guid>>
{
    public async Task<Result<Guid>> Handle(TaEmotImportCommand request, CancellationToken cancellationToken)
    {
        if (await Importnamnd.LasAsync(db, request.NamndId, cancellationToken) is not { } namnd) { return Result<Guid>.NotFound(); }
        var (fil, innehall, hinder) = await LasAsync(db, request.Fil!, anvandare, namnd.Id, cancellationToken);
        if (fil is null) { return Result<Guid>.Refused(hinder); }

        var namn = Importlagring.Namn(request.Filnamn);
        var id = await Importlagring.LaggInAsync(db, lager, clock, anvandare, namnd.Id, namn, innehall, fil, cancellationToken);
        return Result<Guid>.Ok(id, new AuditEntry("Import mottagen", $"Filen {namn} mottagen för provning mot {fil.Sort.Registret()}: {(fil.Rader.Count == 1 ? "1 rad" : $"{fil.Rader.Count} rader")}.{(fil.Obestamd ? " Alla rubriker känns inte igen: välj kolumner." : "")}",
            new { ImportId = id, Filnamn = namn, Sort = fil.Sort, Storlek = innehall.Length }));
    }

    internal static async Task<(Importfil? Fil, byte[] Innehall, IReadOnlyList<Hinder> Hinder)> LasAsync(
        DbSession db, Stream strom, IAnvandarkontext anvandare, Guid namndId, CancellationToken cancellationToken)
    {
        if (await Importlagring.LasAsync(strom, cancellationToken) is not { } innehall)
        {
            return (null, [], [new("for-stor", $"Filen är större än {TaEmotImportCommand.StorstaFil / 1024 / 1024} MB. Dela upp den.", Falt: nameof(TaEmotImportCommand.Fil))]);
        }
        var minne = await Kolumnminne.LasAsync(db, cancellationToken);
        var (fil, hinder) = Importfil.Las(innehall, val: null, minne);
        if (fil is not null && !anvandare.Far(namndId, fil.Sort))
        {
            if (fil.Rubrikhinder.Count == 0) { return (null, innehall, [Importratt.Nekad(fil.Sort)]); }
            // Rubrikerna säger inte vilket register filen är; användaren kopplar dem till ett som hon får föra in.
            var sort = anvandare.Sorter(namndId)[0];
            (fil, hinder) = Importfil.Las(innehall, new Filplats(null, null), minne, rubriker => Kolumnkarta.For(sort, rubriker, minne), valt: false);
        }
        return (fil, innehall, [.. hinder.Select(h => h with { Falt = nameof(TaEmotImportCommand.Fil) })]);
    }
}
