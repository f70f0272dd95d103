using System.Text.Json;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Logg;

/// <summary>Händelsens fakta, som JSON i databasen, så att de går att läsa.</summary>
internal static class Loggfakta
{
    public static IReadOnlyList<(string Namn, string Varde)> Av(string? fakta)
    {
        if (string.IsNullOrEmpty(fakta)) { return []; }
        try
        {
            using var json = JsonDocument.Parse(fakta);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? [.. json.RootElement.EnumerateObject().Select(e => (e.Name, Doltpersonnummer.I(Text(e.Value))))]
                : [("Fakta", Doltpersonnummer.I(fakta))];
        }
        catch (JsonException)
        {
            // Somebody has changed it by hand; it is shown as it stands.
            return [("Fakta", Doltpersonnummer.I(fakta))];
        }
    }

    private static string Text(JsonElement varde) => varde.ValueKind switch
    {
        JsonValueKind.String => varde.GetString() ?? "",
        JsonValueKind.True => "Ja",
        JsonValueKind.False => "Nej",
        JsonValueKind.Null => "",
        JsonValueKind.Array when varde.GetArrayLength() <= 100 && varde.EnumerateArray().All(e => e.ValueKind is JsonValueKind.String or JsonValueKind.Number) =>
            string.Join(", ", varde.EnumerateArray().Select(Text)),
        _ => varde.GetRawText(),
    };
}
