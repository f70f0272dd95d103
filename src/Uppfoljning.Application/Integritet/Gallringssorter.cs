using Uppfoljning.Domain.Integritet;

namespace Uppfoljning.Application.Integritet;

/// <summary>
/// En sorts uppgifter som går att gallra: hur det som är moget hittas i en nämnd, och hur en sak tas bort. En ny sort är en ny klass, ett värde i
/// <see cref="Gallringssort"/> och en rad i <see cref="Alla"/>.
/// </summary>
/// <remarks>
/// Satserna får @NamndId, @Grans (en dag), @GransTid (samma dags slut) och @Bevarar (nämnderna vars egna beslut håller kvar längre, se
/// <see cref="Gallringsunderlag"/>). <see cref="TaBort"/> får också @Id och prövar hela villkoret igen, så att det som ändrats sedan listan lästes står kvar.
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

    /// <summary>
    /// De mogna: Id, ArendeId (det vars historik visar gallringen, om något), Dag, Beskrivning utan personuppgifter, Namn för sidan och Checksumma när saken har en fil.
    /// </summary>
    public abstract string Poster { get; }

    public abstract string TaBort { get; }

    public static Gallringsbar For(Gallringssort sort) => Alla.Single(g => g.Sort == sort);
}

/// <summary>Det som de utförarbundna sorterna frågar om utföraren till raden t. Utföraren delas av nämnderna, och de prövas alla.</summary>
internal static class Utforargallring
{
    /// <summary>Nämnden som gallrar har eller har haft avtal med utföraren.</summary>
    public const string NamndenDel = "EXISTS (SELECT 1 FROM Avtal ga WHERE ga.UtforareId = t.UtforareId AND ga.NamndId = @NamndId)";

    /// <summary>Ingen annan nämnd som har med utföraren att göra bevarar uppgiften eller har längre tid.</summary>
    public const string IngenBevararDel = """
        NOT EXISTS (SELECT 1 FROM Avtal ba WHERE ba.UtforareId = t.UtforareId AND ba.NamndId IN @Bevarar)
        AND NOT EXISTS (SELECT 1 FROM Enhet be WHERE be.UtforareId = t.UtforareId AND be.NamndId IN @Bevarar)
        """;

    public const string IngenEnhetDel = "NOT EXISTS (SELECT 1 FROM Enhet e WHERE e.UtforareId = t.UtforareId)";

    public const string IngetPagaendeDel = "NOT EXISTS (SELECT 1 FROM Avtal pa WHERE pa.UtforareId = t.UtforareId AND pa.Tillstand NOT IN ('Upphort', 'Arkiverat'))";
}

/// <summary>Kontakter hos en utförare som nämnden har haft avtal med och som ingen nämnd längre har något med att göra.</summary>
internal sealed class Kontaktgallring : Gallringsbar
{
    // Ett avtal som pågår, som saknar slut eller som slutade efter gränsen håller kvar kontakten, i vilken nämnd det än är; så gör också en enhet,
    // och den enhet som kontakten själv pekar på även om enheten har bytt utförare.
    private const string MogenDel = $"""
        {Utforargallring.NamndenDel}
        AND {Utforargallring.IngetPagaendeDel}
        AND NOT EXISTS (SELECT 1 FROM Avtal a WHERE a.UtforareId = t.UtforareId AND (a.Slut IS NULL OR a.Slut > @Grans))
        AND {Utforargallring.IngenEnhetDel}
        AND NOT EXISTS (SELECT 1 FROM Enhet k WHERE k.Id = t.EnhetId)
        AND {Utforargallring.IngenBevararDel}
        """;

    private const string AntalSql = $"SELECT COUNT(*) FROM Kontakt t WHERE {MogenDel}";

