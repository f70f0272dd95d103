using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Avtalen som en regels villkor kan gälla.</summary>
internal static class Planregelavtal
{
    private const string NamnSql = "SELECT Id, Avtalsnummer, Benamning FROM Avtal WHERE NamndId = @NamndId AND Id IN @Idn";

    // Det som har löpt ut eller upphört kan inte längre följas upp; det som redan är valt står kvar i formuläret.
    private const string ValbaraSql = """
        SELECT Id, Avtalsnummer, Benamning
        FROM Avtal
        WHERE NamndId = @NamndId AND (Id = @Valt OR ((Slut IS NULL OR Slut >= @Idag) AND Tillstand NOT IN ('Havt', 'Upphort', 'Arkiverat')))
        ORDER BY Benamning, Avtalsnummer, Id
        """;

    public static async Task<IReadOnlyDictionary<Guid, string>> NamnAsync(DbSession db, Guid namndId, IEnumerable<Planregel> regler, CancellationToken cancellationToken)
    {
        var idn = regler.Where(r => r.AvtalId is not null).Select(r => r.AvtalId!.Value).Distinct().ToList();
        return idn.Count == 0
            ? new Dictionary<Guid, string>()
            : (await db.QueryAsync<Rad>(NamnSql, new { NamndId = namndId, Idn = idn }, cancellationToken)).ToDictionary(r => r.Id, r => r.Text);
    }

    public static async Task<IReadOnlyList<(Guid Id, string Text)>> ValbaraAsync(DbSession db, Guid namndId, Guid? valt, DateOnly idag, CancellationToken cancellationToken) =>
        [.. (await db.QueryAsync<Rad>(ValbaraSql, new { NamndId = namndId, Valt = valt ?? Guid.Empty, Idag = idag }, cancellationToken)).Select(r => (r.Id, r.Text))];

    private sealed record Rad
    {
        public Guid Id { get; init; }

        public string? Avtalsnummer { get; init; }

        public string Benamning { get; init; } = "";

        public string Text => Avtalsnummer is null ? Benamning : $"{Benamning} ({Avtalsnummer})";
    }
}
