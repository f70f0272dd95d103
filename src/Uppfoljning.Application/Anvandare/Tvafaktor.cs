using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Post;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Konton;

namespace Uppfoljning.Application.Anvandare;

/// <summary>Gör en ny nyckel för engångskoder. Den gäller först när den har bekräftats med en kod; den gamla gäller tills dess.</summary>
[Oppen("Gäller bara den som begär, och kräver hennes lösenord.")]
public sealed record BorjaTvafaktorCommand : ICommand<Unit>
{
    public string Losenord { get; init; } = "";
}

public sealed class BorjaTvafaktorHandler(DbSession db, IAnvandarkontext anvandare, ILosenord losenord, Tvafaktorprov prov) : IRequestHandler<BorjaTvafaktorCommand, Result<Unit>>
{
    private const string NySql = "UPDATE Tvafaktor SET NyHemlighet = @NyHemlighet WHERE AnvandareId = @Id";

    private const string ForstaSql = "INSERT INTO Tvafaktor (AnvandareId, NyHemlighet, SenasteSteg) VALUES (@Id, @NyHemlighet, 0)";

    public async Task<Result<Unit>> Handle(BorjaTvafaktorCommand request, CancellationToken cancellationToken)
    {
        var (konto, hinder) = await Tvafaktorkonto.ProvaAsync(db, anvandare, losenord, request.Losenord, cancellationToken);
        if (konto is null) { return hinder is null ? Result<Unit>.NotFound() : Result<Unit>.Refused(hinder); }
        var parametrar = new { konto.Id, NyHemlighet = prov.Last(Engangskod.NyNyckel()) };
        if (await db.ExecuteAsync(NySql, parametrar, cancellationToken) == 0) { await db.ExecuteAsync(ForstaSql, parametrar, cancellationToken); }
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Engångskoder påbörjade", "En ny nyckel för engångskoder är gjord. Den gäller när den har lästs in i appen och bekräftats med en kod.", new { AnvandareId = konto.Id }));
    }
}

/// <summary>Kontot som kommandot gäller, när personen har visat att hon är den hon är.</summary>
internal sealed record Tvafaktorkonto
{
    private const string KontoSql = "SELECT Id, Namn, Epost, Losenord FROM Anvandare WHERE Id = @Id AND Inaktiv = 0 AND Demo = 0";

    public Guid Id { get; init; }

    public required string Namn { get; init; }

    public string? Epost { get; init; }

    public string? Losenord { get; init; }

    public static async Task<(Tvafaktorkonto? Konto, Hinder? Hinder)> ProvaAsync(DbSession db, IAnvandarkontext anvandare, ILosenord losenord, string skrivet, CancellationToken cancellationToken)
    {
        var konto = await LasAsync(db, anvandare, cancellationToken);
        if (konto is null) { return (null, null); }
        if (konto.Losenord is null) { return (null, new("inget-losenord", "Kontot har inget lösenord här. Den som loggar in genom kommunens inloggning har sina koder där.")); }
        return losenord.Stammer(konto.Losenord, skrivet) ? (konto, null) : (null, new("fel-losenord", "Lösenordet stämmer inte.", Falt: nameof(Losenord)));
    }

    public static async Task<Tvafaktorkonto?> LasAsync(DbSession db, IAnvandarkontext anvandare, CancellationToken cancellationToken) =>
        anvandare.Id is { } id ? await db.SingleOrDefaultAsync<Tvafaktorkonto>(KontoSql, new { Id = id }, cancellationToken) : null;
}

/// <summary>Bekräftar den nya nyckeln med en kod ur appen, och ger reservkoder. De visas bara nu.</summary>
[Oppen("Gäller bara den som begär; koden visar att hon har nyckeln.")]
public sealed record BekraftaTvafaktorCommand : ICommand<IReadOnlyList<string>>
{
    public string Kod { get; init; } = "";

    /// <summary>Inloggningen som begäran kom från.</summary>
    public Guid? SessionId { get; init; }
}

