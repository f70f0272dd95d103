using FluentValidation;
using MediatR;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Post;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Extern;

/// <summary>En administratör säger vems identiteten är.</summary>
[Kraver(Roll.Administrator)]
public sealed record KopplaIdentitetCommand : ICommand<Unit>, IKommunbunden
{
    public Guid IdentitetId { get; init; }

    public Guid? AnvandareId { get; init; }
}

public sealed class KopplaIdentitetValidator : AbstractValidator<KopplaIdentitetCommand>
{
    public KopplaIdentitetValidator() => RuleFor(c => c.AnvandareId).NotNull().WithMessage("Välj vilket konto identiteten hör till.");
}

public sealed class KopplaIdentitetHandler(DbSession db, Brevlada brevlada, IPost post, TimeProvider clock) : IRequestHandler<KopplaIdentitetCommand, Result<Unit>>
{
    public async Task<Result<Unit>> Handle(KopplaIdentitetCommand request, CancellationToken cancellationToken)
    {
        var identitet = await Identitet.LasAsync(db, request.IdentitetId, cancellationToken);
        if (identitet is null) { return Result<Unit>.NotFound(); }
        var (svar, konto) = await Koppling.GorAsync(db, identitet, request.AnvandareId!.Value, nameof(request.AnvandareId), cancellationToken);
        if (konto is not null) { await Kontobrev.AndratAsync(brevlada, post, konto.Epost, konto.Namn, "En administratör kopplade ditt konto till kommunens inloggning", clock.GetUtcNow(), cancellationToken); }
        return svar;
    }
}

/// <summary>Den som är inloggad med sitt lösenord kopplar sin egen identitet, som identitetstjänsten just har intygat.</summary>
[Oppen("Var och en kopplar bara sitt eget konto; vilket det är tas från den som är inloggad, och har kontot ett lösenord krävs det.")]
public sealed record KopplaEgenIdentitetCommand(Externperson Person, string Losenord) : ICommand<Unit>;

public sealed class KopplaEgenIdentitetHandler(DbSession db, IAnvandarkontext anvandare, ILosenord losenord, Brevlada brevlada, IPost post, TimeProvider clock)
    : IRequestHandler<KopplaEgenIdentitetCommand, Result<Unit>>
{
    private const string LosenordSql = "SELECT Losenord FROM Anvandare WHERE Id = @Id";

    private const string FinnsSql = "SELECT Id FROM ExternIdentitet WHERE Utfardare = @Utfardare AND Amne = @Amne";

    private const string SkrivUppSql = """
        INSERT INTO ExternIdentitet (Id, Utfardare, Amne, AnvandareId, Anvandarnamn, Namn, Epost, ForstSedd, SenastSedd)
        VALUES (@Id, @Utfardare, @Amne, NULL, @Anvandarnamn, @Namn, @Epost, @Nu, @Nu)
        """;

    public async Task<Result<Unit>> Handle(KopplaEgenIdentitetCommand request, CancellationToken cancellationToken)
    {
        if (anvandare.Id is not { } jag) { return Result<Unit>.NotFound(); }
        // Who only sits down at someone's computer does not get a way into her account that stays.
        if (await db.SingleOrDefaultAsync<string?>(LosenordSql, new { Id = jag }, cancellationToken) is { } summa && !losenord.Stammer(summa, request.Losenord))
        {
            return Result<Unit>.Refused(new Hinder("fel-losenord", "Lösenordet stämmer inte.", Falt: nameof(request.Losenord)));
        }
        var id = await db.SingleOrDefaultAsync<Guid?>(FinnsSql, new { request.Person.Utfardare, request.Person.Amne }, cancellationToken);
        if (id is null)
        {
            id = Guid.CreateVersion7();
            var p = request.Person;
            await db.ExecuteAsync(SkrivUppSql, new { Id = id.Value, p.Utfardare, p.Amne, p.Anvandarnamn, p.Namn, p.Epost, Nu = clock.GetUtcNow() }, cancellationToken);
        }
        var (svar, konto) = await Koppling.GorAsync(db, (await Identitet.LasAsync(db, id.Value, cancellationToken))!, jag, null, cancellationToken);
        if (konto is not null) { await Kontobrev.AndratAsync(brevlada, post, konto.Epost, konto.Namn, "Ditt konto kopplades till kommunens inloggning", clock.GetUtcNow(), cancellationToken); }
        return svar;
    }
}

