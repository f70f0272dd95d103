namespace Uppfoljning.Domain.Planer;

/// <summary>Hur en rad ligger i planen: det som nya regler kan ändra.</summary>
public sealed record Planlage(int? IntervallManader, string? Riskniva, string Former, int Tillfallen, int Timmar);

/// <summary>Ett objekt som nya regler ändrar något för. Fore är null när det får en rad, Efter när det mister den.</summary>
/// <param name="Sort">Avtal eller enhet.</param>
/// <param name="ObjektId">Avtalets eller enhetens id.</param>
/// <param name="Objekt">Vad det heter.</param>
/// <param name="Utforare">Utföraren, om den är känd.</param>
/// <param name="Fore">Raden med dagens regler.</param>
/// <param name="Efter">Raden med de nya reglerna.</param>
/// <param name="Skal">Varför objektet inte längre får någon rad; null när det har en.</param>
public sealed record Planeffektrad(Objektsort Sort, Guid ObjektId, string Objekt, string? Utforare, Planlage? Fore, Planlage? Efter, string? Skal);

/// <summary>Vad andra regler gör med årets plan, uträknat genom att göra förslaget två gånger av samma register.</summary>
public sealed record Planeffekt
{
    public required IReadOnlyList<Planeffektrad> Rader { get; init; }

    public required int RaderFore { get; init; }

    public required int RaderEfter { get; init; }

    /// <summary>Timmar under hela året.</summary>
    public required int TimmarFore { get; init; }

    public required int TimmarEfter { get; init; }

    /// <summary>Rader i utkastet som reglerna skulle ha ändrat, men som någon har ändrat för hand och som därför står kvar.</summary>
    public required int Behallna { get; init; }

    public int AntalNya => Rader.Count(r => r.Fore is null);

    public int AntalBorta => Rader.Count(r => r.Efter is null);

    public int AntalTatare => Rader.Count(r => r is { Fore.IntervallManader: { } fore, Efter.IntervallManader: { } efter } && efter < fore);

    public int AntalGlesare => Rader.Count(r => r is { Fore.IntervallManader: { } fore, Efter.IntervallManader: { } efter } && efter > fore);

    /// <param name="register">Nämndens avtal och enheter.</param>
    /// <param name="ar">Planåret.</param>
    /// <param name="nu">De regler som gäller.</param>
    /// <param name="nya">Reglerna som prövas.</param>
    /// <param name="utkast">Raderna i det utkast som finns; det som är ändrat för hand där står kvar.</param>
    /// <param name="utan">Det som står utan rad i utkastet.</param>
    public static Planeffekt Av(IReadOnlyList<Planobjekt> register, int ar, Planregler nu, Planregler nya, IReadOnlyList<Planrad> utkast, IReadOnlyList<UtanRad> utan)
    {
        var forslagFore = Plangenerering.Foresla(register, ar, nu, utkast, utan);
        var forslagEfter = Plangenerering.Foresla(register, ar, nya, utkast, utan);
        var fore = Planens(utkast, forslagFore).ToDictionary(Nyckel);
        var efter = Planens(utkast, forslagEfter).ToDictionary(Nyckel);
        var skal = forslagEfter.Utan.ToDictionary(u => u.ObjektId, u => u.Skal);

        var andrade = fore.Values.Concat(efter.Where(e => !fore.ContainsKey(e.Key)).Select(e => e.Value)).Select(r =>
        {
            var f = fore.TryGetValue(Nyckel(r), out var gammal) ? Lage(gammal, nu) : null;
            var e = efter.TryGetValue(Nyckel(r), out var ny) ? Lage(ny, nya) : null;
            return new Planeffektrad(r.Sort, r.ObjektId, r.Objekt, r.Utforare, f, e, e is null ? skal.GetValueOrDefault(r.ObjektId) : null);
        }).Where(r => r.Fore != r.Efter).ToList();

        var foreslagna = forslagFore.Rader.ToDictionary(r => r.ObjektId, r => (r.IntervallManader, r.Former));
        var nyligen = forslagEfter.Rader.ToDictionary(r => r.ObjektId, r => (r.IntervallManader, r.Former));
        return new Planeffekt
        {
            Rader = andrade,
            RaderFore = fore.Count,
            RaderEfter = efter.Count,
            TimmarFore = fore.Values.Sum(r => Radtimmar.For(r, nu.Formtider).Aret),
            TimmarEfter = efter.Values.Sum(r => Radtimmar.For(r, nya.Formtider).Aret),
            Behallna = utkast.Count(u => u is { Andrad: true, Slag: Radslag.Ordinarie } && foreslagna.TryGetValue(u.ObjektId, out var f)
                && nyligen.TryGetValue(u.ObjektId, out var e) && f != e),
        };
    }

    private static List<Planrad> Planens(IReadOnlyList<Planrad> utkast, Planforslag forslag)
    {
        if (utkast.Count == 0) { return [.. forslag.Rader]; }
        var s = Planjamforelse.Sla(utkast, forslag.Rader);
        return [.. s.Kvar, .. s.Nya];
    }

    private static (Guid, Radslag, int) Nyckel(Planrad r) => (r.ObjektId, r.Slag, r.Del);

    private static Planlage Lage(Planrad r, Planregler regler) =>
        new(r.IntervallManader, r.Riskniva, r.Former, Plantillfallen.For(r).Count, Radtimmar.For(r, regler.Formtider).Aret);
}
