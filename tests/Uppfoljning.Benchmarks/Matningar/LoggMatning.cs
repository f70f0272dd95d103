using System.Diagnostics;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Logg;

namespace Uppfoljning.Benchmarks.Matningar;

/// <summary>Vad loggen kostar ett kommando, och hur fort den går att läsa och pröva när den har en miljon händelser.</summary>
public sealed class LoggMatning : Matning
{
    private const int Handelser = 1_000_000;

    private const int Omgang = 50_000;

    private const int Satser = 5_000;

    /// <summary>Händelsen så som den skrevs innan den fick nummer och kontrollsumma.</summary>
    private const string UtanKedja = """
        INSERT INTO Handelse (Id, Tid, AnvandareId, Anvandare, NamndId, ArendeId, Vad, Mening, Fakta)
        VALUES (@Id, @Tid, @AnvandareId, @Anvandare, @NamndId, @ArendeId, @Vad, @Mening, @Fakta)
        """;

    private int _nr;

    public override async IAsyncEnumerable<Resultat> KorAsync(Registerlager lager)
    {
        await using var register = await Register.SkapaAsync(new Registerstorlek(Avtal: 1_000, Utforare: 200));
        var kommando = await Tid(() => Skicka(register, new RegistreraAvtalCommand
        {
            NamndId = register.Namnder[0],
            Avtalsnummer = $"NY-{++_nr:000000}",
            Benamning = $"Hemtjänst Norra {_nr}",
            Utforare = $"Omsorg {_nr % 40} AB",
            Undertecknat = true,
        }), uppvarmning: 30, ganger: 300);
        var utan = await EnHandelseAsync(register, kedja: false);
        var med = await EnHandelseAsync(register, kedja: true);
        yield return new Resultat("Logg: en händelse i kedjan", $"{med * 1000:0} µs", "", $"utan kedja {utan * 1000:0} µs; av ett kommando på {Ms(kommando.Ms)} är händelsen {med / kommando.Ms:P1} och kedjan {Math.Max(0, med - utan) / kommando.Ms:P1}");

        var fyllt = await EnGang(() => FyllAsync(register));
        yield return new Resultat($"Logg: skriv {Tal(Handelser)} händelser", Ms(fyllt.Ms), $"{fyllt.Mb:0} MB process", $"{Tal(Omgang)} per transaktion");
        yield return await Rad("Logg: första sidan av en miljon", () => Skicka(register, new LogglistaQuery()));
        yield return await Rad("Logg: mitt i", () => Skicka(register, new LogglistaQuery { Fore = Handelser / 2 }));
        yield return await Rad("Logg: en nämnd", () => Skicka(register, new LogglistaQuery { Namnd = register.Namnder[1] }));
        yield return await Rad("Logg: ett ord som inte finns", () => Skicka(register, new LogglistaQuery { Q = "finnsinte" }), "de senaste händelserna, sedan en länk som fortsätter", ganger: 5);
        yield return await Rad("Logg: en dag", () => Skicka(register, new LogglistaQuery { Fran = new(2020, 1, 1), Till = new(2020, 1, 2) }));

        Loggkontroll? kontroll = null;
        var provad = await EnGang(async () => kontroll = await Skicka(register, new ProvaLoggenQuery()));
        yield return new Resultat("Logg: pröva hela", Ms(provad.Ms), $"{provad.Mb:0} MB process", kontroll!.Mening);
    }

    /// <summary>Tiden för en händelse i en transaktion som pågår, utan den skrivning till disk som kommandot ändå gör.</summary>
    private static async Task<double> EnHandelseAsync(Register register, bool kedja)
    {
        await using var scope = register.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DbSession>();
        var logg = scope.ServiceProvider.GetRequiredService<Loggbok>();
        await db.BeginAsync(CancellationToken.None);
        var tider = new double[Satser];
        for (var i = 0; i < Satser; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var handelse = new AuditEntry("Avtal registrerat", "Avtalet Hemtjänst Norra registrerat.", new { Nr = i, Utforare = "Omsorg AB" });
            if (kedja)
            {
                await logg.SkrivAsync([new(handelse, register.Namnder[0])], CancellationToken.None);
                logg.Bekrafta();
            }
            else
            {
                await db.ExecuteAsync(UtanKedja, new
                {
                    Id = Guid.CreateVersion7(),
                    Tid = TimeProvider.System.GetUtcNow(),
                    AnvandareId = register.Anvandare.Id,
                    Anvandare = register.Anvandare.Namn,
                    NamndId = register.Namnder[0],
                    handelse.ArendeId,
                    handelse.Vad,
                    handelse.Mening,
                    Fakta = System.Text.Json.JsonSerializer.Serialize(handelse.Fakta),
                }, CancellationToken.None);
            }
            tider[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        await db.RollbackAsync();
        register.Services.GetRequiredService<Logghuvudminne>().Huvud = null;
        Array.Sort(tider);
        return tider[Satser / 2];
    }

    private static async Task FyllAsync(Register register)
    {
        for (var skrivna = 0; skrivna < Handelser; skrivna += Omgang)
        {
            await using var scope = register.Services.CreateAsyncScope();
            var fran = skrivna;
            await scope.ServiceProvider.GetRequiredService<Loggbok>().SkrivEnsamtAsync([.. Enumerable.Range(fran, Omgang).Select(i =>
                new Loggpost(new AuditEntry("Avtal ändrat", $"Uppgifterna om avtal {i} ändrade.", new { Nr = i }), register.Namnder[i % register.Namnder.Count]))], CancellationToken.None);
        }
    }
}
