using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Namnder;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Sammantraden;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Demo;

/// <summary>Klockan som demokommunens historia går efter.</summary>
public sealed class Demoklocka : TimeProvider
{
    public DateTimeOffset Nu { get; set; }

    public override DateTimeOffset GetUtcNow() => Nu;
}

/// <summary>Den som just nu gör något i demokommunens historia.</summary>
public sealed class Demoaktor : IAnvandarkontext
{
    public Guid? Id { get; internal set; }

    public string Namn { get; internal set; } = "Systemet";

    public Roll KommunRoller { get; internal set; } = Roll.System;

    public IReadOnlyDictionary<Guid, Roll> NamndRoller { get; internal set; } = new Dictionary<Guid, Roll>();
}

/// <summary>Skickar berättelsens kommandon genom pipelinen, vart och ett i sin egen begäran, av den som har rollen.</summary>
internal sealed class Demosandare(IServiceProvider services, Demoaktor aktor)
{
    public const string System = "Systemet";

    private readonly Dictionary<string, Guid> _namnder = [];
    private readonly Dictionary<string, Guid> _enheter = [];
    private readonly Dictionary<string, (Guid Id, string Namn, Dictionary<Guid, Roll> Roller)> _anvandare = [];
    private readonly Dictionary<(string Namnd, int Ar), Guid> _planer = [];

    /// <exception cref="InvalidOperationException">Ett kommando nekades; berättelsen stämmer då inte med reglerna.</exception>
    public async Task<T> Gor<T>(IRequest<Result<T>> request)
    {
        await using var scope = services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
        return result.IsOk ? result.Value! : throw new InvalidOperationException(
            $"Demokommunen: {request.GetType().Name} av {aktor.Namn} gav {result.Outcome}. {string.Join(" ", result.Hinder.Select(h => h.Text))} {request}");
    }

    public void Som(string vem)
    {
        (aktor.Id, aktor.Namn, aktor.KommunRoller, aktor.NamndRoller) = vem == System
            ? ((Guid?)null, System, Roll.System, new Dictionary<Guid, Roll>())
            : (_anvandare[vem].Id, _anvandare[vem].Namn, Roll.Ingen, _anvandare[vem].Roller);
    }

    public async Task SkapaNamndAsync(Demonamnd namnd) =>
        _namnder[namnd.Forkortning] = await Gor(new SkapaNamndCommand { Namn = namnd.Namn, Forkortning = namnd.Forkortning });

    public async Task SkapaAnvandareAsync(Demoanvandare anvandare)
    {
        var id = await Gor(SkapaAnvandareCommand.Demoanvandare(anvandare.Anvandarnamn, anvandare.Namn, anvandare.Roll == Roll.Administrator));
        foreach (var namnd in anvandare.Namnder)
        {
            await Gor(new GeRollCommand { AnvandareId = id, NamndId = _namnder[namnd], Roll = anvandare.Roll });
        }
        _anvandare[anvandare.Anvandarnamn] = (id, anvandare.Namn, anvandare.Namnder.ToDictionary(n => _namnder[n], _ => anvandare.Roll));
    }

    public async Task RegistreraEnhetAsync(Demoenhet enhet) =>
        _enheter[enhet.Namn] = await Gor(Demoregister.Enhet(enhet) with { NamndId = _namnder[enhet.Namnd] });

    public async Task AvgorKonkurrensAsync(Demoenhet enhet) =>
        await Gor((await Gor(new EnhetsandringQuery(_enheter[enhet.Namn]))).Nu with { Konkurrens = enhet.Konkurrens, Anmarkning = enhet.Anmarkning });

    /// <summary>Enheten hos en utförare. Har utföraren inget avtal ännu registreras den för hand först.</summary>
    public async Task RegistreraEnhetHosAsync(Demoenhet enhet, string utforare)
    {
        var uppgifter = Demoinnehall.Utforare.Single(u => u.Namn == utforare);
        var id = await UtforareAsync(utforare)
            ?? await Gor(new RegistreraUtforareCommand { Namn = utforare, Organisationsnummer = uppgifter.Organisationsnummer, Driftsform = uppgifter.Driftsform });
        await Gor(Demoregister.Enhet(enhet) with { NamndId = _namnder[enhet.Namnd], UtforareId = id });
    }

