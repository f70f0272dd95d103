using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Dokument;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Mal;
using Uppfoljning.Application.Namnder;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Program;
using Uppfoljning.Application.Sammantraden;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Dokument;
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

    /// <summary>Den som sköter det som gäller hela kommunen. Användaren läggs in sist av allt och har ännu inget id.</summary>
    public const string Administrator = "Administratör";

    private readonly Dictionary<string, Guid> _namnder = [];
    private readonly Dictionary<string, Guid> _enheter = [];
    private readonly Dictionary<string, (Guid Id, string Namn, Dictionary<Guid, Roll> Roller)> _anvandare = [];
    private readonly Dictionary<(string Namnd, int Ar), Guid> _planer = [];
    private readonly Dictionary<string, Guid> _fullmaktigemal = [];
    private readonly Dictionary<string, Guid> _namndmal = [];

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
        (aktor.Id, aktor.Namn, aktor.KommunRoller, aktor.NamndRoller) = vem is System or Administrator
            ? ((Guid?)null, vem, vem == System ? Roll.System : Roll.Administrator, new Dictionary<Guid, Roll>())
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
        var (id, namn) = Ansvarig(avtal.Namnd, command.Avtalsansvarig);
        avtal.Id = await Gor(command with { NamndId = _namnder[avtal.Namnd.Forkortning], AvtalsansvarigId = id, Avtalsansvarig = namn });
        avtal.Version = 1;
    }

    public async Task AndraAsync(Demoavtal avtal, RegistreraAvtalCommand u)
    {
        var (ansvarigId, ansvarig) = Ansvarig(avtal.Namnd, u.Avtalsansvarig);
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
            VardeOre = u.VardeOre,
            Indexering = u.Indexering,
            Diarienummer = u.Diarienummer,
            Cpv = u.Cpv,
            Regler = u.Regler,
            AvtalsansvarigId = ansvarigId,
            Avtalsansvarig = ansvarig,
            Anmarkning = u.Anmarkning,
        });
        avtal.Version++;
    }

    /// <summary>Det som avtalet säger, lagt in i ett svep av den som lade in avtalet.</summary>
    public async Task InnehallAsync(Demoavtal avtal, int i)
    {
        if (Demoavtalsinnehall.Klausuler(i) is { } klausuler)
        {
            await Gor(new SparaAvtalsklausulerCommand { AvtalId = avtal.Id, Version = avtal.Version++, Klausuler = klausuler });
        }
        if (Demoavtalsinnehall.Part(i) is { } part) { await Gor(part with { AvtalId = avtal.Id, Version = avtal.Version++ }); }
        foreach (var krav in Demoavtalsinnehall.Krav(i)) { await Gor(krav with { AvtalId = avtal.Id, Version = avtal.Version++ }); }
        foreach (var sanktion in Demoavtalsinnehall.Sanktioner(i)) { await Gor(sanktion with { AvtalId = avtal.Id, Version = avtal.Version++ }); }
    }

    /// <summary>Användaren när det är nämndens egen avtalsansvarige, annars bara namnet.</summary>
    private (Guid? Id, string? Namn) Ansvarig(Demonamnd namnd, string? namn) =>
        namn is not null && _anvandare[namnd.Avtalsansvarig] is var a && a.Namn == namn ? (a.Id, null) : (null, namn);

    /// <summary>Skickar ett kommando om avtalet med den version det har nu.</summary>
    public async Task MedAsync<T>(Demoavtal avtal, Func<Guid, int, ICommand<T>> command)
    {
        await Gor(command(avtal.Id, avtal.Version));
        avtal.Version++;
    }

    /// <summary>Nämndens beslutade plan läggs som dokument på avtalet.</summary>
    public async Task LaggInPlanenAsync(Demoavtal avtal, int ar)
    {
        var pdf = await Gor(new PlanhandlingQuery(_planer[(avtal.Namnd.Forkortning, ar)]));
        using var innehall = new MemoryStream(pdf.Innehall, writable: false);
        var filer = await Gor(new MottagningPaArendeQuery { Objekt = Dokumentobjekt.Avtal, ObjektId = avtal.Id, Filer = [new Inkommenfil(pdf.Namn, innehall)] });
        await Gor(new LaggInArendedokumentCommand
        {
            Objekt = Dokumentobjekt.Avtal,
            ObjektId = avtal.Id,
            Sort = Dokumentsort.Beslut,
            Beskrivning = $"Nämndens beslutade uppföljningsplan för {ar}, så som den lämnades till utföraren.",
            Filer = filer,
        });
        avtal.Version++;
    }

    public Task RegistreraSammantradeAsync(Demonamnd namnd, DateOnly dag) => Gor(new RegistreraSammantradeCommand
    {
        NamndId = _namnder[namnd.Forkortning],
        Datum = dag,
        SistaHandlingsdag = dag.AddDays(-14),
        Plats = "Kommunhuset",
    });

    public Task RegistreraProgramAsync(int valar, DateOnly beslut) => Gor(new RegistreraProgramCommand
    {
        Mandatperiod = valar,
        Namn = "Program för uppföljning och insyn",
        Beslutsdatum = beslut,
        Paragraf = "47",
        GallerFran = beslut.AddDays(21),
        Punkter = Demomal.Program,
    });

    public async Task LaggInFullmaktigesMalAsync()
    {
        foreach (var (namn, dimension) in Demomal.Omraden) { await Gor(new SparaMalomradeCommand { Namn = namn, Dimension = dimension }); }
        var omraden = (await Gor(new FullmaktigesMalQuery())).Omraden.ToDictionary(o => o.Namn, o => o.Id);
        foreach (var (omrade, namn) in Demomal.Fullmaktigemal) { await Gor(new SparaFullmaktigemalCommand { Namn = namn, MalomradeId = omraden[omrade] }); }
        foreach (var mal in (await Gor(new FullmaktigesMalQuery())).Mal) { _fullmaktigemal[mal.Namn] = mal.Id; }
    }

    public async Task RegistreraNamndmalAsync(Demonamndmal mal)
    {
        var id = _namndmal[mal.Namn] = await Gor(new RegistreraNamndmalCommand
        {
            NamndId = _namnder[mal.Namnd],
            FullmaktigemalId = _fullmaktigemal[mal.Fullmaktigemal],
            Namn = mal.Namn,
            VadFoljsUpp = mal.VadFoljsUpp,
            Arbetssatt = mal.Arbetssatt,
        });
        foreach (var i in mal.Indikatorer)
        {
            await Gor(new RegistreraIndikatorCommand { MalId = id, Namn = i.Namn, Enhet = i.Enhet, Malvarde = i.Malvarde, Riktning = i.Riktning });
        }
    }

    /// <summary>Årets värden för målets indikatorer.</summary>
    public async Task SkrivVardenAsync(Demonamndmal mal, int ar, int nr)
    {
        var id = _namndmal[mal.Namn];
        foreach (var i in mal.Indikatorer)
        {
            var blad = await Gor(new NamndmalsbladQuery(id));
            var indikator = blad.Indikatorer.Single(b => b.Namn == i.Namn).Id;
            await Gor(new SkrivIndikatorvardeCommand { MalId = id, IndikatorId = indikator, Version = blad.Version, Ar = ar, Varde = i.Varden[nr] });
            if (i.Namn == Demomal.Uppdelad && nr == i.Varden.Length - 1)
            {
                await Gor(Demomal.Uppdelning with { MalId = id, IndikatorId = indikator, Version = blad.Version + 1, Ar = ar });
            }
        }
    }

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
        var likabehandling = await Gor(new PlanlikabehandlingQuery(planId));
        foreach (var (nr, olikhet) in likabehandling.Jamforelse.AttMotivera.Index())
        {
            await Gor(new MotiveraOlikhetCommand
            {
                PlanId = planId,
                Version = likabehandling.Plan.Version + nr,
                Nyckel = olikhet.Nyckel,
                Motiv = "Förra årets uppföljning och brukarnas synpunkter ger anledning att följa upp de här raderna på ett annat sätt i år.",
            });
        }
        var blad = await Gor(new PlanbladQuery { PlanId = planId });
        await Gor(new RegistreraPlanbeslutCommand { PlanId = planId, Version = blad.Plan.Version, Sammantrade = sammantrade, Paragraf = paragraf, Bekraftat = true });
    }
}