public sealed class BekraftaTvafaktorValidator : AbstractValidator<BekraftaTvafaktorCommand>
{
    public BekraftaTvafaktorValidator() => RuleFor(c => c.Kod).Must(Engangskod.HarForm).WithMessage("Skriv koden som appen visar, sex siffror.");
}

public sealed class BekraftaTvafaktorHandler(DbSession db, IAnvandarkontext anvandare, Tvafaktorprov prov, Brevlada brevlada, IPost post, TimeProvider clock)
    : IRequestHandler<BekraftaTvafaktorCommand, Result<IReadOnlyList<string>>>
{
    private const string NySql = "SELECT NyHemlighet FROM Tvafaktor WHERE AnvandareId = @Id";

    private const string AktiveraSql = """
        UPDATE Tvafaktor
        SET Hemlighet = NyHemlighet, NyHemlighet = NULL, Aktiverad = @Nu, SenasteSteg = @Steg
        WHERE AnvandareId = @Id AND NyHemlighet = @Ny
        """;

    public async Task<Result<IReadOnlyList<string>>> Handle(BekraftaTvafaktorCommand request, CancellationToken cancellationToken)
    {
        if (await Tvafaktorkonto.LasAsync(db, anvandare, cancellationToken) is not { } konto) { return Result<IReadOnlyList<string>>.NotFound(); }
        var ny = await db.SingleOrDefaultAsync<string?>(NySql, new { konto.Id }, cancellationToken);
        if (prov.Nyckel(ny) is not { } nyckel) { return Result<IReadOnlyList<string>>.Refused(new Hinder("ingen-nyckel", "Det finns ingen ny nyckel att bekräfta. Börja om.")); }
        var nu = clock.GetUtcNow();
        if (Engangskod.Prova(nyckel, request.Kod, nu, 0) is not { } steg)
        {
            return Result<IReadOnlyList<string>>.Refused(new Hinder("fel-kod", "Koden stämmer inte. Se efter att telefonens klocka går rätt, och skriv den kod som appen visar nu.", Falt: nameof(request.Kod)));
        }
        // The code that confirmed the key is used; it does not sign anyone in.
        if (await db.ExecuteAsync(AktiveraSql, new { konto.Id, Ny = ny, Nu = nu, Steg = steg }, cancellationToken) == 0)
        {
            return Result<IReadOnlyList<string>>.Refused(new Hinder("ingen-nyckel", "Nyckeln byttes på ett annat håll. Börja om."));
        }
        var koder = await Reservkodsbyte.GorAsync(db, konto.Id, cancellationToken);
        var antal = await Sessioner.AvslutaAsync(db, konto.Id, request.SessionId, nu, cancellationToken);
        await Kontobrev.AndratAsync(brevlada, post, konto.Epost, konto.Namn, "Inloggning med engångskod slogs på", nu, cancellationToken);
        return Result<IReadOnlyList<string>>.Ok(koder, new AuditEntry("Engångskoder på", $"Engångskoder gäller från och med nu.{Sessioner.Andra(antal)}", new { AnvandareId = konto.Id }));
    }
}

internal static class Reservkodsbyte
{
    private const string TaBortSql = "DELETE FROM Reservkod WHERE AnvandareId = @Id";

    private const string LaggTillSql = "INSERT INTO Reservkod (Id, AnvandareId, Salt, Summa) VALUES (@Id, @AnvandareId, @Salt, @Summa)";

    /// <summary>En ny omgång reservkoder; de gamla slutar gälla.</summary>
    public static async Task<IReadOnlyList<string>> GorAsync(DbSession db, Guid anvandareId, CancellationToken cancellationToken)
    {
        var (koder, salt) = (Reservkoder.Nya(), Reservkoder.NyttSalt());
        await TaBortAsync(db, anvandareId, cancellationToken);
        await db.ExecuteAsync(LaggTillSql, koder.Select(kod => new { Id = Guid.CreateVersion7(), AnvandareId = anvandareId, Salt = salt, Summa = Reservkoder.Summa(kod, salt) }), cancellationToken);
        return koder;
    }

