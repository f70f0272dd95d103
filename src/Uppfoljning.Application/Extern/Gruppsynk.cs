using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Atkomst;

namespace Uppfoljning.Application.Extern;

/// <summary>
/// Sätter rollerna från grupper till dem som mappningen ger just nu. Säger tjänsten ingenting om grupper ändras ingenting: en tjänst som slutar
/// skicka grupperna, eller har för många för att skicka, ska inte ta rollerna från alla.
/// </summary>
internal static class Gruppsynk
{
    private const string MappningarSql = """
        SELECT g.Id, g.Grupp, g.NamndId, g.Roll, n.Namn AS Namnd
        FROM Gruppmappning g
        LEFT JOIN Namnd n ON n.Id = g.NamndId
        """;

    private const string RollerSql = """
        SELECT r.NamndId, r.Roll, r.Kalla, r.FranDag, r.TillDag, n.Namn AS Namnd
        FROM Rolltilldelning r
        LEFT JOIN Namnd n ON n.Id = r.NamndId
        WHERE r.AnvandareId = @AnvandareId
        """;

    private const string GeSql = "INSERT INTO Rolltilldelning (Id, AnvandareId, NamndId, Roll, Kalla) VALUES (@Id, @AnvandareId, @NamndId, @Roll, 'Grupp')";

    private const string TaBortSql = """
        DELETE FROM Rolltilldelning
        WHERE AnvandareId = @AnvandareId AND Roll = @Roll AND Kalla = 'Grupp' AND (NamndId = @NamndId OR (NamndId IS NULL AND @Kommunen = 1))
        """;

    private const string TaBortSlutSql = "DELETE FROM Rolltilldelning WHERE AnvandareId = @AnvandareId AND NamndId = @NamndId AND Roll = @Roll AND Kalla = 'Hand' AND TillDag < @Idag";

    private const string GlomMedlemSql = "DELETE FROM Gruppmedlem WHERE AnvandareId = @AnvandareId";

    private const string MedlemSql = "INSERT INTO Gruppmedlem (GruppmappningId, AnvandareId) VALUES (@GruppmappningId, @AnvandareId)";

    public static async Task<Gruppandring> GorAsync(
        DbSession db, Guid anvandareId, IReadOnlyList<string>? grupper, bool administrator, DateOnly idag, CancellationToken cancellationToken)
    {
        if (grupper is null) { return new(" Tjänsten sade inget om grupper, så rollerna är som de var.", [], []); }

        var har = grupper.ToHashSet(StringComparer.Ordinal);
        var mappningar = (await db.QueryAsync<Rad>(MappningarSql, null, cancellationToken)).Where(m => har.Contains(m.Grupp!)).ToList();
        var roller = await db.QueryAsync<Rad>(RollerSql, new { AnvandareId = anvandareId }, cancellationToken);
        var (nya, bort) = Grupproller.Jamfor(
            mappningar.Where(m => administrator || m.Roll != Roll.Administrator).Select(m => m.Plats),
            roller.Where(r => r.Kalla == Grupproller.Hand && !r.Tid.Slut(idag)).Select(r => r.Plats),
            roller.Where(r => r.Kalla == Grupproller.Grupp).Select(r => r.Plats));

        // Nobody is shut out by it, neither the person nor the municipality: the last who can let the others in keeps the role until there is another.
        var behallen = bort.Any(r => r.Roll == Roll.Administrator) && (await Kontofakta.LasAsync(db, anvandareId, cancellationToken))!.Prova("sluta vara administratör").Count > 0;
        if (behallen) { bort = [.. bort.Where(r => r.Roll != Roll.Administrator)]; }
        var ersatta = roller.Where(r => r.Kalla == Grupproller.Hand && r.Tid.Slut(idag) && nya.Contains(r.Plats)).Select(r => r.Plats).ToList();

        if (bort.Count > 0)
        {
            await db.ExecuteAsync(TaBortSql, bort.Select(r => new { AnvandareId = anvandareId, r.NamndId, Roll = r.Roll.ToString(), Kommunen = r.NamndId is null }).ToList(), cancellationToken);
        }
        if (ersatta.Count > 0)
        {
            await db.ExecuteAsync(TaBortSlutSql, ersatta.Select(r => new { AnvandareId = anvandareId, r.NamndId, Roll = r.Roll.ToString(), Idag = idag }).ToList(), cancellationToken);
        }
        if (nya.Count > 0)
        {
            await db.ExecuteAsync(GeSql, nya.Select(r => new { Id = Guid.CreateVersion7(), AnvandareId = anvandareId, r.NamndId, Roll = r.Roll.ToString() }).ToList(), cancellationToken);
        }
        await db.ExecuteAsync(GlomMedlemSql, new { AnvandareId = anvandareId }, cancellationToken);
        if (mappningar.Count > 0)
        {
            await db.ExecuteAsync(MedlemSql, mappningar.Select(m => new { GruppmappningId = m.Id, AnvandareId = anvandareId }).ToList(), cancellationToken);
        }

        var namn = mappningar.Concat(roller).Where(r => r.NamndId is not null).DistinctBy(r => r.NamndId).ToDictionary(r => r.NamndId!.Value, r => r.Namnd!);
        string Text(Rollplats r) => $"{r.Roll.Text().ToLowerInvariant()} i {(r.NamndId is { } n ? namn[n] : "hela kommunen")}";
        var (fick, miste) = (nya.Select(Text).ToList(), bort.Select(Text).ToList());
        return new((fick.Count > 0 ? $" Nya roller från grupper: {Upprakning(fick)}." : "")
            + (ersatta.Count > 0 ? $" De ersätter roller för en tid som har gått ut: {Upprakning([.. ersatta.Select(Text)])}." : "")
            + (miste.Count > 0 ? $" Roller som grupperna inte längre ger: {Upprakning(miste)}." : "")
            + (behallen ? " Ingen grupp ger längre rollen administratör, men den behålls: ingen annan med öppet konto är administratör." : ""), fick, miste);
    }

    /// <summary>De första i meningen; alla står i händelsens fakta.</summary>
    private static string Upprakning(List<string> roller) => roller.Count <= 8 ? string.Join(", ", roller) : $"{string.Join(", ", roller.Take(8))} och {roller.Count - 8} till";

    private sealed record Rad
    {
        public Guid Id { get; init; }

        public string? Grupp { get; init; }

        public Guid? NamndId { get; init; }

        public Roll Roll { get; init; }

        public string? Kalla { get; init; }

        public string? Namnd { get; init; }

        public DateOnly? FranDag { get; init; }

        public DateOnly? TillDag { get; init; }

        public Rollperiod Tid => new(FranDag, TillDag);

        public Rollplats Plats => new(NamndId, Roll);
    }
}

internal sealed record Gruppandring(string Mening, IReadOnlyList<string> Nya, IReadOnlyList<string> Bort);
