using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Historik;
using Uppfoljning.Application.Kalender;
using Uppfoljning.Application.Logg;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Avtal;

/// <summary>Ett avtal med uppgifter, datum, parter, krav, sanktioner, dokument och historik.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record AvtalsbladQuery(Guid AvtalId) : IQuery<Avtalsblad>, IArendebunden
{
    Guid IArendebunden.ArendeId => AvtalId;
}

/// <summary>Allt som registret vet om ett avtal. Null betyder inte känt.</summary>
public sealed record Avtalsblad : ILoggadLasning
{
    AuditEntry? ILoggadLasning.Lasning => Personnummerlasning.Av(Organisationsnummer, Utforare, Id);

    string? ILoggadLasning.Upprepning => Personnummerlasning.Nyckel(Id);

    public Guid Id { get; init; }

    public Guid NamndId { get; init; }

    public required string Namnd { get; init; }

    public int Version { get; init; }

    public string? Avtalsnummer { get; init; }

    public required string Benamning { get; init; }

    public string? Verksamhetsomrade { get; init; }

    public Guid? UtforareId { get; init; }

    public string? Utforare { get; init; }

    /// <summary>Ett personnummer är dolt för den som inte sköter nämndens avtal (GDPR-03).</summary>
    public string? Organisationsnummer { get; init; }

    public Driftsform? Driftsform { get; init; }

    public Upphandlingsform? Upphandlingsform { get; init; }

    public Avtalstillstand Tillstand { get; init; }

    public DateOnly? Start { get; init; }

    public DateOnly? Slut { get; init; }

    public int? ForlangningManader { get; init; }

    public int? AntalForlangningar { get; init; }

    /// <summary>Förlängningar med egna villkor, i ordning; tom när avtalet bara har de två fälten ovan.</summary>
    public IReadOnlyList<Forlangning> Forlangningar { get; init; } = [];

    public int? UppsagningstidManader { get; init; }

    public long? ArsvardeOre { get; init; }

    /// <summary>Avtalets värde när det slöts; vad ändringsavtalen lade till står i <see cref="Andringar"/>.</summary>
    public long? VardeOre { get; init; }

    /// <summary>Beslutade ändringsavtal, det senaste först.</summary>
    public IReadOnlyList<Andringsrad> Andringar { get; init; } = [];

    /// <summary>Det som ändringsavtalen med känt värde har lagt till eller dragit av.</summary>
    public long AndratOre => Andringar.Sum(a => a.VardeOre ?? 0);

    /// <summary>Värdet med ändringsavtalen; null när avtalets eget värde inte är känt.</summary>
    public long? GallandeVardeOre => VardeOre + AndratOre;

    public string? Indexering { get; init; }

    public string? Diarienummer { get; init; }

    public string? Cpv { get; init; }

    public Upphandlingsregler? Regler { get; init; }

    public string? Omrade { get; init; }

    public string? Avtalsansvarig { get; init; }

    public string? Anmarkning { get; init; }

    public string? ImportFil { get; init; }

    public DateTimeOffset? ImportTid { get; init; }

    public Guid? ImportId { get; init; }

    public IReadOnlyList<AvtalIPlan> Planer { get; init; } = [];

    /// <summary>Vad som kan göras med avtalet, vem som får, och vad som hindrar just nu.</summary>
    public IReadOnlyList<Gangsteg> Gang { get; init; } = [];

    /// <summary>När avtalet slutar, när besked ska ges och när nästa upphandling måste börja.</summary>
    public Avtalsdatumblad Datum { get; init; } = new([], [], default);

    /// <summary>Parter, klausuler, krav, sanktioner och ansvariga genom tiden.</summary>
    public Avtalsinnehall Innehall { get; init; } = new();

    /// <summary>Om användaren får ändra avtalet. Ett arkiverat avtal ändras inte.</summary>
    public bool KanAndras { get; init; }

    /// <summary>De senaste händelserna.</summary>
    public Page<Historikrad> Historik { get; init; } = new([], 0, 1);
}

/// <summary>En plan som avtalet har en rad i.</summary>
public sealed record AvtalIPlan
{
    public Guid PlanId { get; init; }

