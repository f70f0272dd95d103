namespace Uppfoljning.Application.Common;

/// <summary>Roller. Alla utom Administrator och System ges per nämnd; en uppgift kan kräva någon av flera.</summary>
[Flags]
public enum Roll
{
    Ingen = 0,
    Upphandlare = 1,
    Uppfoljare = 2,
    Avtalsansvarig = 4,
    Beslutsfattare = 8,
    Namndsekreterare = 16,
    Registrator = 32,
    Lasare = 64,
    Revisor = 128,

    /// <summary>Sköter nämnder, användare och roller för hela kommunen. Ger ingen rätt till någon nämnds ärenden.</summary>
    Administrator = 256,

    /// <summary>Systemet självt: kommandoraden och jobben. Ges aldrig till en människa och fattar aldrig beslut (LOU-40).</summary>
    System = 512,

    /// <summary>Vem som helst som arbetar för nämnden; det är vad läsning kräver.</summary>
    NagonINamnden = Upphandlare | Uppfoljare | Avtalsansvarig | Beslutsfattare | Namndsekreterare | Registrator | Lasare | Revisor,
}

public static class Roller
{
    /// <summary>De roller som kan ges i en nämnd, i den ordning de visas.</summary>
    public static readonly IReadOnlyList<Roll> INamnd =
    [
        Roll.Upphandlare, Roll.Uppfoljare, Roll.Avtalsansvarig, Roll.Beslutsfattare,
        Roll.Namndsekreterare, Roll.Registrator, Roll.Lasare, Roll.Revisor,
    ];

    public static string Text(this Roll roll) => roll switch
    {
        Roll.Uppfoljare => "Uppföljare",
        Roll.Namndsekreterare => "Nämndsekreterare",
        Roll.Lasare => "Läsare",
        Roll.Administrator => "Administratör",
        _ => roll.ToString(),
    };
}