    private const string PosterSql = $"""
        SELECT t.Id, t.UtforareId AS ArendeId, (SELECT MAX(s.Slut) FROM Avtal s WHERE s.UtforareId = t.UtforareId) AS Dag, 'Kontakt' AS Beskrivning, t.Namn,
               u.Namn AS Plats, NULL AS Checksumma
        FROM Kontakt t
        JOIN Utforare u ON u.Id = t.UtforareId
        WHERE {MogenDel}
        ORDER BY t.Id
        OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string TaBortSql = $"DELETE FROM Kontakt WHERE Id IN (SELECT t.Id FROM Kontakt t WHERE t.Id = @Id AND {MogenDel})";

    public override Gallringssort Sort => Gallringssort.Kontakt;

    public override string Antal => AntalSql;

    public override string Poster => PosterSql;

    public override string TaBort => TaBortSql;
}

/// <summary>Kontroller som en senare har ersatt, eller hos en utförare utan pågående avtal och utan enheter.</summary>
internal sealed class Kontrollgallring : Gallringsbar
{
    private const string MogenDel = $"""
        t.Gjord <= @Grans
        AND {Utforargallring.NamndenDel}
        AND (EXISTS (SELECT 1 FROM Kontroll s WHERE s.UtforareId = t.UtforareId AND s.Sort = t.Sort AND s.Gjord > t.Gjord)
            OR ({Utforargallring.IngetPagaendeDel} AND {Utforargallring.IngenEnhetDel}))
        AND {Utforargallring.IngenBevararDel}
        """;

    private const string AntalSql = $"SELECT COUNT(*) FROM Kontroll t WHERE {MogenDel}";

    private const string PosterSql = $"""
        SELECT t.Id, t.UtforareId AS ArendeId, t.Gjord AS Dag, 'Kontroll' AS Beskrivning, t.Kalla AS Namn, u.Namn AS Plats, NULL AS Checksumma
        FROM Kontroll t
        JOIN Utforare u ON u.Id = t.UtforareId
        WHERE {MogenDel}
        ORDER BY t.Id
        OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string TaBortSql = $"DELETE FROM Kontroll WHERE Id IN (SELECT t.Id FROM Kontroll t WHERE t.Id = @Id AND {MogenDel})";

    public override Gallringssort Sort => Gallringssort.Kontroll;

    public override string Antal => AntalSql;

    public override string Poster => PosterSql;

    public override string TaBort => TaBortSql;
}

/// <summary>Dokument som någon har tagit bort ur ärendet men som ännu finns i tabellen och fillagret.</summary>
internal sealed class BorttagnaDokumentGallring : Gallringsbar
{
    private const string MogenDel = "t.NamndId = @NamndId AND t.Borttaget < @GransTid";

    private const string AntalSql = $"SELECT COUNT(*) FROM Dokument t WHERE {MogenDel}";

    private const string PosterSql = $"""
        SELECT t.Id, t.ObjektId AS ArendeId, t.Borttaget AS Tid, 'Borttaget dokument' AS Beskrivning, t.Filnamn AS Namn, t.ObjektSort, t.Checksumma
        FROM Dokument t
        WHERE {MogenDel}
        ORDER BY t.Id
        OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string TaBortSql = $"DELETE FROM Dokument WHERE Id IN (SELECT t.Id FROM Dokument t WHERE t.Id = @Id AND {MogenDel})";

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
        SELECT t.Id, t.ObjektId AS ArendeId, a.Slut AS Dag, 'Arbetsdokument' AS Beskrivning, t.Filnamn AS Namn, a.Benamning AS Plats, t.Checksumma
        {FranDel}
        ORDER BY t.Id
        OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string TaBortSql = $"DELETE FROM Dokument WHERE Id IN (SELECT t.Id {FranDel} AND t.Id = @Id)";

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
        SELECT t.Id, NULL AS ArendeId, t.Inlagd AS Tid, 'Import' AS Beskrivning, t.Filnamn AS Namn, t.Sort AS Importsort, NULL AS Checksumma
        FROM Import t
        WHERE {MogenDel}
        ORDER BY t.Id
        OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string TaBortSql = $"DELETE FROM Import WHERE Id IN (SELECT t.Id FROM Import t WHERE t.Id = @Id AND {MogenDel})";

    public override Gallringssort Sort => Gallringssort.Import;

    public override string Antal => AntalSql;

    public override string Poster => PosterSql;

    public override string TaBort => TaBortSql;
}
