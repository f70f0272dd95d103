using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Post;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Konton;

namespace Uppfoljning.Application.Anvandare;

/// <summary>Ändrar en persons namn och e-postadress. Det som redan står i historiken behåller det namn personen hade då.</summary>
[Kraver(Roll.Administrator)]
public sealed record AndraAnvandareCommand : ICommand<Unit>, IKommunbunden
{
    public Guid AnvandareId { get; init; }

    public string Namn { get; init; } = "";

    public string Epost { get; init; } = "";
}

public sealed class AndraAnvandareValidator : AbstractValidator<AndraAnvandareCommand>
{
    public AndraAnvandareValidator()
    {
        RuleFor(c => c.Namn).NotEmpty().WithMessage("Ange personens namn.").MaximumLength(200).WithMessage("Namnet får ha högst 200 tecken.");
        RuleFor(c => c.Epost).Must(e => string.IsNullOrWhiteSpace(e) || Epostadress.HarForm(e)).WithMessage(Epostadress.Formtext);
    }
}

public sealed class AndraAnvandareHandler(DbSession db, Brevlada brevlada, IPost post, TimeProvider clock) : IRequestHandler<AndraAnvandareCommand, Result<Unit>>
{
    private const string FaktaSql = "SELECT Namn, Epost FROM Anvandare WHERE Id = @AnvandareId";

    internal const string UpptagenSql = "SELECT COUNT(*) FROM Anvandare WHERE EpostNormal = @Normal AND Id <> @AnvandareId";

    private const string AndraSql = "UPDATE Anvandare SET Namn = @Namn, Epost = @Epost, EpostNormal = @Normal WHERE Id = @AnvandareId";

    public async Task<Result<Unit>> Handle(AndraAnvandareCommand request, CancellationToken cancellationToken)
    {
        if (await db.SingleOrDefaultAsync<Fakta>(FaktaSql, request, cancellationToken) is not { } fore) { return Result<Unit>.NotFound(); }
        var (namn, epost) = (request.Namn.Trim(), string.IsNullOrWhiteSpace(request.Epost) ? null : request.Epost.Trim());
        var normal = epost is null ? null : Epostadress.Normal(epost);
        if (normal is not null && await db.SingleOrDefaultAsync<int>(UpptagenSql, new { Normal = normal, request.AnvandareId }, cancellationToken) > 0)
        {
            return Result<Unit>.Refused(new Hinder("finns-redan", "Ett annat konto har redan den e-postadressen.", Falt: nameof(request.Epost)));
        }
        await db.ExecuteAsync(AndraSql, new { request.AnvandareId, Namn = namn, Epost = epost, Normal = normal }, cancellationToken);
        if (fore.Epost is not null && normal != Epostadress.Normal(fore.Epost))
        {
            var nu = clock.GetUtcNow();
            // A link that went to the old address opens the account for whoever reads that box now.
            await db.ExecuteAsync(BytLosenordHandler.AvslutaLankarSql, new { Id = request.AnvandareId, Nu = nu }, cancellationToken);
            // To the old address: whoever loses the account by it is the one who must hear.
            await Kontobrev.AndratAsync(brevlada, post, fore.Epost, namn, "En administratör ändrade din e-postadress", nu, cancellationToken);
        }
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Användare ändrad", namn == fore.Namn ? $"Uppgifterna om {namn} är ändrade." : $"{fore.Namn} heter nu {namn}.",
            new { request.AnvandareId, Fore = fore, Namn = namn, Epost = epost }));
    }

    private sealed record Fakta
    {
        public required string Namn { get; init; }

        public string? Epost { get; init; }
    }
}
