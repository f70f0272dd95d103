using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Export;

namespace Uppfoljning.Benchmarks.Matningar;

/// <summary>Hela avtalslistan som fil: 100 000 rader genom pipelinen till en fil på disk.</summary>
public sealed class ExportMatning : Matning
{
    public override async IAsyncEnumerable<Resultat> KorAsync(Registerlager lager)
    {
        var register = await lager.DelatAsync(Registerlager.Stort);
        foreach (var format in new[] { Filformat.Csv, Filformat.Xlsx })
        {
            foreach (var sortering in new[] { "benamning", "utforare" })
            {
                long langd = 0;
                var fore = Environment.CpuUsage.TotalTime;
                var (ms, mb) = await EnGang(async () =>
                {
                    var fil = await Skicka(register, new ExporteraAvtalQuery(new AvtalslistaQuery { Sortering = sortering }, format));
                    langd = fil.Innehall.Length;
                    await fil.Innehall.DisposeAsync();
                });
                yield return new Resultat($"Export av {Tal(register.Storlek.Avtal)} avtal, {format}, {sortering}", Ms(ms), $"{mb:0} MB process", $"fil {langd / 1024 / 1024} MB, {(Environment.CpuUsage.TotalTime - fore).TotalSeconds:0.0} s processortid");
            }
        }
    }
}
