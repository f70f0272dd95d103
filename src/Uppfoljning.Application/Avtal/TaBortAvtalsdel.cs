using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Application.Avtal;

/// <summary>Det som kan tas bort ur ett avtal.</summary>
public enum Avtalsdelsort
{
    Part,
    Krav,
    Sanktion,
}

/// <summary>Tar bort en part, ett krav eller en sanktion ur avtalet. Händelsen säger vad det var.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record TaBortAvtalsdelCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    public Avtalsdelsort Sort { get; init; }

    public Guid DelId { get; init; }

    public int Version { get; init; }

    /// <summary>Att den som tar bort vet att det inte går att ångra.</summary>
    public bool Bekraftat { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class TaBortAvtalsdelValidator : AbstractValidator<TaBortAvtalsdelCommand>
{
    public TaBortAvtalsdelValidator() =>
        RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att uppgiften ska tas bort ur avtalet. Det går inte att ångra.");
}

/// <summary>Parten, kravet eller sanktionen, innan den tas bort ur avtalet.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record AvtalsdelborttagningQuery(Guid AvtalId, Avtalsdelsort Sort, Guid DelId) : IQuery<Avtalsdel<Avtalsdelborttagning>>, IArendebunden
{
    Guid IArendebunden.ArendeId => AvtalId;
}

/// <summary>Vad som tas bort, så som det står i avtalet.</summary>
public sealed record Avtalsdelborttagning(Avtalsdelsort Sort, string Vad, string Text);

public sealed class TaBortAvtalsdelHandler(DbSession db)
    : IRequestHandler<TaBortAvtalsdelCommand, Result<Unit>>, IRequestHandler<AvtalsdelborttagningQuery, Result<Avtalsdel<Avtalsdelborttagning>>>
{
    private const string PartSql = "SELECT Sort, Namn AS Text, 0 AS Nr FROM Avtalspart WHERE Id = @DelId AND AvtalId = @AvtalId";
    private const string KravSql = "SELECT Nr, Krav AS Text FROM Avtalskrav WHERE Id = @DelId AND AvtalId = @AvtalId";
    private const string SanktionSql = "SELECT Sort, Villkor AS Text, 0 AS Nr FROM Avtalssanktion WHERE Id = @DelId AND AvtalId = @AvtalId";
    private const string TaBortPartSql = "DELETE FROM Avtalspart WHERE Id = @DelId AND AvtalId = @AvtalId";
    private const string TaBortKravSql = "DELETE FROM Avtalskrav WHERE Id = @DelId AND AvtalId = @AvtalId";
    private const string TaBortSanktionSql = "DELETE FROM Avtalssanktion WHERE Id = @DelId AND AvtalId = @AvtalId";

    public async Task<Result<Unit>> Handle(TaBortAvtalsdelCommand request, CancellationToken cancellationToken)
    {
        var del = await LasAsync(request.Sort, request.AvtalId, request.DelId, cancellationToken);
        if (del is null) { return Result<Unit>.NotFound(); }

        await db.ExecuteAsync(request.Sort switch
        {
            Avtalsdelsort.Part => TaBortPartSql,
            Avtalsdelsort.Krav => TaBortKravSql,
            _ => TaBortSanktionSql,
        }, new { request.AvtalId, request.DelId }, cancellationToken);
        if (request.Sort == Avtalsdelsort.Krav) { await Avtalskravordning.StegAsync(db, request.AvtalId, del.Nr + 1, int.MaxValue, -1, cancellationToken); }

        var text = del.Text is null ? "" : $": {(del.Text.Length > 300 ? del.Text[..299] + "…" : del.Text).ReplaceLineEndings(" ")}";
        return Result<Unit>.Ok(Unit.Value, new AuditEntry($"{request.Sort} borttagen ur avtalet".Replace("Krav borttagen", "Krav borttaget", StringComparison.Ordinal),
            $"Borttaget ur avtalet: {Vad(request.Sort, del)}{text}{(text.EndsWith('.') ? "" : ".")}", new { request.Sort, request.DelId }));
    }

    public async Task<Result<Avtalsdel<Avtalsdelborttagning>>> Handle(AvtalsdelborttagningQuery request, CancellationToken cancellationToken)
    {
        var huvud = await Avtalshuvud.LasAsync(db, request.AvtalId, cancellationToken);
        var del = await LasAsync(request.Sort, request.AvtalId, request.DelId, cancellationToken);
        return huvud is null || del is null
            ? Result<Avtalsdel<Avtalsdelborttagning>>.NotFound()
            : Result<Avtalsdel<Avtalsdelborttagning>>.Ok(new(request.AvtalId, huvud.Benamning, huvud.Version, new(request.Sort, Vad(request.Sort, del), del.Text ?? "")));
    }

    private Task<Del?> LasAsync(Avtalsdelsort sort, Guid avtalId, Guid delId, CancellationToken cancellationToken) => db.SingleOrDefaultAsync<Del>(
        sort switch
        {
            Avtalsdelsort.Part => PartSql,
            Avtalsdelsort.Krav => KravSql,
            _ => SanktionSql,
        }, new { AvtalId = avtalId, DelId = delId }, cancellationToken);

    private static string Vad(Avtalsdelsort sort, Del del) => sort switch
    {
        Avtalsdelsort.Part => Enum.Parse<Avtalspartsort>(del.Sort).Text().ToLowerInvariant(),
        Avtalsdelsort.Krav => $"krav {del.Nr}",
        _ => $"sanktionen {Enum.Parse<Sanktionssort>(del.Sort).Text().ToLowerInvariant()}",
    };

    private sealed record Del
    {
        public string Sort { get; init; } = "";

        public string? Text { get; init; }

        public int Nr { get; init; }
    }
}
