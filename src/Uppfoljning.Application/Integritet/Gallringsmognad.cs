using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Uppgifter;

namespace Uppfoljning.Application.Integritet;

/// <summary>Hur mycket som är moget att gallra i nämnderna, för Mina uppgifter. Bara en nämnd med ett beslut i kraft räknas.</summary>
internal static class Gallringsmognad
{
    /// <summary>De roller som kan öppna sidan som uppgiften leder till.</summary>
    public const Uppgiftsroll Ser = Uppgiftsroll.Registrator | Uppgiftsroll.Namndsekreterare;

    public static async Task<IReadOnlyList<Gallringsfakta>> LasAsync(
        DbSession db, IReadOnlyList<(Guid Id, string Namnd)> namnder, DateOnly idag, CancellationToken cancellationToken)
    {
        var fakta = new List<Gallringsfakta>();
        if (namnder.Count == 0) { return fakta; }
        var underlag = await Gallringsunderlag.LasAsync(db, idag, cancellationToken);
        foreach (var (id, namnd) in namnder)
        {
            var antal = 0;
            foreach (var sort in Gallringsbar.Alla) { antal += await underlag.AntalAsync(db, id, sort, cancellationToken); }
            fakta.Add(new(id, namnd, antal));
        }
        return fakta;
    }
}