/// <summary>Lägger in ett konto utan lösenord åt en identitet som väntar.</summary>
[Kraver(Roll.Administrator)]
public sealed record SkapaKontoAvIdentitetCommand(Guid IdentitetId) : ICommand<Guid>, IKommunbunden;

public sealed class SkapaKontoAvIdentitetHandler(DbSession db) : IRequestHandler<SkapaKontoAvIdentitetCommand, Result<Guid>>
{
    public async Task<Result<Guid>> Handle(SkapaKontoAvIdentitetCommand request, CancellationToken cancellationToken)
    {
        var identitet = await Identitet.LasAsync(db, request.IdentitetId, cancellationToken);
        if (identitet is null) { return Result<Guid>.NotFound(); }
        if (identitet.AnvandareId is not null) { return Result<Guid>.Refused(Koppling.Upptagen(identitet)); }
        if (await Kontoskapande.SkapaAsync(db, identitet.Id, identitet.Anvandarnamn, identitet.Visningsnamn, cancellationToken) is not { } konto) { return Result<Guid>.Conflict(Koppling.Upptagen(identitet)); }
        return Result<Guid>.Ok(konto.Id, new AuditEntry("Användare skapad",
            $"{konto.Namn} ({konto.Anvandarnamn}) tillagd, med kommunens inloggning och utan lösenord.", new { AnvandareId = konto.Id, konto.Anvandarnamn, request.IdentitetId }));
    }
}

/// <summary>Skiljer identiteten från kontot, och loggar ut den som är inloggad på det.</summary>
[Kraver(Roll.Administrator)]
public sealed record KopplaFranIdentitetCommand : ICommand<Unit>, IKommunbunden
{
    public Guid IdentitetId { get; init; }

    public bool Bekraftat { get; init; }
}

public sealed class KopplaFranIdentitetValidator : AbstractValidator<KopplaFranIdentitetCommand>
{
    public KopplaFranIdentitetValidator() => RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att identiteten ska kopplas från.");
}

public sealed class KopplaFranIdentitetHandler(DbSession db, Brevlada brevlada, IPost post, TimeProvider clock) : IRequestHandler<KopplaFranIdentitetCommand, Result<Unit>>
{
    private const string SkiljSql = "UPDATE ExternIdentitet SET AnvandareId = NULL WHERE Id = @IdentitetId AND AnvandareId = @AnvandareId";

    private const string RollerSql = "DELETE FROM Rolltilldelning WHERE AnvandareId = @AnvandareId AND Kalla = 'Grupp'";

    private const string MedlemSql = "DELETE FROM Gruppmedlem WHERE AnvandareId = @AnvandareId";

