using System.Text;

namespace Uppfoljning.Application.Common;

/// <summary>
/// Sätter ihop en listas SQL av konstanta delar. Vad användaren skrev blir alltid parametrar, aldrig text: varje del måste vara en
/// konstant i begärans fil.
/// </summary>
public sealed class SqlList(string fran)
{
    private readonly StringBuilder _villkor = new();

    public SqlList Och(bool nar, string villkor)
    {
        if (nar) { _villkor.Append(" AND ").Append(villkor); }
        return this;
    }

    /// <summary>Bara objekt som har alla orden i sökningen; <paramref name="id"/> är kolumnen med objektets id.</summary>
    public SqlList OchOrd(string? sokning, string id, IDictionary<string, object?> parametrar)
    {
        foreach (var (ord, i) in Sokord.I(sokning).Take(Sokord.FlestIEnSokning).Select((ord, i) => (ord, i)))
        {
            (parametrar[$"OrdFran{i}"], parametrar[$"OrdTill{i}"]) = Sokord.Prefix(ord);
            _villkor.Append(System.Globalization.CultureInfo.InvariantCulture,
                $" AND {id} IN (SELECT s.ObjektId FROM Sokord s WHERE s.Ord >= @OrdFran{i} AND s.Ord < @OrdTill{i})");
        }
        return this;
    }

    /// <summary>Antalet rader som villkoren ger.</summary>
    public string Antal() => $"SELECT COUNT(*) {fran}{_villkor}";

    /// <summary>En sida av raderna; parametrarna heter @Offset och @Limit.</summary>
    public string Sida(string kolumner, string ordning) =>
        $"SELECT {kolumner} {fran}{_villkor} ORDER BY {ordning} OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY";

    /// <summary>Alla rader, för export.</summary>
    public string Alla(string kolumner, string ordning) => $"SELECT {kolumner} {fran}{_villkor} ORDER BY {ordning}";
}
