using Uppfoljning.Domain.Integritet;

namespace Uppfoljning.Application.Integritet;

/// <summary>
/// En sorts uppgifter som går att gallra: hur det som är moget hittas i en nämnd, och hur en sak tas bort. En ny sort är en ny klass, ett värde i
/// <see cref="Gallringssort"/> och en rad i <see cref="Alla"/>.
/// </summary>
/// <remarks>
/// Satserna får @NamndId, @Grans (en dag) och @GransTid (samma dags slut). <see cref="TaBort"/> får också @Id och prövar villkoret igen, så att det som
/// ändrats sedan listan lästes står kvar.
/// </remarks>
internal abstract class Gallringsbar
{
    /// <summary>Så många gallras på en gång; är det fler säger sidan det och gallringen görs igen.</summary>
    public const int FlestPaEnGang = 500;

    public static readonly IReadOnlyList<Gallringsbar> Alla =
        [new Kontaktgallring(), new Kontrollgallring(), new BorttagnaDokumentGallring(), new Arbetsdokumentgallring(), new Importgallring()];

    public abstract Gallringssort Sort { get; }

    /// <summary>Hur många saker som är mogna.</summary>
    public abstract string Antal { get; }

    /// <summary>De mogna: Id, Dag, Beskrivning utan personuppgifter, Namn för sidan och Checksumma när saken har en fil.</summary>
    public abstract string Poster { get; }

    public abstract string TaBort { get; }

    public static Gallringsbar For(Gallringssort sort) => Alla.Single(g => g.Sort == sort);
}

/// <summary>Kontakter hos en utförare som nämnden har haft avtal med och som ingen nämnd längre har något med att göra.</summary>
internal sealed class Kontaktgallring : Gallringsbar
{
    // Ett avtal som pågår, som saknar slut eller som slutade efter gränsen håller kvar kontakten, i vilken nämnd det än är; så gör också en enhet.
    private const string MogenDel = """
        EXISTS (SELECT 1 FROM Avtal n WHERE n.UtforareId = t.UtforareId AND n.NamndId = @NamndId)
        AND NOT EXISTS (SELECT 1 FROM Avtal a WHERE a.UtforareId = t.UtforareId
            AND (a.Slut IS NULL OR a.Slut > @Grans OR NOT a.Tillstand IN ('Upphort', 'Arkiverat')))
        AND NOT EXISTS (SELECT 1 FROM Enhet e WHERE e.UtforareId = t.UtforareId)
        """;

    private const string AntalSql = $"SELECT COUNT(*) FROM Kontakt t WHERE {MogenDel}";

    private const string PosterSql = $"""
        SELECT t.Id, (SELECT MAX(s.Slut) FROM Avtal s WHERE s.UtforareId = t.UtforareId) AS Dag, 'Kontakt' AS Beskrivning, t.Namn, u.Namn AS Plats, NULL AS Checksumma
        FROM Kontakt t
        JOIN Utforare u ON u.Id = t.UtforareId
        WHERE {MogenDel}
        ORDER BY t.Id
        OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string TaBortSql = """
        DELETE FROM Kontakt
        WHERE Id = @Id
          AND NOT EXISTS (SELECT 1 FROM Avtal a WHERE a.UtforareId = Kontakt.UtforareId
              AND (a.Slut IS NULL OR a.Slut > @Grans OR NOT a.Tillstand IN ('Upphort', 'Arkiverat')))
          AND NOT EXISTS (SELECT 1 FROM Enhet e WHERE e.UtforareId = Kontakt.UtforareId)
        """;

    public override Gallringssort Sort => Gallringssort.Kontakt;

    public override string Antal => AntalSql;

    public override string Poster => PosterSql;

    public override string TaBort => TaBortSql;
}

/// <summary>Kontroller som en senare har ersatt, eller hos en utförare utan pågående avtal.</summary>
internal sealed class Kontrollgallring : Gallringsbar
{
    private const string MogenDel = """
        t.Gjord <= @Grans
        AND EXISTS (SELECT 1 FROM Avtal n WHERE n.UtforareId = t.UtforareId AND n.NamndId = @NamndId)
        AND (EXISTS (SELECT 1 FROM Kontroll s WHERE s.UtforareId = t.UtforareId AND s.Sort = t.Sort AND s.Gjord > t.Gjord)
            OR NOT EXISTS (SELECT 1 FROM Avtal a WHERE a.UtforareId = t.UtforareId AND NOT a.Tillstand IN ('Upphort', 'Arkiverat')))
        """;

    private const string AntalSql = $"SELECT COUNT(*) FROM Kontroll t WHERE {MogenDel}";

    private const string PosterSql = $"""
        SELECT t.Id, t.Gjord AS Dag, 'Kontroll' AS Beskrivning, t.Kalla AS Namn, u.Namn AS Plats, NULL AS Checksumma
        FROM Kontroll t
        JOIN Utforare u ON u.Id = t.UtforareId
        WHERE {MogenDel}
        ORDER BY t.Id
        OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string TaBortSql = """
        DELETE FROM Kontroll
        WHERE Id = @Id AND Gjord <= @Grans
          AND (EXISTS (SELECT 1 FROM Kontroll s WHERE s.UtforareId = Kontroll.UtforareId AND s.Sort = Kontroll.Sort AND s.Gjord > Kontroll.Gjord)
              OR NOT EXISTS (SELECT 1 FROM Avtal a WHERE a.UtforareId = Kontroll.UtforareId AND NOT a.Tillstand IN ('Upphort', 'Arkiverat')))
        """;