    public async Task<Result<Unit>> Handle(KopplaFranIdentitetCommand request, CancellationToken cancellationToken)
    {
        var identitet = await Identitet.LasAsync(db, request.IdentitetId, cancellationToken);
        if (identitet?.AnvandareId is not { } konto) { return Result<Unit>.NotFound(); }
        // The roles from groups go with the identity, and among them may be the last administrator's.
        var fakta = (await Kontofakta.LasAsync(db, konto, cancellationToken))!;
        if (fakta.AvGrupp && fakta.Prova("kopplas från") is { Count: > 0 } hinder) { return Result<Unit>.Refused(hinder); }
        var rad = new { request.IdentitetId, AnvandareId = konto };
        if (await db.ExecuteAsync(SkiljSql, rad, cancellationToken) != 1) { return Result<Unit>.NotFound(); }
        var nu = clock.GetUtcNow();
        await Sessioner.AvslutaAsync(db, konto, utom: null, nu, cancellationToken);
        var roller = await db.ExecuteAsync(RollerSql, rad, cancellationToken);
        await db.ExecuteAsync(MedlemSql, rad, cancellationToken);
        await Kontobrev.AndratAsync(brevlada, post, fakta.Epost, fakta.Namn, "En administratör skilde ditt konto från kommunens inloggning", nu, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Identitet frånkopplad",
            $"{identitet.Visningsnamn} hos kommunens inloggning är skild från kontot {identitet.Konto}.{(roller > 0 ? " Rollerna från grupper togs bort." : "")}",
            new { request.IdentitetId, AnvandareId = konto, AntalRoller = roller }));
    }
}

/// <summary>En identitet, för sidan där den kopplas från.</summary>
[Kraver(Roll.Administrator)]
public sealed record IdentitetQuery(Guid IdentitetId) : IQuery<Identitet>, IKommunbunden;

public sealed class IdentitetHandler(DbSession db) : IRequestHandler<IdentitetQuery, Result<Identitet>>
{
    public async Task<Result<Identitet>> Handle(IdentitetQuery request, CancellationToken cancellationToken) =>
        await Identitet.LasAsync(db, request.IdentitetId, cancellationToken) is { } identitet ? Result<Identitet>.Ok(identitet) : Result<Identitet>.NotFound();
}

internal static class Koppling
{
    private const string KontoSql = """
        SELECT a.Namn, a.Epost, (SELECT COUNT(*) FROM ExternIdentitet i WHERE i.AnvandareId = a.Id AND i.Utfardare = @Utfardare) AS Antal
        FROM Anvandare a
        WHERE a.Id = @AnvandareId AND a.Inaktiv = 0 AND a.Demo = 0
        """;

    private const string KopplaSql = "UPDATE ExternIdentitet SET AnvandareId = @AnvandareId WHERE Id = @Id AND AnvandareId IS NULL";

    public static Hinder Upptagen(Identitet identitet) =>
        new("redan-kopplad", $"{identitet.Visningsnamn} är redan kopplad till ett konto. Koppla från den först.");

    /// <summary>Kopplar; kontot följer med när det gick. En demoanvändare är ingen person och kopplas aldrig.</summary>
    public static async Task<(Result<Unit> Svar, Kopplatkonto? Konto)> GorAsync(DbSession db, Identitet identitet, Guid anvandareId, string? falt, CancellationToken cancellationToken)
    {
        var konto = await db.SingleOrDefaultAsync<Kopplatkonto>(KontoSql, new { identitet.Utfardare, AnvandareId = anvandareId }, cancellationToken);
        if (konto is null) { return (Result<Unit>.NotFound(), null); }
        if (identitet.AnvandareId is not null) { return (Result<Unit>.Refused(Upptagen(identitet) with { Falt = falt }), null); }
        if (konto.Antal > 0)
        {
            return (Result<Unit>.Refused(new Hinder("har-identitet", $"Kontot {konto.Namn} har redan en identitet hos kommunens inloggning. Koppla från den först.", Falt: falt)), null);
        }
        if (await db.ExecuteAsync(KopplaSql, new { identitet.Id, AnvandareId = anvandareId }, cancellationToken) != 1) { return (Result<Unit>.Refused(Upptagen(identitet)), null); }
        return (Result<Unit>.Ok(Unit.Value, new AuditEntry("Identitet kopplad",
            $"{identitet.Visningsnamn} hos kommunens inloggning är kopplad till kontot {konto.Namn}.", new { IdentitetId = identitet.Id, AnvandareId = anvandareId, identitet.Utfardare })), konto);
    }

    internal sealed record Kopplatkonto
    {
        public required string Namn { get; init; }

        public string? Epost { get; init; }

        public int Antal { get; init; }
    }
}
