using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Namnder;

namespace Uppfoljning.Application.Sammantraden;

/// <summary>Ställer in ett kommande sammanträde. Det står kvar i listan som inställt, med skälet.</summary>
[Kraver(Sammantradesuppgifter.Skoter)]
public sealed record StallInSammantradeCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid SammantradeId { get; init; }

    public int Version { get; init; }

    public string Skal { get; init; } = "";

    Guid IArendebunden.ArendeId => SammantradeId;
}

public sealed class StallInSammantradeValidator : AbstractValidator<StallInSammantradeCommand>
{
    public StallInSammantradeValidator() => RuleFor(c => c.Skal)
        .NotEmpty().WithMessage("Ange varför sammanträdet ställs in.")
        .MaximumLength(500).WithMessage("Skälet får ha högst 500 tecken.");
}

public sealed class StallInSammantradeHandler(DbSession db, TimeProvider clock) : IRequestHandler<StallInSammantradeCommand, Result<Unit>>
{
    private const string StallInSql = "UPDATE Sammantrade SET Installt = 1, InstalltSkal = @Skal WHERE Id = @SammantradeId";

    public async Task<Result<Unit>> Handle(StallInSammantradeCommand request, CancellationToken cancellationToken)
    {
        var s = await Sammantrade.LasAsync(db, request.SammantradeId, cancellationToken);
        if (s is null) { return Result<Unit>.NotFound(); }
        var hinder = Sammantradesregler.ProvaInstallning(s.Installt, s.Datum, clock.Idag(), s.AntalBeslut);
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        var skal = request.Skal.Trim();
        await db.ExecuteAsync(StallInSql, new { request.SammantradeId, Skal = skal }, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Sammanträde inställt", $"Sammanträdet {s.Datum.Iso()} inställt: {skal}",
            new { request.SammantradeId, Datum = s.Datum.Iso(), Skal = skal }));
    }
}
