using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Anvandare;

/// <summary>Lägger in en person med ett lokalt konto. Rollerna ges för sig, nämnd för nämnd.</summary>
[Kraver(Roll.Administrator | Roll.System)]
public sealed record SkapaAnvandareCommand : ICommand<Guid>, IKommunbunden
{
    public string Anvandarnamn { get; init; } = "";

    public string Namn { get; init; } = "";

    /// <summary>Null för en demoanvändare, som bara kan väljas i utvecklingsmiljö och aldrig logga in med lösenord.</summary>
    public string? Losenord { get; init; }

    public bool Administrator { get; init; }

    /// <summary>Sätts bara av demoladdningen.</summary>
    internal bool Demo { get; init; }

    public static SkapaAnvandareCommand Demoanvandare(string anvandarnamn, string namn, bool administrator) =>
        new() { Anvandarnamn = anvandarnamn, Namn = namn, Administrator = administrator, Demo = true };
}

public sealed class SkapaAnvandareValidator : AbstractValidator<SkapaAnvandareCommand>
{
    public const int KortastLosenord = 12;

    public SkapaAnvandareValidator()
    {
        RuleFor(c => c.Namn).NotEmpty().WithMessage("Ange personens namn.").MaximumLength(200).WithMessage("Namnet får ha högst 200 tecken.");
        RuleFor(c => c.Anvandarnamn)
            .Matches(@"^[\p{L}\p{Nd}._@-]{3,100}$")
            .WithMessage("Ange ett användarnamn med 3–100 tecken: bokstäver, siffror, punkt, bindestreck, understreck och @.");
        RuleFor(c => c.Losenord)
            .NotEmpty().When(c => !c.Demo).WithMessage("Ange ett lösenord.")
            .MinimumLength(KortastLosenord).WithMessage($"Lösenordet ska ha minst {KortastLosenord} tecken. En mening är lätt att minnas och svår att gissa.")
            .MaximumLength(200).WithMessage("Lösenordet får ha högst 200 tecken.");
    }
}

public sealed class SkapaAnvandareHandler(DbSession db, ILosenord losenord) : IRequestHandler<SkapaAnvandareCommand, Result<Guid>>
{
    private const string FinnsSql = "SELECT COUNT(*) FROM Anvandare WHERE AnvandarnamnNormal = @Normal";

    private const string SkapaSql = """
        INSERT INTO Anvandare (Id, Anvandarnamn, AnvandarnamnNormal, Namn, Losenord, Sakerhetsstampel, MisslyckadeForsok, Inaktiv, Demo)
        VALUES (@Id, @Anvandarnamn, @Normal, @Namn, @Losenord, @Sakerhetsstampel, 0, 0, @Demo)
        """;

    private const string AdministratorSql = "INSERT INTO Rolltilldelning (Id, AnvandareId, NamndId, Roll) VALUES (@Id, @AnvandareId, NULL, 'Administrator')";

    public async Task<Result<Guid>> Handle(SkapaAnvandareCommand request, CancellationToken cancellationToken)
    {
        var normal = request.Anvandarnamn.ToUpperInvariant();
        if (await db.SingleOrDefaultAsync<int>(FinnsSql, new { Normal = normal }, cancellationToken) > 0)
        {
            return Result<Guid>.Refused(new Hinder("finns-redan", "Användarnamnet är upptaget.", Falt: nameof(request.Anvandarnamn)));
        }

        var id = Guid.CreateVersion7();
        await db.ExecuteAsync(SkapaSql, new
        {
            Id = id,
            request.Anvandarnamn,
            Normal = normal,
            Namn = request.Namn.Trim(),
            Losenord = request.Losenord is null ? null : losenord.Summa(request.Losenord),
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