    public static Task TaBortAsync(DbSession db, Guid anvandareId, CancellationToken cancellationToken) => db.ExecuteAsync(TaBortSql, new { Id = anvandareId }, cancellationToken);
}

/// <summary>Gör nya reservkoder. De visas bara nu, och de gamla slutar gälla.</summary>
[Oppen("Gäller bara den som begär, och kräver hennes lösenord.")]
public sealed record FornyaReservkoderCommand : ICommand<IReadOnlyList<string>>
{
    public string Losenord { get; init; } = "";
}

public sealed class FornyaReservkoderHandler(DbSession db, IAnvandarkontext anvandare, ILosenord losenord, Tvafaktorprov prov)
    : IRequestHandler<FornyaReservkoderCommand, Result<IReadOnlyList<string>>>
{
    public async Task<Result<IReadOnlyList<string>>> Handle(FornyaReservkoderCommand request, CancellationToken cancellationToken)
    {
        var (konto, hinder) = await Tvafaktorkonto.ProvaAsync(db, anvandare, losenord, request.Losenord, cancellationToken);
        if (konto is null) { return hinder is null ? Result<IReadOnlyList<string>>.NotFound() : Result<IReadOnlyList<string>>.Refused(hinder); }
        if (!await prov.HarAsync(konto.Id, cancellationToken)) { return Result<IReadOnlyList<string>>.Refused(new Hinder("inga-engangskoder", "Engångskoder är inte påslagna.")); }
        return Result<IReadOnlyList<string>>.Ok(await Reservkodsbyte.GorAsync(db, konto.Id, cancellationToken),
            new AuditEntry("Reservkoder bytta", "Nya reservkoder är gjorda, och de gamla gäller inte längre.", new { AnvandareId = konto.Id }));
    }
}

/// <summary>Slutar med engångskoder.</summary>
[Oppen("Gäller bara den som begär, och kräver hennes lösenord.")]
public sealed record SlutaMedTvafaktorCommand : ICommand<Unit>
{
    public string Losenord { get; init; } = "";

    /// <summary>Inloggningen som begäran kom från.</summary>
    public Guid? SessionId { get; init; }
}

public sealed class SlutaMedTvafaktorHandler(DbSession db, IAnvandarkontext anvandare, ILosenord losenord, Brevlada brevlada, IPost post, Kontoinstallning installning, TimeProvider clock)
    : IRequestHandler<SlutaMedTvafaktorCommand, Result<Unit>>
{
    internal const string TaBortSql = "DELETE FROM Tvafaktor WHERE AnvandareId = @Id";

    public async Task<Result<Unit>> Handle(SlutaMedTvafaktorCommand request, CancellationToken cancellationToken)
    {
        var (konto, hinder) = await Tvafaktorkonto.ProvaAsync(db, anvandare, losenord, request.Losenord, cancellationToken);
        if (konto is null) { return hinder is null ? Result<Unit>.NotFound() : Result<Unit>.Refused(hinder); }
        if (anvandare.Kravs(installning)) { return Result<Unit>.Refused(new Hinder("kravs", "Kommunen kräver engångskoder av dig. Du kan byta telefon, men inte sluta.")); }
        if (await db.ExecuteAsync(TaBortSql, new { konto.Id }, cancellationToken) == 0) { return Result<Unit>.Refused(new Hinder("inga-engangskoder", "Engångskoder är inte påslagna.")); }
        var nu = clock.GetUtcNow();
        await Reservkodsbyte.TaBortAsync(db, konto.Id, cancellationToken);
        var antal = await Sessioner.AvslutaAsync(db, konto.Id, request.SessionId, nu, cancellationToken);
        await Kontobrev.AndratAsync(brevlada, post, konto.Epost, konto.Namn, "Inloggning med engångskod stängdes av", nu, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Engångskoder av", $"Engångskoder behövs inte längre för att logga in.{Sessioner.Andra(antal)}", new { AnvandareId = konto.Id }));
    }
}
