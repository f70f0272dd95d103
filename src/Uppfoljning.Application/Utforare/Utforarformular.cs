using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Utforare;

/// <summary>Det som formulären för en kontakt visar.</summary>
/// <remarks>Åtkomsten prövas mot @Namnder i <see cref="Utforaratkomst"/>.</remarks>
[Kraver(Utforaruppgifter.Skoter)]
public sealed record KontaktformularQuery(Guid UtforareId, Guid? KontaktId) : IQuery<Kontaktformular>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

/// <summary>Kontakt är null när den är ny. Enheter är utförarens enheter i användarens nämnder.</summary>
public sealed record Kontaktformular(Guid UtforareId, string Utforare, IReadOnlyList<Kontaktenhet> Enheter, Kontakt? Kontakt)
{
    /// <summary>Kontakten så som den är sparad nu.</summary>
    public AndraKontaktCommand Andring => new()
    {
        UtforareId = UtforareId,
        KontaktId = Kontakt!.Id,
        Version = Kontakt.Version,
        Namn = Kontakt.Namn,
        Funktion = Kontakt.Funktion,
        Epost = Kontakt.Epost,
        Telefon = Kontakt.Telefon,
        EnhetId = Kontakt.EnhetId,
    };
}

public sealed record Kontaktenhet
{
    public Guid Id { get; init; }

    public required string Namn { get; init; }
}

/// <summary>Det som formuläret för en ny kontroll visar.</summary>
[Kraver(Utforaruppgifter.Skoter | Roll.Uppfoljare)]
public sealed record KontrollformularQuery(Guid UtforareId) : IQuery<Kontrollformular>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Kontrollformular(Guid UtforareId, string Utforare);

public sealed class KontaktformularHandler(DbSession db)
    : IRequestHandler<KontaktformularQuery, Result<Kontaktformular>>, IRequestHandler<KontrollformularQuery, Result<Kontrollformular>>
{
    private const string EnheterSql = "SELECT Id, Namn FROM Enhet WHERE UtforareId = @UtforareId AND NamndId IN @Namnder ORDER BY Namn";

    public async Task<Result<Kontaktformular>> Handle(KontaktformularQuery request, CancellationToken cancellationToken)
    {
        var utforare = await Utforaratkomst.NamnAsync(db, request.UtforareId, request.Namnder, cancellationToken);
        if (utforare is null) { return Result<Kontaktformular>.NotFound(); }
        var kontakt = request.KontaktId is null ? null
            : (await Kontakt.AllaAsync(db, request.UtforareId, request.Namnder, cancellationToken)).FirstOrDefault(k => k.Id == request.KontaktId);
        return request.KontaktId is not null && kontakt is null
            ? Result<Kontaktformular>.NotFound()
            : Result<Kontaktformular>.Ok(new Kontaktformular(request.UtforareId, utforare,
                await db.QueryAsync<Kontaktenhet>(EnheterSql, new { request.UtforareId, request.Namnder }, cancellationToken), kontakt));
    }

    public async Task<Result<Kontrollformular>> Handle(KontrollformularQuery request, CancellationToken cancellationToken) =>
        await Utforaratkomst.NamnAsync(db, request.UtforareId, request.Namnder, cancellationToken) is { } namn
            ? Result<Kontrollformular>.Ok(new Kontrollformular(request.UtforareId, namn))
            : Result<Kontrollformular>.NotFound();
}
