using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Konton;

namespace Uppfoljning.Application.Anvandare;

/// <summary>Lägger in en person med ett lokalt konto. Rollerna ges för sig, nämnd för nämnd.</summary>
[Kraver(Roll.Administrator | Roll.System)]
public sealed record SkapaAnvandareCommand : ICommand<Guid>, IKommunbunden
{
    public string Anvandarnamn { get; init; } = "";

    public string Namn { get; init; } = "";

    /// <summary>Null för en demoanvändare, som bara kan väljas i utvecklingsmiljö och aldrig logga in med lösenord.</summary>
    public string? Losenord { get; init; }

    /// <summary>Personen väljer själv sitt lösenord, med en länk som administratören gör sedan.</summary>
    public bool UtanLosenord { get; init; }

    public string Epost { get; init; } = "";

    public bool Administrator { get; init; }

    /// <summary>Sätts bara av demoladdningen.</summary>
    internal bool Demo { get; init; }

    public static SkapaAnvandareCommand Demoanvandare(string anvandarnamn, string namn, bool administrator) =>
        new() { Anvandarnamn = anvandarnamn, Namn = namn, Administrator = administrator, Demo = true };
}

public sealed class SkapaAnvandareValidator : AbstractValidator<SkapaAnvandareCommand>
{
    public SkapaAnvandareValidator()
    {
        RuleFor(c => c.Namn).NotEmpty().WithMessage("Ange personens namn.").MaximumLength(200).WithMessage("Namnet får ha högst 200 tecken.");
        RuleFor(c => c.Anvandarnamn)
            .Matches(@"^[\p{L}\p{Nd}._@-]{3,100}$")
            .WithMessage("Ange ett användarnamn med 3–100 tecken: bokstäver, siffror, punkt, bindestreck, understreck och @.");
        RuleFor(c => c.Losenord).NotEmpty().When(c => c is { Demo: false, UtanLosenord: false }).WithMessage("Ange ett lösenord, eller låt personen välja själv.");
        RuleFor(c => c.Losenord).MinimumLength(Losenordsregler.Kortast).When(c => !string.IsNullOrEmpty(c.Losenord)).WithMessage(Losenordsregler.ForKort);
        RuleFor(c => c.Losenord).MaximumLength(Losenordsregler.Langst).WithMessage(Losenordsregler.ForLangt);
        RuleFor(c => c.Losenord).Empty().When(c => c.UtanLosenord).WithMessage("Lämna lösenordet tomt när personen ska välja det själv.");
        RuleFor(c => c.Epost).Must(e => string.IsNullOrWhiteSpace(e) || Epostadress.HarForm(e)).WithMessage(Epostadress.Formtext);
    }
}

public sealed class SkapaAnvandareHandler(DbSession db, ILosenord losenord, Kontoinstallning installning, TimeProvider clock) : IRequestHandler<SkapaAnvandareCommand, Result<Guid>>
{
    private const string FinnsSql = "SELECT COUNT(*) FROM Anvandare WHERE AnvandarnamnNormal = @Normal";

    private const string SkapaSql = """
        INSERT INTO Anvandare (Id, Anvandarnamn, AnvandarnamnNormal, Namn, Losenord, LosenordBytt, Sakerhetsstampel, MisslyckadeForsok, Inaktiv, Demo, Epost, EpostNormal)
        VALUES (@Id, @Anvandarnamn, @Normal, @Namn, @Losenord, @LosenordBytt, @Sakerhetsstampel, 0, 0, @Demo, @Epost, @EpostNormal)
        """;

    private const string AdministratorSql = "INSERT INTO Rolltilldelning (Id, AnvandareId, NamndId, Roll) VALUES (@Id, @AnvandareId, NULL, 'Administrator')";

    public async Task<Result<Guid>> Handle(SkapaAnvandareCommand request, CancellationToken cancellationToken)
    {
        var normal = request.Anvandarnamn.ToUpperInvariant();
        if (await db.SingleOrDefaultAsync<int>(FinnsSql, new { Normal = normal }, cancellationToken) > 0)
        {
            return Result<Guid>.Refused(new Hinder("finns-redan", "Användarnamnet är upptaget.", Falt: nameof(request.Anvandarnamn)));
        }

        var (id, epost) = (Guid.CreateVersion7(), string.IsNullOrWhiteSpace(request.Epost) ? null : request.Epost.Trim());
        if (epost is not null && await db.SingleOrDefaultAsync<int>(AndraAnvandareHandler.UpptagenSql, new { Normal = Epostadress.Normal(epost), AnvandareId = id }, cancellationToken) > 0)
        {
            return Result<Guid>.Refused(new Hinder("finns-redan", "Ett annat konto har redan den e-postadressen.", Falt: nameof(request.Epost)));
        }
        var skrivet = string.IsNullOrEmpty(request.Losenord) ? null : request.Losenord;
        if (skrivet is not null && Losenordsform.Vanligt(skrivet, nameof(request.Losenord), installning, request.Anvandarnamn, request.Namn, epost) is { } vanligt)
        {
            return Result<Guid>.Refused(vanligt);
        }
        await db.ExecuteAsync(SkapaSql, new
        {
            Id = id,
            request.Anvandarnamn,
            Normal = normal,
            Namn = request.Namn.Trim(),
            Losenord = skrivet is null ? null : losenord.Summa(skrivet),
            LosenordBytt = skrivet is null ? (DateTimeOffset?)null : clock.GetUtcNow(),
            Epost = epost,
            EpostNormal = epost is null ? null : Epostadress.Normal(epost),
            Sakerhetsstampel = Guid.NewGuid().ToString("N"),
            request.Demo,
        }, cancellationToken);
        if (request.Administrator)
        {
            await db.ExecuteAsync(AdministratorSql, new { Id = Guid.CreateVersion7(), AnvandareId = id }, cancellationToken);
        }

        return Result<Guid>.Ok(id, new AuditEntry("Användare skapad",
            $"{request.Namn.Trim()} ({request.Anvandarnamn}) tillagd{(request.Administrator ? " som administratör" : "")}.", new { AnvandareId = id, request.Anvandarnamn, request.Administrator }));
    }
}
