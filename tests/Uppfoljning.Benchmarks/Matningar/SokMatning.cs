using Uppfoljning.Application.Sok;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Benchmarks.Matningar;

/// <summary>Sökrutan genom pipelinen, med alla sorter och deras antal.</summary>
public sealed class SokMatning : Matning
{
    public override async IAsyncEnumerable<Resultat> KorAsync(Registerlager lager)
    {
        var register = await lager.DelatAsync(Registerlager.Stort);
        foreach (var (vad, q) in new[]
        {
            ("ett vanligt ord", "hemtjänst"), ("två vanliga ord", "hemtjänst kvarnen"), ("två ord som sällan står ihop", "skolskjuts parkskötsel"), ("en bokstav", "a"),
            ("ett ovanligt ord", "12345"), ("ett avtalsnummer", "A-054321"), ("ett organisationsnummer", Organisationsnummer.MedKontrollsiffra(552_012_345)), ("inget", "finnsinte"),
        })
        {
            var svar = await Skicka(register, new SokQuery { Q = q });
            yield return await Rad($"Sökruta, {vad}", () => Skicka(register, new SokQuery { Q = q }),
                $"”{q}”: {string.Join(", ", svar.Grupper.Select(g => $"{g.Sort} {(g.Fler ? "fler än " : "")}{g.Antal}"))}");
        }
    }
}