    public override Gallringssort Sort => Gallringssort.Kontroll;

    public override string Antal => AntalSql;

    public override string Poster => PosterSql;

    public override string TaBort => TaBortSql;
}

/// <summary>Dokument som någon har tagit bort ur ärendet men som ännu finns i tabellen och fillagret.</summary>
internal sealed class BorttagnaDokumentGallring : Gallringsbar
{
    private const string AntalSql = "SELECT COUNT(*) FROM Dokument t WHERE t.NamndId = @NamndId AND t.Borttaget < @GransTid";

    private const string PosterSql = """
        SELECT t.Id, t.Borttaget AS Tid, 'Borttaget dokument' AS Beskrivning, t.Filnamn AS Namn, t.ObjektSort AS Plats, t.Checksumma
        FROM Dokument t
        WHERE t.NamndId = @NamndId AND t.Borttaget < @GransTid
        ORDER BY t.Id
        OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string TaBortSql = "DELETE FROM Dokument WHERE Id = @Id AND NamndId = @NamndId AND Borttaget < @GransTid";

    public override Gallringssort Sort => Gallringssort.BorttagetDokument;

    public override string Antal => AntalSql;

    public override string Poster => PosterSql;

    public override string TaBort => TaBortSql;
}

/// <summary>Skrivelser, intyg och annat på avtal som är avslutade. Det som en dokumenthanteringsplan bevarar är inte med (ARK-02).</summary>
internal sealed class Arbetsdokumentgallring : Gallringsbar
{
    private const string FranDel = """
        FROM Dokument t
        JOIN Avtal a ON a.Id = t.ObjektId
        WHERE t.NamndId = @NamndId AND t.ObjektSort = 'Avtal' AND t.Borttaget IS NULL AND t.Sort IN ('Skrivelse', 'Intyg', 'Annat')
          AND a.Slut <= @Grans AND a.Tillstand IN ('Upphort', 'Arkiverat')
        """;

    private const string AntalSql = $"SELECT COUNT(*) {FranDel}";

    private const string PosterSql = $"""
        SELECT t.Id, a.Slut AS Dag, 'Arbetsdokument' AS Beskrivning, t.Filnamn AS Namn, a.Benamning AS Plats, t.Checksumma
        {FranDel}
        ORDER BY t.Id
        OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string TaBortSql = """
        DELETE FROM Dokument
        WHERE Id = @Id AND NamndId = @NamndId AND Borttaget IS NULL AND Sort IN ('Skrivelse', 'Intyg', 'Annat')
          AND EXISTS (SELECT 1 FROM Avtal a WHERE a.Id = Dokument.ObjektId AND a.Slut <= @Grans AND a.Tillstand IN ('Upphort', 'Arkiverat'))
        """;

    public override Gallringssort Sort => Gallringssort.Arbetsdokument;

    public override string Antal => AntalSql;

    public override string Poster => PosterSql;

    public override string TaBort => TaBortSql;
}

/// <summary>Inläsningar vars fil redan är borta och som inget avtal och ingen enhet hänvisar till.</summary>
internal sealed class Importgallring : Gallringsbar
{
    private const string MogenDel = """
        t.NamndId = @NamndId AND t.Inlagd < @GransTid AND t.FilBorttagen IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM Avtal a WHERE a.ImportId = t.Id)
        AND NOT EXISTS (SELECT 1 FROM Enhet e WHERE e.ImportId = t.Id)
        """;

    private const string AntalSql = $"SELECT COUNT(*) FROM Import t WHERE {MogenDel}";

    private const string PosterSql = $"""
        SELECT t.Id, t.Inlagd AS Tid, 'Import' AS Beskrivning, t.Filnamn AS Namn, t.Sort AS Plats, NULL AS Checksumma
        FROM Import t
        WHERE {MogenDel}
        ORDER BY t.Id
        OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string TaBortSql = """
        DELETE FROM Import
        WHERE Id = @Id AND NamndId = @NamndId AND Inlagd < @GransTid AND FilBorttagen IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM Avtal a WHERE a.ImportId = Import.Id)
          AND NOT EXISTS (SELECT 1 FROM Enhet e WHERE e.ImportId = Import.Id)
        """;

    public override Gallringssort Sort => Gallringssort.Import;

    public override string Antal => AntalSql;

    public override string Poster => PosterSql;

    public override string TaBort => TaBortSql;
}
