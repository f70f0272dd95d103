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

        var hela = await Tid(() => Skicka(register, Nytt(register)), uppvarmning: 20, ganger: 200);
        var bara = await Tid(() => BaraHandlarenAsync(register, Nytt(register)), uppvarmning: 20, ganger: 200);
        yield return new Resultat("Registrera ett avtal", Ms(hela.Ms), Kb(hela.Kb), "kommando genom hela pipelinen, en transaktion på disk");
        yield return new Resultat("Registrera ett avtal, bara handlaren", Ms(bara.Ms), Kb(bara.Kb),
            $"pipelinen lägger till {Ms(Math.Max(0, hela.Ms - bara.Ms))}, varav en sats är händelsen");
    }

    private static async Task BaraHandlarenAsync(Register register, RegistreraAvtalCommand command)
    {
        await using var scope = register.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DbSession>();
        await db.BeginAsync(CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<IRequestHandler<RegistreraAvtalCommand, Result<Guid>>>().Handle(command, CancellationToken.None);
        await db.CommitAsync(CancellationToken.None);
    }

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
