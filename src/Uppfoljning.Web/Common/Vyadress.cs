using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Application.Vyer;

namespace Uppfoljning.Web.Common;

/// <summary>
/// Vad som kan stå i en sparad vy: listans egna filter och ordning, inget annat. Vyn är bara det som står efter frågetecknet; vart den leder
/// bestämmer listan.
/// </summary>
public static class Vyadress
{
    private static readonly Dictionary<Vylista, (string Stig, HashSet<string> Nycklar)> Listor = new()
    {
        [Vylista.Avtal] = ("~/avtal", Nycklar(typeof(AvtalslistaQuery))),
        [Vylista.Utforare] = ("~/utforare", Nycklar(typeof(UtforarlistaQuery))),
        [Vylista.Enheter] = ("~/enheter", Nycklar(typeof(EnhetslistaQuery))),
        [Vylista.Planer] = ("~/planer", Nycklar(typeof(PlanlistaQuery))),
    };

    /// <summary>Listans namn, som i menyn.</summary>
    public static string Rubrik(Vylista lista) => lista switch { Vylista.Avtal => "Avtal", Vylista.Utforare => "Utförare", Vylista.Enheter => "Enheter", _ => "Uppföljningsplaner" };

    /// <summary>Listans filter ur en fråga, utan sida och utan sådant som listan inte känner.</summary>
    public static string Fraga(Vylista lista, string? fraga)
    {
        var nycklar = Listor[lista].Nycklar;
        var kvar = new QueryBuilder();
        foreach (var (nyckel, varden) in QueryHelpers.ParseQuery(fraga))
        {
            if (!nycklar.TryGetValue(nyckel, out var namn)) { continue; }
            foreach (var varde in varden)
            {
                if (!string.IsNullOrEmpty(varde)) { kvar.Add(namn, varde); }
            }
        }
        return kvar.ToQueryString().Value?.TrimStart('?') ?? "";
    }

    public static string Lista(IUrlHelper url, Vylista lista) => url.Content(Listor[lista].Stig);

    /// <summary>Adressen som öppnar vyn.</summary>
    public static string Oppna(IUrlHelper url, SparadVy vy) => $"{Lista(url, vy.Lista)}?{Fraga(vy.Lista, vy.Fraga)}";

    private static HashSet<string> Nycklar(Type fraga) => fraga.GetProperties()
        .Select(p => p.Name)
        .Where(n => n is not (nameof(IPaged.Sida) or nameof(INamndfiltrerad.Namnder)))
        .ToHashSet(StringComparer.OrdinalIgnoreCase);
}
