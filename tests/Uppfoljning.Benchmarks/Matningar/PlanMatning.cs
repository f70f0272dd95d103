using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Uppfoljning.Application.Planer;

namespace Uppfoljning.Benchmarks.Matningar;

/// <summary>En nämnds plan: generera och spara, visa sidan, skriva PDF.</summary>
public sealed partial class PlanMatning : Matning
{
    public override async IAsyncEnumerable<Resultat> KorAsync(Registerlager lager)
    {
        // A small one first, so that what is compiled at first use is not counted.
        await foreach (var _ in PlanAsync(200)) { }

        double? fem = null;
        foreach (var antal in new[] { 5_000, 50_000 })
        {
            await foreach (var (r, ms) in PlanAsync(antal))
            {
                if (ms is { } tid)
                {
                    var gangerTiden = fem is { } f ? $", {tid / f:0.0} gånger tiden för 5 000" : "";
                    fem ??= tid;
                    yield return r with { Kommentar = r.Kommentar + gangerTiden };
                }
                else
                {
                    yield return r;
                }
            }
        }

        foreach (var antal in new[] { 4, 580 })
        {
            await using var register = await Register.SkapaAsync(new Registerstorlek(antal, Enheter: 0, Namnder: 1));
            var plan = await Skicka(register, new GenereraPlanCommand { NamndId = register.Namnder[0], Ar = 2027 });
            var sidor = Sidor((await Skicka(register, new PlanhandlingQuery(plan))).Innehall);
            var (ms, kb) = await Tid(() => Skicka(register, new PlanhandlingQuery(plan)), ganger: antal > 100 ? 5 : 15);
            yield return new Resultat($"Plan som PDF, register med {Tal(antal)} avtal", Ms(ms), Kb(kb), $"{sidor} sidor, taggad");
        }
    }

    private static async IAsyncEnumerable<(Resultat Resultat, double? GenereraMs)> PlanAsync(int antal)
    {
        await using var register = await Register.SkapaAsync(new Registerstorlek(antal, Utforare: Math.Max(50, antal / 5), Enheter: antal / 50, Namnder: 1));
        var namnd = register.Namnder[0];
        var plan = Guid.Empty;
        var (ms, mb) = await EnGang(async () => plan = await Skicka(register, new GenereraPlanCommand { NamndId = namnd, Ar = 2027 }));
        var blad = await Skicka(register, new PlanbladQuery { PlanId = plan });
        yield return (new Resultat($"Plan genererad, förklarad och sparad, {Tal(antal)} avtal", Ms(ms), $"{mb:0} MB", $"{Tal(blad.AntalRader)} rader, första gången"), ms);

        var (om, omMb) = await EnGang(() => Skicka(register, new GenereraPlanCommand { NamndId = namnd, Ar = 2027 }));
        yield return (new Resultat($"Plan genererad om, {Tal(antal)} avtal", Ms(om), $"{omMb:0} MB", "inget har ändrats"), null);
        yield return (await Rad($"Planens sida, {Tal(antal)} avtal", () => Skicka(register, new PlanbladQuery { PlanId = plan, Sida = 3 })), null);
        yield return (await Rad($"Planens sida efter objektets namn, {Tal(antal)} avtal", () => Skicka(register, new PlanbladQuery { PlanId = plan, Sortering = "objekt", Sida = 3 })), null);
        yield return (await Rad($"Planens rutnät, {Tal(antal)} avtal", () => Skicka(register, new PlanbladQuery { PlanId = plan, Vy = Planvy.Matris })), null);
    }

    /// <summary>Antalet sidor enligt dokumentets sidträd, som ligger i någon av dess packade strömmar.</summary>
    private static int Sidor(byte[] pdf)
    {
        var mest = 0;
        for (var i = pdf.AsSpan().IndexOf("stream\n"u8); i >= 0;)
        {
            var strom = i + "stream\n".Length;
            try
            {
                using var packad = new ZLibStream(new MemoryStream(pdf, strom, pdf.Length - strom), CompressionMode.Decompress);
                using var text = new StreamReader(packad, Encoding.Latin1);
                foreach (Match sida in SidRegex().Matches(text.ReadToEnd())) { mest = Math.Max(mest, int.Parse(sida.Groups[1].Value, CultureInfo.InvariantCulture)); }
            }
            catch (InvalidDataException)
            {
                // Not a packed stream.
            }
            var nasta = pdf.AsSpan(strom).IndexOf("stream\n"u8);
            i = nasta < 0 ? -1 : strom + nasta;
        }
        return mest;
    }

    [GeneratedRegex(@"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)")]
    private static partial Regex SidRegex();
}
