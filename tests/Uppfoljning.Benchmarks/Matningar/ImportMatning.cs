using Uppfoljning.Application.Import;

namespace Uppfoljning.Benchmarks.Matningar;

/// <summary>En fil med avtal läses in i en tom nämnd, och en gång till utan ändringar.</summary>
public sealed class ImportMatning : Matning
{
    public override async IAsyncEnumerable<Resultat> KorAsync(Registerlager lager)
    {
        // A small one first, so that what is compiled at first use is not counted.
        await using (var litet = await Register.SkapaAsync(new Registerstorlek(100, Enheter: 0))) { await Importera(litet, Register.Csv(300)); }

        foreach (var antal in new[] { 10_000, 100_000 })
        {
            await using var register = await Register.SkapaAsync(new Registerstorlek(100, Enheter: 0));
            var fil = Register.Csv(antal);

            var (ms, mb) = await EnGang(() => Importera(register, fil));
            yield return new Resultat($"Import av {Tal(antal)} nya avtal", Ms(ms), $"{mb:0} MB", $"allt i en transaktion, {fil.Length / 1024.0 / 1024:0.0} MB fil, {antal / ms * 1000:0} rader/s");

            var (igen, igenMb) = await EnGang(() => Importera(register, fil));
            yield return new Resultat($"Samma fil igen, {Tal(antal)} rader", Ms(igen), $"{igenMb:0} MB", "inget ändras");
        }
    }

    private static Task<Importutfall> Importera(Register register, byte[] fil) =>
        Skicka(register, new ImporteraFilCommand { NamndId = register.Namnder[0], Filnamn = "avtal.csv", Fil = new MemoryStream(fil) });
}
