using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Extern;

public enum Externutfall
{
    Inloggad,

    /// <summary>Ingen har ännu kopplat identiteten till ett konto.</summary>
    Vantar,

    Avstangt,
}

/// <summary>Hur det gick, och för vem.</summary>
public sealed record Externsvar(Externutfall Utfall, Guid? AnvandareId);

/// <summary>
/// Tar emot den som identitetstjänsten har intygat: hittar kontot, eller lägger in ett om kommunen vill det, och sätter rollerna efter grupperna.
/// Den som inget konto har skrivs upp bland dem som väntar.
/// </summary>
[Kraver(Roll.System)]
public sealed record LoggaInExternCommand(Externperson Person, bool SkapaKonton, bool AdministratorFranGrupp) : ICommand<Externsvar>, IKommunbunden;

public sealed class LoggaInExternHandler(DbSession db, TimeProvider clock) : IRequestHandler<LoggaInExternCommand, Result<Externsvar>>
{
    private const string IdentitetSql = """
        SELECT i.Id, i.AnvandareId, a.Namn AS Konto, COALESCE(a.Inaktiv, 0) AS Inaktiv
        FROM ExternIdentitet i
        LEFT JOIN Anvandare a ON a.Id = i.AnvandareId
        WHERE i.Utfardare = @Utfardare AND i.Amne = @Amne
        """;

    private const string SkrivUppSql = """
        INSERT INTO ExternIdentitet (Id, Utfardare, Amne, AnvandareId, Anvandarnamn, Namn, Epost, ForstSedd, SenastSedd)
        VALUES (@Id, @Utfardare, @Amne, NULL, @Anvandarnamn, @Namn, @Epost, @Nu, @Nu)
        """;

    private const string SeddSql = "UPDATE ExternIdentitet SET Anvandarnamn = @Anvandarnamn, Namn = @Namn, Epost = @Epost, SenastSedd = @Nu WHERE Id = @Id";

    public async Task<Result<Externsvar>> Handle(LoggaInExternCommand request, CancellationToken cancellationToken)
    {
        var person = request.Person;
        var identitet = await db.SingleOrDefaultAsync<Identitetsrad>(IdentitetSql, new { person.Utfardare, person.Amne }, cancellationToken);
        var id = identitet?.Id ?? Guid.CreateVersion7();
        await db.ExecuteAsync(identitet is null ? SkrivUppSql : SeddSql, new
        {
            Id = id,
            person.Utfardare,
            person.Amne,
            Anvandarnamn = Kort(person.Anvandarnamn, 200),
            Namn = Kort(person.Namn, 200),
            Epost = Kort(person.Epost, 254),
            Nu = clock.GetUtcNow(),
        }, cancellationToken);
        var fakta = new { IdentitetId = id, person.Utfardare };

        if (identitet is { AnvandareId: not null, Inaktiv: true })
        {
            return Result<Externsvar>.Ok(new(Externutfall.Avstangt, identitet.AnvandareId), new AuditEntry("Misslyckad inloggning",
                $"Ett försök att logga in som {identitet.Konto} med kommunens inloggning. Kontot är avstängt.", fakta));
        }
        if (identitet?.AnvandareId is null && !request.SkapaKonton)
        {
            return Result<Externsvar>.Ok(new(Externutfall.Vantar, null), new AuditEntry("Misslyckad inloggning",
                $"{person.Visningsnamn} försökte logga in med kommunens inloggning men har inget konto.", fakta));
        }

        var (anvandareId, namn, skapat) = (identitet?.AnvandareId ?? Guid.Empty, identitet?.Konto ?? "", "");
        if (identitet?.AnvandareId is null)
        {
            if (await Kontoskapande.SkapaAsync(db, id, person.Anvandarnamn, person.Visningsnamn, cancellationToken) is not { } konto)
            {
                return Result<Externsvar>.Conflict(new Hinder("andrad-av-annan", "Identiteten kopplades av någon annan i samma stund. Försök igen."));
            }
            (anvandareId, namn, skapat) = (konto.Id, konto.Namn, $" Kontot {konto.Anvandarnamn} lades in.");
        }
        var roller = await Gruppsynk.GorAsync(db, anvandareId, person.Grupper, request.AdministratorFranGrupp, clock.Idag(), cancellationToken);
        return Result<Externsvar>.Ok(new(Externutfall.Inloggad, anvandareId), new AuditEntry("Extern inloggning",
            $"{namn} visade sin identitet med kommunens inloggning.{skapat}{roller.Mening}",
            new { IdentitetId = id, person.Utfardare, AnvandareId = anvandareId, GrupperSaknades = person.Grupper is null, roller.Nya, roller.Bort }));
    }

    private static string? Kort(string? text, int langst) => string.IsNullOrWhiteSpace(text) ? null : text.Length <= langst ? text : text[..langst];

    private sealed record Identitetsrad
    {
        public Guid Id { get; init; }

        public Guid? AnvandareId { get; init; }

        public string? Konto { get; init; }

        public bool Inaktiv { get; init; }
    }
}
