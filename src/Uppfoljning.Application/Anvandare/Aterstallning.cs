using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Post;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Konton;

namespace Uppfoljning.Application.Anvandare;

/// <summary>Det som flera kommandon gör med länkar att välja lösenord med.</summary>
internal static class Engangslankar
{
    private const string GorSql = "INSERT INTO Engangslank (Id, AnvandareId, Summa, Skapad, GallerTill) VALUES (@Id, @AnvandareId, @Summa, @Skapad, @GallerTill)";

    /// <summary>En ny länk; de tidigare slutar gälla. Ger nyckeln, som inte sparas.</summary>
    public static async Task<string> GorAsync(DbSession db, Guid anvandareId, TimeSpan galler, DateTimeOffset nu, CancellationToken cancellationToken)
    {
        var nyckel = Lanknyckel.Ny();
        await db.ExecuteAsync(BytLosenordHandler.AvslutaLankarSql, new { Id = anvandareId, Nu = nu }, cancellationToken);
        await db.ExecuteAsync(GorSql, new { Id = Guid.CreateVersion7(nu), AnvandareId = anvandareId, Summa = Lanknyckel.Summa(nyckel), Skapad = nu, GallerTill = nu + galler }, cancellationToken);
        return nyckel;
    }
}

/// <summary>
/// Begär en länk till e-postadressen. Svaret är detsamma vare sig adressen finns eller inte. Ett konto utan lösenord får ingen länk: den som loggar
/// in genom kommunens inloggning ska inte kunna gå förbi den. Gäller bara den får bara administratörer en länk.
/// </summary>
[Oppen("Den som har glömt sitt lösenord är inte inloggad. Svaret säger inget om vilka adresser som finns.")]
public sealed record BegarAterstallningCommand : ICommand<Unit>
{
    public string Epost { get; init; } = "";
}

public sealed class BegarAterstallningValidator : AbstractValidator<BegarAterstallningCommand>
{
    public BegarAterstallningValidator() => RuleFor(c => c.Epost).Must(Epostadress.HarForm).WithMessage(Epostadress.Formtext);
}

