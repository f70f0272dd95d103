using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Namnder;

namespace Uppfoljning.Application.Sammantraden;

/// <summary>Tar bort ett sammanträde som lades in av misstag. Händelserna om det står kvar.</summary>
[Kraver(Sammantradesuppgifter.Skoter)]
public sealed record TaBortSammantradeCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid SammantradeId { get; init; }

    public int Version { get; init; }

    /// <summary>Att den som tar bort vet att det inte går att ångra.</summary>
    public bool Bekraftat { get; init; }

    Guid IArendebunden.ArendeId => SammantradeId;
}

public sealed class TaBortSammantradeValidator : AbstractValidator<TaBortSammantradeCommand>
{
    public TaBortSammantradeValidator() =>
        RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att sammanträdet ska tas bort. Det går inte att ångra.");
}

public sealed class TaBortSammantradeHandler(DbSession db) : IRequestHandler<TaBortSammantradeCommand, Result<Unit>>
{
    private const string DokumentSql = "SELECT COUNT(*) FROM Dokument WHERE ObjektId = @SammantradeId AND Borttaget IS NULL";
    private const string TaBortSql = "DELETE FROM Sammantrade WHERE Id = @SammantradeId";
    private const string TaBortArendeSql = "DELETE FROM Arende WHERE Id = @SammantradeId";

    public async Task<Result<Unit>> Handle(TaBortSammantradeCommand request, CancellationToken cancellationToken)
    {
        var s = await Sammantrade.LasAsync(db, request.SammantradeId, cancellationToken);
        if (s is null) { return Result<Unit>.NotFound(); }
        if (Sammantradesregler.ProvaBort(s.AntalBeslut, "tas bort") is { Count: > 0 } hinder) { return Result<Unit>.Refused(hinder); }
        if (await db.SingleOrDefaultAsync<int>(DokumentSql, new { request.SammantradeId }, cancellationToken) > 0)
        {
            return Result<Unit>.Refused(new Domain.Hinder("har-dokument", "Det finns dokument på sammanträdet. Ta bort dem först, eller ställ in sammanträdet i stället."));
        }

        await db.ExecuteAsync(TaBortSql, request, cancellationToken);
        await db.ExecuteAsync(TaBortArendeSql, request, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Sammanträde borttaget", $"Sammanträdet {s.Datum.Iso()} borttaget.",
            new { request.SammantradeId, Datum = s.Datum.Iso(), s.Tid, s.Plats }));
    }
}
