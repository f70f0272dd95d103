using System.Globalization;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Common;

/// <summary>
/// Delar text i sökord. Sökningen går på ordens början: "hem väst" hittar "Hemtjänst Västra". Skiftläge spelar ingen roll; å, ä och ö
/// är egna bokstäver.
/// </summary>
public static class Sokord
{
    public const int LangstaOrd = 50;

    /// <summary>Fler ord än så i en sökning gör den inte bättre, bara långsammare.</summary>
    public const int FlestIEnSokning = 6;

    /// <summary>Siffrorna i ett personnummer som visas för alla, och alla.</summary>
    private const int Synliga = 6, Hela = 10;

    private const string TaBortSql = "DELETE FROM Sokord WHERE ObjektId = @ObjektId";

    // The nämnd and the sort are the ärende's own, so that no caller can give others. An utförare is no ärende and belongs to no nämnd.
    private const string LaggTillSql = """
        INSERT INTO Sokord (ObjektId, Ord, Sort, NamndId)
        SELECT @ObjektId, @Ord, COALESCE((SELECT a.Sort FROM Arende a WHERE a.Id = @ObjektId), 'Utforare'), (SELECT b.NamndId FROM Arende b WHERE b.Id = @ObjektId)
        """;

    /// <summary>Textens ord i gemener, vart och ett en gång.</summary>
    public static IReadOnlyList<string> I(params IEnumerable<string?> texter)
    {
        var ord = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in texter)
        {
            foreach (var del in Dela(text)) { ord.Add(del); }
        }
        return [.. ord];
    }

    /// <summary>
    /// Orden i det som någon söker på, det längsta först: det finner minst. Ett organisationsnummer får skrivas på vilket sätt som helst; i
    /// registret står det utan streck.
    /// </summary>
    public static IReadOnlyList<string> Sokta(string? sokning)
    {
        if (string.IsNullOrWhiteSpace(sokning)) { return []; }
        var delar = Organisationsnummer.TryTolka(sokning, out _)
            ? [sokning]
            : sokning.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return [.. I(delar.Select(del => Organisationsnummer.TryTolka(del, out var nummer) ? nummer.Replace("-", "", StringComparison.Ordinal) : del))
            .OrderByDescending(o => o.Length).Take(FlestIEnSokning)];
    }

    /// <summary>Byter objektets sökord mot orden i texterna. Objektets ärende ska redan finnas.</summary>
    public static async Task SkrivAsync(DbSession db, Guid objektId, IEnumerable<string?> texter, bool nytt, CancellationToken cancellationToken)
    {
        if (!nytt) { await db.ExecuteAsync(TaBortSql, new { ObjektId = objektId }, cancellationToken); }
        await db.ExecuteAsync(LaggTillSql, I(texter).Select(ord => new { ObjektId = objektId, Ord = ord }), cancellationToken);
    }

    /// <summary>Sökord för många objekt på en gång; antalet satser följer inte antalet objekt.</summary>
    public static async Task SkrivAllaAsync(
        DbSession db, IEnumerable<(Guid ObjektId, IEnumerable<string?> Texter)> nya, IReadOnlyCollection<(Guid ObjektId, IEnumerable<string?> Texter)> andrade,
        CancellationToken cancellationToken)
    {
        if (andrade.Count > 0) { await db.ExecuteAsync(TaBortSql, andrade.Select(a => new { a.ObjektId }), cancellationToken); }
        await db.ExecuteAsync(LaggTillSql, nya.Concat(andrade).SelectMany(o => I(o.Texter).Select(ord => new { o.ObjektId, Ord = ord })), cancellationToken);
    }

    /// <summary>
    /// Gränserna för ord som börjar som det skrivna: från och med ordet, till (men inte med) det första ord som inte gör det. Sju till nio siffror
    /// är bara sig själva: annars gick de dolda siffrorna i ett personnummer att prova fram en i taget (GDPR-03).
    /// </summary>
    public static (string Fran, string Till) Prefix(string ord) =>
        (ord, ord.Length is > Synliga and < Hela && ord.All(char.IsAsciiDigit) ? ord + '0' : ord + '\uFFFD');

    private static IEnumerable<string> Dela(string? text)
    {
        if (string.IsNullOrEmpty(text)) { yield break; }
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                if (start < 0) { start = i; }
                continue;
            }
            if (start >= 0)
            {
                var ord = text[start..Math.Min(i, start + LangstaOrd)].Normalize().ToLower(CultureInfo.InvariantCulture);
                yield return ord.Length > LangstaOrd ? ord[..LangstaOrd] : ord;
                start = -1;
            }
        }
    }
}
