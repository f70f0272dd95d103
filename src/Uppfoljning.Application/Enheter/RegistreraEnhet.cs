using FluentValidation;
using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Namnder;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Enheter;

/// <summary>
/// Lägger in en enhet i egen regi för hand. Nämnden är själv dess utförare: kommunen är huvudman genom nämnden (6 kap. 6 § KL).
/// Tomt betyder inte känt, också om enheten verkar i konkurrens.
/// </summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record RegistreraEnhetCommand : ICommand<Guid>, INamndbunden
{
    public Guid NamndId { get; init; }

    public string Namn { get; init; } = "";

    public string? Verksamhetsomrade { get; init; }

    /// <summary>Antal verksamheter som posten omfattar.</summary>
    public int? Antal { get; init; }

    public bool? Konkurrens { get; init; }

    public string? MojligFor { get; init; }

    public string? Anmarkning { get; init; }
}

public sealed class RegistreraEnhetValidator : AbstractValidator<RegistreraEnhetCommand>
{
    public RegistreraEnhetValidator()
    {
        RuleFor(c => c.Namn).NotEmpty().WithMessage("Ange enhetens namn.").MaximumLength(200).WithMessage("Namnet får ha högst 200 tecken.");
        RuleFor(c => c.Verksamhetsomrade).MaximumLength(100).WithMessage("Verksamhetsområdet får ha högst 100 tecken.");
        RuleFor(c => c.Antal).InclusiveBetween(0, 10_000).WithMessage("Antalet ska vara mellan 0 och 10 000.");
        RuleFor(c => c.MojligFor).MaximumLength(200).WithMessage("Texten om vad enheten är möjlig för får ha högst 200 tecken.");
        RuleFor(c => c.Anmarkning).MaximumLength(2000).WithMessage("Anmärkningen får ha högst 2 000 tecken.");
    }
}

public sealed class RegistreraEnhetHandler(DbSession db)
    : IRequestHandler<RegistreraEnhetCommand, Result<Guid>>, IRequestHandler<EnhetsformularQuery, Result<Avtalsformular>>
{
    private const string NamndSql = """
        SELECT n.Namn, (SELECT COUNT(*) FROM Enhet e WHERE e.NamndId = n.Id AND e.Radnyckel = @Radnyckel) AS AntalLika
        FROM Namnd n
        WHERE n.Id = @NamndId
        """;

    private const string OmradenSql = "SELECT Namn FROM Verksamhetsomrade WHERE NamndId = @NamndId ORDER BY Namn";

    private const string ArendeSql = "INSERT INTO Arende (Id, NamndId, Sort, Version) VALUES (@Id, @NamndId, 'Enhet', 1)";

    private const string LaggInSql = """
        INSERT INTO Enhet (Id, NamndId, Radnyckel, Namn, VerksamhetsomradeId, UtforareId, Driftsform, Antal, Konkurrens, MojligFor, Anmarkning)
        VALUES (@Id, @NamndId, @Radnyckel, @Namn, @VerksamhetsomradeId, @UtforareId, @Driftsform, @Antal, @Konkurrens, @MojligFor, @Anmarkning)
        """;

    public async Task<Result<Guid>> Handle(RegistreraEnhetCommand request, CancellationToken cancellationToken)
    {
        var radnyckel = Radnyckel.ForEnhet(request.Namn, request.Verksamhetsomrade);
        var namnd = await db.SingleOrDefaultAsync<Namndfakta>(NamndSql, new { request.NamndId, Radnyckel = radnyckel }, cancellationToken);
        if (namnd is null) { return Result<Guid>.NotFound(); }
        var namn = request.Namn.Trim();
        if (namnd.AntalLika > 0)
        {
            return Result<Guid>.Refused(new Hinder("finns-redan", $"Enheten finns redan i registret: {namn}.", Falt: nameof(request.Namn)));
        }

        var enhet = new
        {
            Id = Guid.CreateVersion7(),
            request.NamndId,
            Radnyckel = radnyckel,
            Namn = namn,
            VerksamhetsomradeId = await Verksamhetsomraden.HittaEllerSkapaAsync(db, request.NamndId, request.Verksamhetsomrade, cancellationToken),
            UtforareId = await Utforarskrivning.HittaEllerSkapaAsync(db, EgenRegi(namnd.Namn), null, Driftsform.EgenRegi, cancellationToken),
            Driftsform = nameof(Driftsform.EgenRegi),
            request.Antal,
            request.Konkurrens,
            MojligFor = Text(request.MojligFor),
            Anmarkning = Text(request.Anmarkning),
        };
        await db.ExecuteAsync(ArendeSql, new { enhet.Id, enhet.NamndId }, cancellationToken);
        await db.ExecuteAsync(LaggInSql, enhet, cancellationToken);
        await Sokord.SkrivAsync(db, enhet.Id, [namn, request.Verksamhetsomrade], nytt: true, cancellationToken);

        return Result<Guid>.Ok(enhet.Id, new AuditEntry("Enhet registrerad", $"Enheten {namn} registrerad.",
            new { EnhetId = enhet.Id, Namn = namn, enhet.Antal, enhet.Konkurrens }, enhet.Id));
    }

    public async Task<Result<Avtalsformular>> Handle(EnhetsformularQuery request, CancellationToken cancellationToken)
    {
        var namnd = await db.SingleOrDefaultAsync<Namndfakta>(NamndSql, new { request.NamndId, Radnyckel = "" }, cancellationToken);
        return namnd is null
            ? Result<Avtalsformular>.NotFound()
            : Result<Avtalsformular>.Ok(new Avtalsformular(request.NamndId, namnd.Namn, await db.QueryAsync<string>(OmradenSql, request, cancellationToken)));
    }

    /// <summary>Namnet på nämndens egen regi som utförare; importen av enheter använder samma.</summary>
    internal static string EgenRegi(string namnd) => $"{namnd}, egen regi" is var namn && namn.Length > 200 ? namn[..200] : namn;

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private sealed record Namndfakta
    {
        public required string Namn { get; init; }

        public int AntalLika { get; init; }
    }
}

/// <summary>Det som formuläret för en ny enhet visar.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record EnhetsformularQuery(Guid NamndId) : IQuery<Avtalsformular>, INamndbunden;