public sealed class BegarAterstallningHandler(DbSession db, Brevlada brevlada, IForvar forvar, IPost post, Kontoinstallning installning, TimeProvider clock)
    : IRequestHandler<BegarAterstallningCommand, Result<Unit>>
{
    /// <summary>Så många länkar får någon annan skicka till en persons brevlåda på en timme.</summary>
    private const int FlestITimmen = 3;

    private const string KontoSql = $"""
        SELECT a.Id, a.Namn, a.Epost, (SELECT COUNT(*) FROM Engangslank l WHERE l.AnvandareId = a.Id AND l.Skapad > @Sedan) AS Antal
        FROM Anvandare a
        WHERE a.EpostNormal = @Normal AND a.Inaktiv = 0 AND a.Demo = 0 AND a.Losenord IS NOT NULL AND (@BaraExtern = 0 OR {Gallanderoller.Administrator})
        """;

    public async Task<Result<Unit>> Handle(BegarAterstallningCommand request, CancellationToken cancellationToken)
    {
        if (!post.Installd) { return Result<Unit>.Refused(new Hinder("ingen-post", "Produkten kan inte skicka e-post. Be en administratör om en länk.")); }
        var nu = clock.GetUtcNow();
        var konto = await db.SingleOrDefaultAsync<Kontorad>(KontoSql, new { Normal = Epostadress.Normal(request.Epost), Sedan = nu - Lanknyckel.Aterstallning, installning.BaraExtern }, cancellationToken);
        if (konto is null || konto.Antal >= FlestITimmen)
        {
            // As much work as for an address that exists, so that the time does not tell.
            forvar.Las(new string(' ', 600));
            return Result<Unit>.Ok(Unit.Value, konto is null
                ? new AuditEntry("Lösenordslänk begärd", "En länk att välja lösenord med begärdes för en e-postadress som inget konto har.")
                : new AuditEntry("Lösenordslänk begärd", $"En länk att välja lösenord med begärdes för {konto.Namn}, men skickades inte: för många på en timme.", new { AnvandareId = konto.Id }));
        }
        var nyckel = await Engangslankar.GorAsync(db, konto.Id, Lanknyckel.Aterstallning, nu, cancellationToken);
        await Kontobrev.AterstallningAsync(brevlada, konto.Epost, konto.Namn, installning.Lank(nyckel), cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Lösenordslänk begärd", $"En länk att välja lösenord med begärdes för {konto.Namn}.", new { AnvandareId = konto.Id }));
    }

    private sealed record Kontorad
    {
        public Guid Id { get; init; }

        public required string Namn { get; init; }

        public required string Epost { get; init; }

        public int Antal { get; init; }
    }
}

/// <summary>Vem en länk gäller. Att öppna länken förbrukar den inte: ett e-postfilter kan ha öppnat den före personen.</summary>
[Oppen("Den som har länken är inte inloggad; nyckeln i den är beviset.")]
public sealed record LosenordslankQuery(string? Nyckel) : IQuery<Losenordslank>;

public sealed record Losenordslank(string Anvandarnamn);

/// <summary>Väljer lösenord med en länk, som därmed är förbrukad. Alla inloggningar avslutas.</summary>
[Oppen("Den som har länken är inte inloggad; nyckeln i den är beviset.")]
public sealed record ValjLosenordCommand : ICommand<Unit>
{
    public string Nyckel { get; init; } = "";

    public string Nytt { get; init; } = "";
}

public sealed class ValjLosenordValidator : AbstractValidator<ValjLosenordCommand>
{
    public ValjLosenordValidator() => RuleFor(c => c.Nytt).NyttLosenord();
}

public sealed class ValjLosenordHandler(DbSession db, ILosenord losenord, Brevlada brevlada, IPost post, Kontoinstallning installning, TimeProvider clock)
    : IRequestHandler<LosenordslankQuery, Result<Losenordslank>>, IRequestHandler<ValjLosenordCommand, Result<Unit>>
{
    private const string LankSql = $"""
        SELECT a.Id, a.Anvandarnamn, a.Namn, a.Epost
        FROM Engangslank l
        JOIN Anvandare a ON a.Id = l.AnvandareId
        WHERE l.Summa = @Summa AND l.Avslutad IS NULL AND l.GallerTill > @Nu AND a.Inaktiv = 0 AND a.Demo = 0
          AND (@BaraExtern = 0 OR {Gallanderoller.Administrator})
        """;

    private const string AnvandSql = "UPDATE Engangslank SET Avslutad = @Nu WHERE Summa = @Summa AND Avslutad IS NULL AND GallerTill > @Nu";

    private static readonly Hinder Ogiltig = new("lank-galler-inte", "Länken gäller inte längre. Den är använd, ersatt av en nyare eller för gammal. Begär en ny.");

    public async Task<Result<Losenordslank>> Handle(LosenordslankQuery request, CancellationToken cancellationToken) =>
        await LasAsync(request.Nyckel, cancellationToken) is { } rad ? Result<Losenordslank>.Ok(new(rad.Anvandarnamn)) : Result<Losenordslank>.Refused(Ogiltig);

    public async Task<Result<Unit>> Handle(ValjLosenordCommand request, CancellationToken cancellationToken)
    {
        if (await LasAsync(request.Nyckel, cancellationToken) is not { } konto) { return Result<Unit>.Refused(Ogiltig); }
        if (Losenordsform.Vanligt(request.Nytt, nameof(request.Nytt), installning, konto.Anvandarnamn, konto.Namn, konto.Epost) is { } hinder) { return Result<Unit>.Refused(hinder); }
        var nu = clock.GetUtcNow();
        if (await db.ExecuteAsync(AnvandSql, new { Summa = Lanknyckel.Summa(request.Nyckel), Nu = nu }, cancellationToken) == 0) { return Result<Unit>.Refused(Ogiltig); }
        await db.ExecuteAsync(BytLosenordHandler.AvslutaLankarSql, new { konto.Id, Nu = nu }, cancellationToken);
        await db.ExecuteAsync(BytLosenordHandler.BytSql, new { konto.Id, Losenord = losenord.Summa(request.Nytt), Nu = nu }, cancellationToken);
        await Sessioner.AvslutaAsync(db, konto.Id, null, nu, cancellationToken);
        await Kontobrev.AndratAsync(brevlada, post, konto.Epost, konto.Namn, "Ditt lösenord byttes med en länk", nu, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Lösenord valt med länk", $"{konto.Namn} valde lösenord med en länk.", new { AnvandareId = konto.Id }));
    }

    private async Task<Lankrad?> LasAsync(string? nyckel, CancellationToken cancellationToken) => nyckel is not { Length: > 0 and <= 100 } ? null
        : await db.SingleOrDefaultAsync<Lankrad>(LankSql, new { Summa = Lanknyckel.Summa(nyckel), Nu = clock.GetUtcNow(), installning.BaraExtern }, cancellationToken);

    private sealed record Lankrad
    {
        public Guid Id { get; init; }

        public required string Anvandarnamn { get; init; }

        public required string Namn { get; init; }

        public string? Epost { get; init; }
    }
}
