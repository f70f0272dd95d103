using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Integritet;
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
        foreach (var (id, namnd) in namnder)
        {
            var regler = await Gallringsregelrad.AllaAsync(db, id, cancellationToken);
            var antal = 0;
            foreach (var sort in Gallringsbar.Alla)
            {
                if (Gallringsregler.Grans(Gallringsregelrad.Gallande(regler, sort.Sort, idag)?.Beslut, idag) is { } grans)
                {
                    antal += await db.SingleOrDefaultAsync<int>(sort.Antal, Gallringsurval.Parametrar(id, grans), cancellationToken);
                }
            }
            fakta.Add(new(id, namnd, antal));
        }
        return fakta;
    }
}
