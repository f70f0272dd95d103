using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Benchmarks.Matningar;

/// <summary>Ett avtal registreras: hela kommandot, och samma handlare i en transaktion utan åtkomst, validering, version och händelse.</summary>
public sealed class RegistreringMatning : Matning
{
    private int _nr;

    public override async IAsyncEnumerable<Resultat> KorAsync(Registerlager lager)
    {
        await using var register = await Register.SkapaAsync(new Registerstorlek(Avtal: 20_000, Utforare: 4_000));

        // By turns, so that what else the machine and its disk do falls on both.
        var hela = new List<(double Ms, double Kb)>();
        var bara = new List<(double Ms, double Kb)>();
        for (var omgang = 0; omgang < 11; omgang++)
        {
            hela.Add(await Tid(() => Skicka(register, Nytt(register)), uppvarmning: 20, ganger: 60));
            bara.Add(await Tid(() => BaraHandlarenAsync(register, Nytt(register)), uppvarmning: 20, ganger: 60));
        }
        var (helaMs, helaKb) = (Median(hela, t => t.Ms), Median(hela, t => t.Kb));
        var (baraMs, baraKb) = (Median(bara, t => t.Ms), Median(bara, t => t.Kb));
        yield return new Resultat("Registrera ett avtal", Ms(helaMs), Kb(helaKb), "kommando genom hela pipelinen, en transaktion på disk");
        yield return new Resultat("Registrera ett avtal, bara handlaren", Ms(baraMs), Kb(baraKb),
            $"åtkomst, validering, version och logg lägger till {Ms(Math.Max(0, helaMs - baraMs))}, {Math.Max(0, helaMs - baraMs) / helaMs:P1} av kommandot");
    }

    private static async Task BaraHandlarenAsync(Register register, RegistreraAvtalCommand command)
    {
        await using var scope = register.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DbSession>();
        await db.BeginAsync(CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<IRequestHandler<RegistreraAvtalCommand, Result<Guid>>>().Handle(command, CancellationToken.None);
        await db.CommitAsync(CancellationToken.None);
    }

    private static double Median(IEnumerable<(double Ms, double Kb)> tider, Func<(double Ms, double Kb), double> tal) => tider.Select(tal).Order().ElementAt(tider.Count() / 2);

    private RegistreraAvtalCommand Nytt(Register register) => new()
    {
        NamndId = register.Namnder[0],
        Avtalsnummer = $"NY-{++_nr:000000}",
        Benamning = $"Hemtjänst Norra {_nr}",
        Verksamhetsomrade = "Hemtjänst",
        Utforare = $"Omsorg {_nr % 40} AB",
        Start = new DateOnly(2026, 1, 1),
        Slut = new DateOnly(2029, 12, 31),
        Undertecknat = true,
    };
}
