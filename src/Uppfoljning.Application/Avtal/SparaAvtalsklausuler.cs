using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Avtal;

/// <summary>Sparar vad som är känt om alla klausuler på en gång.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record SparaAvtalsklausulerCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    public int Version { get; init; }

    public IReadOnlyList<Klausuluppgift> Klausuler { get; init; } = [];

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed record Klausuluppgift
{
    public Klausulsort Sort { get; init; }

    /// <summary>Null när det inte är känt.</summary>
    public bool? Finns { get; init; }

    public string? Punkt { get; init; }

    public string? Text { get; init; }
}

public sealed class SparaAvtalsklausulerValidator : AbstractValidator<SparaAvtalsklausulerCommand>
{
    public SparaAvtalsklausulerValidator()
    {
        RuleFor(c => c.Klausuler)
            .Must(k => k.Count == Avtalsklausuler.Alla.Count && k.Select(u => u.Sort).Distinct().Count() == k.Count)
            .WithMessage("Formuläret är inte helt. Öppna det igen.");
        RuleForEach(c => c.Klausuler).ChildRules(k =>
        {
            k.RuleFor(u => u.Finns).Equal(true).When(u => !string.IsNullOrWhiteSpace(u.Punkt) || !string.IsNullOrWhiteSpace(u.Text))
                .WithMessage("Du har skrivit var klausulen står. Ange att den finns, eller töm punkten och texten.");
            k.RuleFor(u => u.Punkt).MaximumLength(50).WithMessage("Punkten får ha högst 50 tecken.");
            k.RuleFor(u => u.Text).MaximumLength(2000).WithMessage("Texten får ha högst 2000 tecken.");
        });
    }
}

/// <summary>Det som formuläret för avtalets klausuler visar.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record AvtalsklausulerQuery(Guid AvtalId) : IQuery<Avtalsdel<SparaAvtalsklausulerCommand>>, IArendebunden
{
    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class SparaAvtalsklausulerHandler(DbSession db)
    : IRequestHandler<SparaAvtalsklausulerCommand, Result<Unit>>, IRequestHandler<AvtalsklausulerQuery, Result<Avtalsdel<SparaAvtalsklausulerCommand>>>
{
    private const string TaBortSql = "DELETE FROM Avtalsklausul WHERE AvtalId = @AvtalId";

    private const string LaggInSql = """
        INSERT INTO Avtalsklausul (Id, AvtalId, Sort, Finns, Punkt, Text)
        VALUES (@Id, @AvtalId, @Sort, @Finns, @Punkt, @Text)
        """;

    public async Task<Result<Unit>> Handle(SparaAvtalsklausulerCommand request, CancellationToken cancellationToken)
    {
        var huvud = await Avtalshuvud.LasAsync(db, request.AvtalId, cancellationToken);
        if (huvud is null) { return Result<Unit>.NotFound(); }

        await db.ExecuteAsync(TaBortSql, new { request.AvtalId }, cancellationToken);
        var rader = request.Klausuler.Where(k => k.Finns is not null).Select(k => new
        {
            Id = Guid.CreateVersion7(),
            request.AvtalId,
            Sort = k.Sort.ToString(),
            Finns = k.Finns!.Value,
            Punkt = Text(k.Punkt),
            Text = Text(k.Text),
        }).ToList();
        if (rader.Count > 0) { await db.ExecuteAsync(LaggInSql, rader, cancellationToken); }

        var (finns, saknas) = (rader.Count(r => r.Finns), rader.Count(r => !r.Finns));
        var brister = Avtalsklausuler.Brister(request.Klausuler.ToDictionary(k => k.Sort, k => k.Finns), huvud.Driftsform?.ArPrivat()).Count;
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Klausuler ändrade",
            $"Avtalets klausuler sparade: {finns} finns, {saknas} saknas och {request.Klausuler.Count - rader.Count} är inte kända. "
                + (brister == 0 ? "Alla som krävs finns." : $"{brister} som krävs saknas eller är inte kända."),
            rader.ToDictionary(r => r.Sort, r => new { r.Finns, r.Punkt })));
    }

    public async Task<Result<Avtalsdel<SparaAvtalsklausulerCommand>>> Handle(AvtalsklausulerQuery request, CancellationToken cancellationToken)
    {
        var huvud = await Avtalshuvud.LasAsync(db, request.AvtalId, cancellationToken);
        if (huvud is null) { return Result<Avtalsdel<SparaAvtalsklausulerCommand>>.NotFound(); }

        var klausuler = await Avtalsinnehall.KlausulerAsync(db, request.AvtalId, huvud.Driftsform?.ArPrivat(), cancellationToken);
        return Result<Avtalsdel<SparaAvtalsklausulerCommand>>.Ok(new(request.AvtalId, huvud.Benamning, huvud.Version, new()
        {
            AvtalId = request.AvtalId,
            Version = huvud.Version,
            Klausuler = [.. klausuler.Select(k => new Klausuluppgift { Sort = k.Sort, Finns = k.Finns, Punkt = k.Punkt, Text = k.Text })],
        }));
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
