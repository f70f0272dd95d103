using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Utforare;

/// <summary>
/// Lägger in en utförare för hand, av vilken driftsform som helst. Tills någon nämnd har ett avtal eller en enhet med den syns den för alla
/// nämnder.
/// </summary>
/// <remarks>Vilka som redan finns prövas mot @Namnder.</remarks>
[Kraver(Skoter)]
public sealed record RegistreraUtforareCommand : Utforaruppgifter, ICommand<Guid>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed class RegistreraUtforareValidator : UtforaruppgifterValidator<RegistreraUtforareCommand>;

public sealed class RegistreraUtforareHandler(DbSession db) : IRequestHandler<RegistreraUtforareCommand, Result<Guid>>, IRequestHandler<UtforarformularQuery, Result<Utforarformular>>
{
    private const string NamnderSql = "SELECT Namn FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    internal const string LaggInSql = """
        INSERT INTO Utforare (Id, Namn, Organisationsnummer, Driftsform, Adress, Webbplats, Anmarkning, Version)
        VALUES (@Id, @Namn, @Organisationsnummer, @Driftsform, @Adress, @Webbplats, @Anmarkning, @Version)
        """;

    public async Task<Result<Guid>> Handle(RegistreraUtforareCommand request, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        if (await Utforaratkomst.ProvaUnikAsync(db, id, request, cancellationToken) is { Count: > 0 } hinder) { return Result<Guid>.Refused(hinder); }

        await db.ExecuteAsync(LaggInSql, request.Rad(id, version: 1), cancellationToken);
        await Sokord.SkrivAsync(db, id, request.Soktexter(), nytt: true, cancellationToken);
        return Result<Guid>.Ok(id, new AuditEntry("Utförare registrerad", $"Utföraren {request.Namn.Trim()} registrerad.", Fakta(id, request), id));
    }

    public async Task<Result<Utforarformular>> Handle(UtforarformularQuery request, CancellationToken cancellationToken) =>
        Result<Utforarformular>.Ok(new Utforarformular(await db.QueryAsync<string>(NamnderSql, new { request.Namnder }, cancellationToken)));

    /// <summary>Fakta i händelsen; ett personnummer står där dolt (GDPR-03).</summary>
    internal static object Fakta(Guid id, Utforaruppgifter u) => new
    {
        UtforareId = id,
        Namn = u.Namn.Trim(),
        Organisationsnummer = u.Nummer is { } nummer ? Organisationsnummer.Maskerat(nummer) : null,
        u.Driftsform,
        Webbplats = Utforaruppgifter.Webbadress(u.Webbplats),
    };
}

/// <summary>Det som formuläret för en ny utförare visar.</summary>
[Kraver(Utforaruppgifter.Skoter)]
public sealed record UtforarformularQuery : IQuery<Utforarformular>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

/// <summary>Namnder: de där användaren sköter registret.</summary>
public sealed record Utforarformular(IReadOnlyList<string> Namnder);
