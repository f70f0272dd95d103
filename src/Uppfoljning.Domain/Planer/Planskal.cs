namespace Uppfoljning.Domain.Planer;

/// <summary>Vad ett skäl förklarar.</summary>
public enum Skalsort
{
    Raden,
    Vad,
    Form,
    Ansvarig,
    Tid,
    Intervall,
    Aterkoppling,
    Andring,
}

/// <summary>Ett skäl i en rad: vad det förklarar, och meningarna.</summary>
public sealed record Planskal(Skalsort Sort, string Text)
{
    public string Rubrik => Sort switch
    {
        Skalsort.Raden => "Varför raden finns",
        Skalsort.Vad => "Vad som följs upp",
        Skalsort.Form => "Form",
        Skalsort.Ansvarig => "Ansvarig",
        Skalsort.Tid => "Tid på året",
        Skalsort.Intervall => "Hur ofta",
        Skalsort.Aterkoppling => "Återkoppling",
        _ => "Skäl till ändringen",
    };

    /// <summary>Skälen så som de lagras: en rad text per skäl, sorten först.</summary>
    public static string Skriv(IEnumerable<Planskal> skal) =>
        string.Join('\n', skal.OrderBy(s => s.Sort).Select(s => $"{s.Sort}: {s.Text.ReplaceLineEndings(" ")}"));

    /// <summary>Läser det som <see cref="Skriv"/> skrev.</summary>
    public static IReadOnlyList<Planskal> Las(string skal)
    {
        var lista = new List<Planskal>();
        foreach (var rad in skal.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var delar = rad.Split(": ", 2);
            if (delar.Length == 2 && Enum.TryParse<Skalsort>(delar[0], out var sort)) { lista.Add(new(sort, delar[1])); }
        }
        return lista;
    }
}
