using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Benchmarks.Matningar;

/// <summary>Listorna och bladen genom pipelinen, med åtkomstkontroll och alla satser, i ett register med 100 000 avtal.</summary>
public sealed class ListaMatning : Matning
{
    public override async IAsyncEnumerable<Resultat> KorAsync(Registerlager lager)
    {
        var register = await lager.DelatAsync(Registerlager.Stort);
        var djup = (register.Storlek.Avtal * 9 / 10 / Page<int>.Storlek) + 1;
        var iEnNamnd = new AvtalslistaQuery { Namnd = [register.Namnder[2]] };

        yield return await Avtal(register, "Avtalslista, första sidan", new AvtalslistaQuery());
        yield return await Avtal(register, $"Avtalslista, sidan {djup}", new AvtalslistaQuery { Sida = djup }, $"rad {Tal((djup - 1) * Page<int>.Storlek)} och framåt");
        yield return await Avtal(register, "Avtalslista, mitten", new AvtalslistaQuery { Sida = register.Storlek.Avtal / 2 / Page<int>.Storlek });
        yield return await Avtal(register, "Avtalslista, en nämnd", iEnNamnd);
        yield return await Avtal(register, "Avtalslista, en nämnd, sista sidan", iEnNamnd with { Sida = int.MaxValue / 100 });
        foreach (var ordning in new[] { "-benamning", "slut", "-slut", "varde", "utforare" })
        {
            yield return await Avtal(register, $"Avtalslista, sorterad {ordning}", new AvtalslistaQuery { Sortering = ordning });
        }
        yield return await Avtal(register, "Avtalslista, tillstånd Hävt", new AvtalslistaQuery { Tillstand = [Avtalstillstand.Havt] });
        yield return await Avtal(register, "Avtalslista, slutar 2027, LOU", new AvtalslistaQuery
        {
            SlutFran = new DateOnly(2027, 1, 1),
            SlutTill = new DateOnly(2027, 12, 31),
            Upphandlingsform = [Upphandlingsform.Lou],
        });
        yield return await Avtal(register, "Avtalslista, område", new AvtalslistaQuery { Omrade = ["Skolskjuts"] });
        yield return await Avtal(register, "Avtalslista, bara okända uppgifter", new AvtalslistaQuery { Okant = true });
        yield return await Avtal(register, "Avtalslista, sök ett nummer", new AvtalslistaQuery { Q = "A-054321" });
        yield return await Avtal(register, "Avtalslista, sök ett vanligt ord", new AvtalslistaQuery { Q = "hemtjänst" });
        yield return await Avtal(register, "Avtalslista, sök två ord", new AvtalslistaQuery { Q = "hem kvarn" });
        yield return await Avtal(register, "Avtalslista, sök en bokstav", new AvtalslistaQuery { Q = "a" });

        yield return await Rad("Utförarlista, första sidan", () => Skicka(register, new UtforarlistaQuery()), $"{Tal(register.Storlek.Utforare)} utförare");
        yield return await Rad("Utförarlista, sista sidan", () => Skicka(register, new UtforarlistaQuery { Sida = int.MaxValue / 100 }));
        yield return await Rad("Utförarlista, flest avtal först", () => Skicka(register, new UtforarlistaQuery { Sortering = "-avtal" }));
        yield return await Rad("Utförarlista, sök", () => Skicka(register, new UtforarlistaQuery { Q = "kvarn omsorg" }));
        yield return await Rad("Enhetslista, första sidan", () => Skicka(register, new EnhetslistaQuery()), $"{Tal(register.Storlek.Enheter)} enheter");
        yield return await Rad("Avtalsblad", () => Skicka(register, new AvtalsbladQuery(register.Avtal[register.Avtal.Count / 2])));
        yield return await Rad("Översikt", () => Skicka(register, new Application.Oversikt.OversiktQuery()));
    }

    private static async Task<Resultat> Avtal(Register register, string vad, AvtalslistaQuery fraga, string? kommentar = null)
    {
        var antal = (await Skicka(register, fraga)).Sida.Antal;
        return await Rad(vad, () => Skicka(register, fraga), kommentar ?? $"{Tal(antal)} avtal i urvalet");
    }
}
