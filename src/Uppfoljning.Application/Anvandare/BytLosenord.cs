using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Post;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Konton;

namespace Uppfoljning.Application.Anvandare;

/// <summary>Byter det egna lösenordet. De andra inloggningarna avslutas, och länkar att välja lösenord med slutar gälla.</summary>
[Oppen("Gäller bara den som begär, och kräver hennes nuvarande lösenord.")]
public sealed record BytLosenordCommand : ICommand<Unit>
{
    public string Nuvarande { get; init; } = "";

    public string Nytt { get; init; } = "";

    /// <summary>Inloggningen som begäran kom från.</summary>
    public Guid? SessionId { get; init; }
}

public sealed class BytLosenordValidator : AbstractValidator<BytLosenordCommand>
{
    public BytLosenordValidator()
    {
        RuleFor(c => c.Nuvarande).NotEmpty().WithMessage("Skriv ditt nuvarande lösenord.");
        RuleFor(c => c.Nytt).NyttLosenord();
    }
}

internal static class Losenordsform
{
    public static void NyttLosenord<T>(this IRuleBuilder<T, string> regel) => regel
        .NotEmpty().WithMessage("Skriv ett nytt lösenord.")
        .MinimumLength(Losenordsregler.Kortast).WithMessage(Losenordsregler.ForKort)
        .MaximumLength(Losenordsregler.Langst).WithMessage(Losenordsregler.ForLangt);

    /// <summary>Hindret när lösenordet är bland dem som gissas först.</summary>
    public static Hinder? Vanligt(string losenord, string falt, Kontoinstallning installning, params IEnumerable<string?> egna) =>
        Losenordsregler.ArVanligt(losenord, egna.Append(installning.Kommun)) ? new("vanligt-losenord", Losenordsregler.Vanligt, Falt: falt) : null;
}

public sealed class BytLosenordHandler(DbSession db, IAnvandarkontext anvandare, ILosenord losenord, Brevlada brevlada, IPost post, Kontoinstallning installning, TimeProvider clock)
    : IRequestHandler<BytLosenordCommand, Result<Unit>>
{
    private const string KontoSql = "SELECT Anvandarnamn, Namn, Epost, Losenord FROM Anvandare WHERE Id = @Id AND Inaktiv = 0 AND Demo = 0";

    internal const string BytSql = "UPDATE Anvandare SET Losenord = @Losenord, LosenordBytt = @Nu, MisslyckadeForsok = 0, LastTill = NULL WHERE Id = @Id";

    internal const string AvslutaLankarSql = "UPDATE Engangslank SET Avslutad = @Nu WHERE AnvandareId = @Id AND Avslutad IS NULL";

    public async Task<Result<Unit>> Handle(BytLosenordCommand request, CancellationToken cancellationToken)
    {
        if (anvandare.Id is not { } id || await db.SingleOrDefaultAsync<Kontorad>(KontoSql, new { Id = id }, cancellationToken) is not { } konto) { return Result<Unit>.NotFound(); }
        if (konto.Losenord is null) { return Result<Unit>.Refused(new Hinder("inget-losenord", "Kontot har inget lösenord här att byta.")); }
        if (!losenord.Stammer(konto.Losenord, request.Nuvarande))
        {
            return Result<Unit>.Refused(new Hinder("fel-losenord", "Lösenordet stämmer inte.", Falt: nameof(request.Nuvarande)));
        }
        if (Losenordsform.Vanligt(request.Nytt, nameof(request.Nytt), installning, konto.Anvandarnamn, konto.Namn, konto.Epost) is { } hinder) { return Result<Unit>.Refused(hinder); }
        if (request.Nytt == request.Nuvarande) { return Result<Unit>.Refused(new Hinder("samma-losenord", "Det nya lösenordet är samma som det nuvarande.", Falt: nameof(request.Nytt))); }

        var nu = clock.GetUtcNow();
        await db.ExecuteAsync(BytSql, new { Id = id, Losenord = losenord.Summa(request.Nytt), Nu = nu }, cancellationToken);
        await db.ExecuteAsync(AvslutaLankarSql, new { Id = id, Nu = nu }, cancellationToken);
        var antal = await Sessioner.AvslutaAsync(db, id, request.SessionId, nu, cancellationToken);
        await Kontobrev.AndratAsync(brevlada, post, konto.Epost, konto.Namn, "Ditt lösenord byttes", nu, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Lösenord bytt",
            $"Lösenordet är bytt.{Sessioner.Andra(antal)}", new { AnvandareId = id }));
    }

    private sealed record Kontorad
    {
        public required string Anvandarnamn { get; init; }

        public required string Namn { get; init; }

        public string? Epost { get; init; }

        public string? Losenord { get; init; }
    }
}
