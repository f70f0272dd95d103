using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Import;

/// <summary>
/// För in en provad fil: allt i en transaktion, eller inget. Filen tolkas på nytt mot registret så som det är nu, och importen kan göras
/// en gång; ett dubbelklick får veta att den redan är gjord. Sidan köar filen, och kön för in den.
/// </summary>
[Kraver(Importratt.Nagon | Roll.System)]
public sealed record InforImportCommand : ICommand<Importutfall>, IImportbunden
{
    public Guid NamndId { get; init; }

    public Guid ImportId { get; init; }

    /// <summary>Avtrycket av den provning som användaren såg. Utan avtryck förs filen in som den tolkas nu.</summary>
    public string? Avtryck { get; init; }

    /// <summary>Sant när kön har tagit filen; annars ska den vänta.</summary>
    public bool UrKon { get; init; }
}

public sealed class InforImportHandler(DbSession db, IFillager lager, TimeProvider clock, IAnvandarkontext anvandare, Importforlopp forlopp)
    : IRequestHandler<InforImportCommand, Result<Importutfall>>
{
    public async Task<Result<Importutfall>> Handle(InforImportCommand request, CancellationToken cancellationToken)
    {
        try
        {
            return await InforAsync(request, cancellationToken);
        }
        finally
        {
            forlopp.Klar(request.ImportId);
        }
    }

    private async Task<Result<Importutfall>> InforAsync(InforImportCommand request, CancellationToken cancellationToken)
    {
        await Importlagring.TaTurAsync(db, request.NamndId, cancellationToken);
        var forst = await Importlagring.AvslutaAsync(db, clock, anvandare, request.NamndId, request.ImportId, Importtillstand.Inford,
            [request.UrKon ? Importtillstand.Pagar : Importtillstand.Provad], cancellationToken);
        var namnd = await Importnamnd.LasAsync(db, request.NamndId, cancellationToken);
        var post = await Importpost.LasAsync(db, request.NamndId, request.ImportId, cancellationToken);
        if (namnd is null || post is null) { return Result<Importutfall>.NotFound(); }
        if (!forst) { return Result<Importutfall>.Refused(post.RedanAvslutad()); }

        var lage = forlopp.Borja(post.Id);
        var (fil, hinder) = await LasAsync(post, cancellationToken);
        return fil is null
            ? Result<Importutfall>.Refused(hinder)
            : await Importlagring.InforAsync(db, namnd, post, fil, clock.Idag(), request.Avtryck, lage, cancellationToken);
    }

    /// <summary>Filen tolkad. The bytes live no longer than this method.</summary>
    private async Task<(Importfil? Fil, IReadOnlyList<Domain.Hinder> Hinder)> LasAsync(Importpost post, CancellationToken cancellationToken)
    {
        if (await lager.LasAsync(post.Checksumma, cancellationToken) is not { } innehall) { return (null, [Importlagring.FilenSaknas]); }
        var (fil, hinder) = Importfil.Las(innehall, post);
        return fil?.Rubrikhinder.Count > 0 ? (null, fil.Rubrikhinder) : (fil, hinder);
    }
}
