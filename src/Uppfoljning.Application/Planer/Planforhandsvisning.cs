using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Vad nya regler gör med årets plan, innan de sparas.</summary>
/// <param name="Ar">Planåret.</param>
/// <param name="Effekt">Skillnaden.</param>
/// <param name="Plan">Planen som finns för året, om någon.</param>
/// <param name="UtanVerkan">Varför de nya reglerna inte gäller för året; null när de gör det.</param>
public sealed record Planforhandsvisning(int Ar, Planeffekt Effekt, Plan? Plan, string? UtanVerkan)
{
    /// <summary>Så många rader visas på sidan; alla är med i summorna.</summary>
    public const int Flest = 200;

    /// <summary>Om planen är beslutad och därför inte ändras av reglerna.</summary>
    public bool Beslutad => Plan is { Tillstand: not Plantillstand.Utkast };

    /// <summary>Gör förslaget med dagens regler och med de nya, av samma register, och jämför.</summary>
    internal static async Task<Planforhandsvisning> GorAsync(
        DbSession db, Guid namndId, int ar, DateOnly idag, Func<Planregler, Planregler> nya, string? utanVerkan, CancellationToken cancellationToken)
    {
        var plan = await Plan.NamndensAsync(db, namndId, ar, cancellationToken);
        var utkast = plan is { Tillstand: Plantillstand.Utkast } ? plan.Id : (Guid?)null;
        var underlag = await Planunderlag.LasAsync(db, namndId, ar, utkast, idag, cancellationToken);
        return new(ar, Planeffekt.Av(underlag.Register, ar, underlag.Regler, nya(underlag.Regler), underlag.Rader, underlag.Utan), plan, utanVerkan);
    }

    /// <summary>Det planår som visas: det första som reglerna kan gälla, men aldrig ett som redan har planerats.</summary>
    internal static int Planar(int forsta, DateOnly idag) => Math.Min(Math.Max(forsta, Plangang.Planar(idag)), Datumtext.StorstAr);
}