    /// <summary>Gör något med utföraren, om den finns för den som gör det.</summary>
    public async Task MedUtforareAsync<T>(string utforare, Func<Guid, IRequest<Result<T>>> kommando)
    {
        if (await UtforareAsync(utforare) is { } id) { await Gor(kommando(id)); }
    }

    private async Task<Guid?> UtforareAsync(string namn) =>
        (await Gor(new UtforarlistaQuery { Q = namn })).Sida.Rader.Where(u => u.Namn == namn).Select(u => (Guid?)u.Id).FirstOrDefault();

    public async Task RegistreraAsync(Demoavtal avtal, RegistreraAvtalCommand command)
    {
        avtal.Id = await Gor(command with { NamndId = _namnder[avtal.Namnd.Forkortning] });
        avtal.Version = 1;
    }

    public async Task AndraAsync(Demoavtal avtal, RegistreraAvtalCommand u)
    {
        await Gor(new AndraAvtalCommand
        {
            AvtalId = avtal.Id,
            Version = avtal.Version,
            Avtalsnummer = u.Avtalsnummer,
            Benamning = u.Benamning,
            Verksamhetsomrade = u.Verksamhetsomrade,
            Utforare = u.Utforare,
            Organisationsnummer = u.Organisationsnummer,
            Driftsform = u.Driftsform,
            Upphandlingsform = u.Upphandlingsform,
            Start = u.Start,
            Slut = u.Slut,
            ForlangningManader = u.ForlangningManader,
            AntalForlangningar = u.AntalForlangningar,
            UppsagningstidManader = u.UppsagningstidManader,
            ArsvardeOre = u.ArsvardeOre,
            Omrade = u.Omrade,
            Avtalsansvarig = u.Avtalsansvarig,
            Anmarkning = u.Anmarkning,
        });
        avtal.Version++;
    }

    public async Task TillAsync(Demoavtal avtal, Avtalstillstand till, string? skal)
    {
        await Gor(new AndraAvtalstillstandCommand { AvtalId = avtal.Id, Version = avtal.Version, Till = till, Skal = skal });
        avtal.Version++;
    }

    public Task RegistreraSammantradeAsync(Demonamnd namnd, DateOnly dag) => Gor(new RegistreraSammantradeCommand
    {
        NamndId = _namnder[namnd.Forkortning],
        Datum = dag,
        SistaHandlingsdag = dag.AddDays(-14),
        Plats = "Kommunhuset",
    });

    public async Task GenereraPlanAsync(Demonamnd namnd, int ar) =>
        _planer[(namnd.Forkortning, ar)] = await Gor(new GenereraPlanCommand { NamndId = _namnder[namnd.Forkortning], Ar = ar });

    /// <summary>Tre rader ändras: en får en form till, en flyttas till hösten och en följs upp oftare.</summary>
    public async Task AndraPlanAsync(Demonamnd namnd, int ar)
    {
        var planId = _planer[(namnd.Forkortning, ar)];
        var rader = (await Gor(new PlanbladQuery { PlanId = planId })).Rader.Rader;

        var forsta = AndraPlanradCommand.Av(planId, rader[1]);
        await Gor(forsta with
        {
            Former = [.. forsta.Former, Uppfoljningsform.Brukarundersokning],
            Motiv = "De som använder verksamheten ska själva få säga vad de tycker.",
        });
        await Gor(AndraPlanradCommand.Av(planId, rader[rader.Count / 2]) with
        {
            ForstaManad = 9,
            SistaManad = 11,
            Motiv = "Utföraren byter lokaler under våren. Uppföljningen görs när verksamheten är på plats.",
        });
        await Gor(AndraPlanradCommand.Av(planId, rader[^2]) with
        {
            IntervallManader = 6,
            Motiv = "Förra årets uppföljning visade brister; besöket görs två gånger om året.",
        });
    }

    public async Task BeslutaPlanAsync(Demonamnd namnd, int ar, DateOnly sammantrade, string paragraf)
    {
        var planId = _planer[(namnd.Forkortning, ar)];
        var blad = await Gor(new PlanbladQuery { PlanId = planId });
        await Gor(new RegistreraPlanbeslutCommand { PlanId = planId, Version = blad.Plan.Version, Sammantrade = sammantrade, Paragraf = paragraf, Bekraftat = true });
    }
}