    public Guid RadId { get; init; }

    public int Ar { get; init; }

    public required string Tillstand { get; init; }

    public int? ForstaManad { get; init; }

    public int? SistaManad { get; init; }
}

public sealed class AvtalsbladHandler(DbSession db, IAnvandarkontext anvandare, Avtalsdatumtider tider, TimeProvider clock) : IRequestHandler<AvtalsbladQuery, Result<Avtalsblad>>
{
    private const string AvtalSql = """
        SELECT a.Id, a.NamndId, n.Namn AS Namnd, ar.Version, a.Avtalsnummer, a.Benamning, v.Namn AS Verksamhetsomrade, a.UtforareId, u.Namn AS Utforare,
               u.Organisationsnummer, COALESCE(a.Driftsform, u.Driftsform) AS Driftsform, a.Upphandlingsform, a.Tillstand, a.Start, a.Slut,
               a.ForlangningManader, a.AntalForlangningar, a.UppsagningstidManader, a.ArsvardeOre, a.Omrade, a.Avtalsansvarig, a.Anmarkning,
               a.Diarienummer, a.Cpv, a.Regler, a.VardeOre, a.Indexering,
               a.ImportId, i.Filnamn AS ImportFil, i.Avslutad AS ImportTid
        FROM Avtal a
        JOIN Arende ar ON ar.Id = a.Id
        JOIN Namnd n ON n.Id = a.NamndId
        LEFT JOIN Verksamhetsomrade v ON v.Id = a.VerksamhetsomradeId
        LEFT JOIN Utforare u ON u.Id = a.UtforareId
        LEFT JOIN Import i ON i.Id = a.ImportId
        WHERE a.Id = @AvtalId
        """;

    private const string PlanerSql = """
        SELECT p.Id AS PlanId, r.Id AS RadId, p.Ar, p.Tillstand, r.ForstaManad, r.SistaManad
        FROM Planrad r
        JOIN Uppfoljningsplan p ON p.Id = r.PlanId
        WHERE r.AvtalId = @AvtalId
        ORDER BY p.Ar DESC
        """;

    private const string SammantradenSql = """
        SELECT Datum, SistaHandlingsdag
        FROM Sammantrade
        WHERE NamndId = @NamndId AND Installt = 0
        ORDER BY Datum
        """;

    public async Task<Result<Avtalsblad>> Handle(AvtalsbladQuery request, CancellationToken cancellationToken)
    {
        var avtal = await db.SingleOrDefaultAsync<Avtalsblad>(AvtalSql, request, cancellationToken);
        if (avtal is null) { return Result<Avtalsblad>.NotFound(); }

        var idag = clock.Idag();
        var gang = (await Avtalsganglasning.LasAsync(db, anvandare, avtal.Id, idag, cancellationToken))!.Value;
        var skoter = anvandare.Har(avtal.NamndId, Roll.Avtalsansvarig);
        avtal = avtal with { Forlangningar = gang.Forlangningar, Gang = gang.Steg };
        return Result<Avtalsblad>.Ok(avtal with
        {
            Datum = Avtalsdatumblad.Av(avtal, await Upphandlingstidregister.LasAsync(db, tider, cancellationToken), await Kalenderregister.LasAsync(db, cancellationToken),
                await db.QueryAsync<Sammantradesdag>(SammantradenSql, new { avtal.NamndId }, cancellationToken), idag),
            Andringar = await Andringsrad.AllaAsync(db, avtal.Id, cancellationToken),
            Planer = await db.QueryAsync<AvtalIPlan>(PlanerSql, request, cancellationToken),
            Innehall = await Avtalsinnehall.LasAsync(db, avtal.Id, avtal.Driftsform?.ArPrivat(), cancellationToken),
            Organisationsnummer = avtal.Organisationsnummer is { } nummer && !skoter ? Organisationsnummer.Maskerat(nummer) : avtal.Organisationsnummer,
            KanAndras = skoter && !avtal.Tillstand.ArStangt(),
            Historik = await Arendehistorik.LasAsync(db, avtal.Id, 1, cancellationToken),
        });
    }
}
