using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Post;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Konton;

namespace Uppfoljning.Application.Anvandare;

/// <summary>Gör en länk där personen själv väljer sitt lösenord: en inbjudan, eller hjälp åt den som har glömt. Ger adressen, som bara visas nu.</summary>
[Kraver(Roll.Administrator)]
public sealed record GorEngangslankCommand : ICommand<string>, IKommunbunden
{
    public Guid AnvandareId { get; init; }

    /// <summary>Skickar länken till personens e-postadress; då visas den inte.</summary>
    public bool MedPost { get; init; }
}

public sealed class GorEngangslankHandler(DbSession db, Brevlada brevlada, IPost post, Kontoinstallning installning, TimeProvider clock)
    : IRequestHandler<GorEngangslankCommand, Result<string>>
{
    private const string KontoSql = $"""
        SELECT a.Anvandarnamn, a.Namn, a.Epost, a.Inaktiv, a.Demo, CASE WHEN {Gallanderoller.Administrator} THEN 1 ELSE 0 END AS Administrator
        FROM Anvandare a
        WHERE a.Id = @AnvandareId
        """;

    public async Task<Result<string>> Handle(GorEngangslankCommand request, CancellationToken cancellationToken)
    {
        if (await db.SingleOrDefaultAsync<Kontorad>(KontoSql, request, cancellationToken) is not { } konto) { return Result<string>.NotFound(); }
        var hinder = new List<Hinder>();
        if (konto.Inaktiv) { hinder.Add(new("stangt", "Kontot är stängt. Öppna det först.")); }
        if (konto.Demo) { hinder.Add(new("demo", "En demoanvändare har inget lösenord.")); }
        if (installning.BaraExtern && !konto.Administrator && !konto.Demo) { hinder.Add(new("bara-extern", "Bara administratörer har lösenord här. Personen loggar in med kommunens inloggning.")); }
        if (request.MedPost && konto.Epost is null) { hinder.Add(new("ingen-adress", "Personen har ingen e-postadress. Ange den först, eller visa länken här.")); }
        if (request.MedPost && !post.Installd) { hinder.Add(new("ingen-post", "Produkten kan inte skicka e-post. Visa länken här i stället.")); }
        if (hinder.Count > 0) { return Result<string>.Refused(hinder); }

        var lank = installning.Lank(await Engangslankar.GorAsync(db, request.AnvandareId, Lanknyckel.Inbjudan, clock.GetUtcNow(), cancellationToken));
        if (request.MedPost) { await Kontobrev.InbjudanAsync(brevlada, konto.Epost!, konto.Namn, konto.Anvandarnamn, lank, cancellationToken); }
        return Result<string>.Ok(lank, new AuditEntry("Lösenordslänk gjord",
            request.MedPost ? $"En länk att välja lösenord med är på väg till {konto.Namn}." : $"En länk att välja lösenord med är gjord för {konto.Namn}.", new { request.AnvandareId, request.MedPost }));
    }

    private sealed record Kontorad
    {
        public required string Anvandarnamn { get; init; }

        public required string Namn { get; init; }

        public string? Epost { get; init; }

        public bool Inaktiv { get; init; }

        public bool Demo { get; init; }

        public bool Administrator { get; init; }
    }
}

/// <summary>Tar bort en annan persons engångskoder: hon har tappat telefonen och reservkoderna.</summary>
[Kraver(Roll.Administrator)]
public sealed record TaBortTvafaktorCommand : ICommand<Unit>, IKommunbunden
{
    public Guid AnvandareId { get; init; }

    public bool Bekraftat { get; init; }
}

public sealed class TaBortTvafaktorValidator : AbstractValidator<TaBortTvafaktorCommand>
{
    public TaBortTvafaktorValidator() =>
        RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att du vet att det är personen själv som har bett om det.");
}

public sealed class TaBortTvafaktorHandler(DbSession db, Brevlada brevlada, IPost post, TimeProvider clock) : IRequestHandler<TaBortTvafaktorCommand, Result<Unit>>
{
    private const string KontoSql = "SELECT Namn, Epost FROM Anvandare WHERE Id = @AnvandareId";

    public async Task<Result<Unit>> Handle(TaBortTvafaktorCommand request, CancellationToken cancellationToken)
    {
        if (await db.SingleOrDefaultAsync<Kontorad>(KontoSql, request, cancellationToken) is not { } konto) { return Result<Unit>.NotFound(); }
        if (await db.ExecuteAsync(SlutaMedTvafaktorHandler.TaBortSql, new { Id = request.AnvandareId }, cancellationToken) == 0)
        {
            return Result<Unit>.Refused(new Hinder("inga-engangskoder", $"{konto.Namn} har inga engångskoder."));
        }
        var nu = clock.GetUtcNow();
        await Reservkodsbyte.TaBortAsync(db, request.AnvandareId, cancellationToken);
        await Sessioner.AvslutaAsync(db, request.AnvandareId, null, nu, cancellationToken);
        await Kontobrev.AndratAsync(brevlada, post, konto.Epost, konto.Namn, "En administratör tog bort dina engångskoder", nu, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Engångskoder borttagna", $"Engångskoderna för {konto.Namn} är borttagna, och personens inloggningar avslutade. Lösenordet är detsamma.", new { request.AnvandareId }));
    }

    private sealed record Kontorad
    {
        public required string Namn { get; init; }

        public string? Epost { get; init; }
    }
}
