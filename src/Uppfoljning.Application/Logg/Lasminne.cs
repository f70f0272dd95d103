using System.Collections.Concurrent;

namespace Uppfoljning.Application.Logg;

/// <summary>Minns de senaste minuternas läsningar, så att en läsning i många delar blir en händelse. Glöms det blir det en händelse för mycket, aldrig en för lite.</summary>
public sealed class Lasminne(TimeProvider clock)
{
    private const int FlestMinnen = 20_000;

    private static readonly TimeSpan Tid = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _senast = new();

    /// <summary>Sant första gången, och igen när tiden har gått.</summary>
    public bool ArNy(string nyckel)
    {
        var nu = clock.GetUtcNow();
        if (_senast.Count > FlestMinnen)
        {
            foreach (var (gammal, nar) in _senast)
            {
                if (nu - nar >= Tid) { _senast.TryRemove(gammal, out _); }
            }
            if (_senast.Count > FlestMinnen) { _senast.Clear(); }
        }
        if (_senast.TryAdd(nyckel, nu)) { return true; }
        return _senast.TryGetValue(nyckel, out var da) && (nu - da >= Tid || nu < da) && _senast.TryUpdate(nyckel, nu, da);
    }

    public void Glom(string nyckel) => _senast.TryRemove(nyckel, out _);
}
