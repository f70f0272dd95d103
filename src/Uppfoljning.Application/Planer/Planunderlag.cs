using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Det en plan görs av: nämndens regler och registret, och det som redan står i planen.</summary>
internal sealed record Planunderlag(int Ar, Planregler Regler, IReadOnlyList<Planobjekt> Register, IReadOnlyList<Planrad> Rader, IReadOnlyList<UtanRad> Utan)
{
    /// <summary>Läser underlaget för nämndens plan för året. Utan plan är raderna tomma.</summary>
    public static async Task<Planunderlag> LasAsync(DbSession db, Guid namndId, int ar, Guid? planId, DateOnly idag, CancellationToken cancellationToken) => new(
        ar,
        await Planregelverk.LasAsync(db, namndId, ar, cancellationToken),
        await Planregister.LasAsync(db, namndId, ar, idag, cancellationToken),
        planId is { } id ? await Planrader.LasAsync(db, id, cancellationToken) : [],
        planId is { } utanId ? await Planrader.LasUtanAsync(db, utanId, cancellationToken) : []);

    /// <summary>Förslaget av registret som det är nu, med det som är bortvalt i planen.</summary>
    public Planforslag Forslag() => Plangenerering.Foresla(Register, Ar, Regler, Rader, Utan);
}
