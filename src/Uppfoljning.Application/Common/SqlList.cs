using System.Text;

namespace Uppfoljning.Application.Common;

/// <summary>
/// Sätter ihop en listas SQL av konstanta delar. Vad användaren skrev blir alltid parametrar, aldrig text: varje del måste vara en
/// konstant i begärans fil.
/// </summary>
public sealed class SqlList(string fran)
{
    private readonly StringBuilder _villkor = new();

    /// <summary>Om något filter är valt utöver det som listan alltid har.</summary>
    public bool HarVillkor => _villkor.Length > 0;

    public SqlList Och(bool nar, string villkor)
    {
        if (nar) { _villkor.Append(" AND ").Append(villkor); }
        return this;
    }

    /// <summary>Bara objekt som har alla orden i sökningen; <paramref name="id"/> är kolumnen med objektets id.</summary>
    /// <param name="sokning">Det som användaren skrev.</param>
    /// <param name="id">Kolumnen med objektets id.</param>
    /// <param name="sort">Objektens sort, som i Arende.</param>
    /// <param name="parametrar">Får orden.</param>
    /// <param name="manga">Sant när många rader väntas passa: då går det fortare att läsa listan i ordning och pröva varje rad än att hämta alla träffar och sortera dem.</param>
    public SqlList OchOrd(string? sokning, string id, string sort, IDictionary<string, object?> parametrar, bool manga = false)
    {
        parametrar["Ordsort"] = sort;
        // The longest word finds the fewest; the others are then tried on those, by the object's own words.
        foreach (var (ord, i) in Sokord.Sokta(sokning).Select((ord, i) => (ord, i)))
        {
            (parametrar[$"OrdFran{i}"], parametrar[$"OrdTill{i}"]) = Sokord.Prefix(ord);
            var traffar = $"SELECT s.ObjektId FROM Sokord s WHERE s.Ord >= @OrdFran{i} AND s.Ord < @OrdTill{i}";
            Och(true, manga || i > 0 ? $"EXISTS ({traffar} AND s.ObjektId = {id})" : $"{id} IN ({traffar} AND s.Sort = @Ordsort)");
        }
        return this;
    }

    /// <summary>Antalet rader som villkoren ger.</summary>
    public string Antal() => $"SELECT COUNT(*) {fran}{_villkor}";

    /// <summary>En sida av raderna; parametrarna heter @Offset och @Limit.</summary>
    public string Sida(string kolumner, string ordning) =>
        $"SELECT {kolumner} {fran}{_villkor} ORDER BY {ordning} OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY";

    /// <summary>
    /// En sida av en lång lista: först bara sidans id i rätt ordning, ur ett index som täcker ordningen och filtren, sedan de radernas uppgifter.
    /// En sida i listans senare halva läses bakifrån, så att sista sidan går lika fort som den första. Sätter @Offset och @Limit.
    /// </summary>
    /// <param name="id">Kolumnen med radens id.</param>
    /// <param name="rader">FROM-delen som hämtar uppgifterna; sidans id finns där som <c>s.Id</c>.</param>
    /// <param name="kolumner">Uppgifterna.</param>
    /// <param name="ordning">Ordningen, med id sist; delarna får inte innehålla kommatecken.</param>
    /// <param name="lage">Sidan och hur många rader urvalet har.</param>
    /// <param name="parametrar">Får sidans gränser.</param>
    public string SidaViaId(string id, string rader, string kolumner, string ordning, (int Sida, int Antal) lage, IDictionary<string, object?> parametrar)
    {
        var offset = Page<int>.Offset(lage.Sida);
        var limit = Math.Max(1, Math.Min(Page<int>.Storlek, lage.Antal - offset));
        var bakifran = offset > lage.Antal / 2;
        parametrar["Offset"] = bakifran ? Math.Max(0, lage.Antal - offset - limit) : offset;
        parametrar["Limit"] = limit;
        return $"""
            SELECT {kolumner}
            FROM (SELECT {id} AS Id {fran}{_villkor} ORDER BY {(bakifran ? Omvand(ordning) : ordning)} OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY) s
            {rader}
            ORDER BY {ordning}
            """;
    }

    /// <summary>Samma ordning bakifrån.</summary>
    internal static string Omvand(string ordning) => string.Join(", ", ordning.Split(", ")
        .Select(del => del.EndsWith(" DESC", StringComparison.Ordinal) ? del[..^" DESC".Length] : del + " DESC"));

    /// <summary>Alla rader, för export.</summary>
    public string Alla(string kolumner, string ordning) => $"SELECT {kolumner} {fran}{_villkor} ORDER BY {ordning}";

    /// <summary>Alla rader i en lång lista, för export; delarna är de som <see cref="SidaViaId"/> tar.</summary>
    public string AllaViaId(string id, string rader, string kolumner, string ordning) =>
        $"SELECT {kolumner} FROM (SELECT {id} AS Id {fran}{_villkor}) s {rader} ORDER BY {ordning}";
}
