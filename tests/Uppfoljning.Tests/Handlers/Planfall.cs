using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Handlers;

/// <summary>En nämnd med register och plan för 2027, att besluta, revidera och följa upp.</summary>
internal sealed class Planfall(TestApp app, Guid namnd)
{
    public const int Ar = 2027;

    public const Roll Bada = Roll.Uppfoljare | Roll.Namndsekreterare;

    public TestApp App => app;

    public Guid Namnd => namnd;

    /// <summary>Ett privat avtal, en enhet i egen regi i samma verksamhet, ett avtal för sig, och ett som löpte ut före planåret.</summary>
    public async Task RegisterAsync()
    {
        await AvtalAsync("Hemtjänst Väster", c => c with { Utforare = "Omsorg Väst AB", Driftsform = Driftsform.Aktiebolag, Start = new DateOnly(2024, 1, 1), Slut = new DateOnly(2030, 12, 31) });
        await AvtalAsync("Parkskötsel", c => c with { Verksamhetsomrade = "Stadsmiljö", Utforare = "Park Nord", Driftsform = Driftsform.Aktiebolag });
        await AvtalAsync("Gatudrift", c => c with { Slut = new DateOnly(2026, 6, 30) });
        await app.Som(Roll.Avtalsansvarig, namnd).Gor(new RegistreraEnhetCommand { NamndId = namnd, Namn = "Hässelgården", Verksamhetsomrade = "Äldreomsorg", Konkurrens = true });
    }

    public Task<Guid> AvtalAsync(string benamning, Func<RegistreraAvtalCommand, RegistreraAvtalCommand>? med = null)
    {
        var command = new RegistreraAvtalCommand { NamndId = namnd, Benamning = benamning, Verksamhetsomrade = "Äldreomsorg", Undertecknat = true };
        return app.Som(Roll.Avtalsansvarig, namnd).Gor(med is null ? command : med(command));
    }

    public async Task<Guid> GenereradAsync(int ar = Ar)
    {
        var plan = await app.Som(Bada, namnd).Gor(new GenereraPlanCommand { NamndId = namnd, Ar = ar });
        app.Klocka.Nu += TimeSpan.FromSeconds(1);
        return plan;
    }

    public async Task<Guid> BeslutadAsync()
    {
        await RegisterAsync();
        var plan = await GenereradAsync();
        await app.Som(Bada, namnd).Gor(await BeslutAsync(plan));
        return plan;
    }

    /// <summary>En beslutad plan, en dag under planåret.</summary>
    public async Task<Guid> GallandeAsync(string dag = "2027-03-15")
    {
        var plan = await BeslutadAsync();
        Till(dag);
        return plan;
    }

    public async Task<Guid> RevideradAsync()
    {
        var plan = await GallandeAsync();
        await app.Som(Bada, namnd).Gor(new RevideraPlanCommand { PlanId = plan, Version = await VersionAsync(plan), Skal = "Ny lag." });
        return plan;
    }

    public void Till(string dag) => app.Klocka.Nu = new DateTimeOffset(DateOnly.Parse(dag, System.Globalization.CultureInfo.InvariantCulture), new TimeOnly(9, 0), TimeSpan.Zero);

    public async Task<RegistreraPlanbeslutCommand> BeslutAsync(Guid plan, string dag = "2026-11-20", string paragraf = "112") => new()
    {
        PlanId = plan,
        Version = await VersionAsync(plan),
        Sammantrade = DateOnly.Parse(dag, System.Globalization.CultureInfo.InvariantCulture),
        Paragraf = paragraf,
        Bekraftat = true,
    };

    /// <summary>Ärendets version. Klockan går en sekund, så att händelserna står i ordning.</summary>
    public async Task<int> VersionAsync(Guid plan)
    {
        app.Klocka.Nu += TimeSpan.FromSeconds(1);
        return await app.LasEn<int>("SELECT Version FROM Arende WHERE Id = @plan", new { plan });
    }

    public async Task<IReadOnlyList<Planrad>> RaderAsync(Guid plan) => await app.Las<Planrad>("""
        SELECT Id, Nr, Version, Andrad, AvtalId, EnhetId, Slag, Del, Verksamhetsomrade, Objekt, UtforareId, Utforare, Driftsform, Avtalsnummer, Start, Slut,
               VadSomFoljsUpp, Former, Ansvarig, ForstaManad, SistaManad, FlerManader, IntervallManader, Bestams, HogstIntervallManader, Risk, Riskpoang, Riskniva, Timmar,
               Utlosare, Utlosartext, Utlosardatum, AterkopplingNamnd, AterkopplingUtforare, AterkopplingAllmanhet, Skal
        FROM Planrad WHERE PlanId = @plan ORDER BY Nr
        """, new { plan });

    public async Task<Planrad> RadAsync(Guid plan, string objekt) => (await RaderAsync(plan)).First(r => r.Objekt == objekt);

    public async Task AndraAsync(Guid plan, string objekt, Func<AndraPlanradCommand, AndraPlanradCommand> med) =>
        await app.Som(Bada, namnd).Gor(med(AndraPlanradCommand.Av(plan, await RadAsync(plan, objekt))));

    /// <summary>En särskild granskning av objektet, så som den står i planen.</summary>
    public async Task GranskningAsync(Guid plan, string objekt) => await app.Las<int>("""
        INSERT INTO Planrad (Id, PlanId, Nr, Version, AvtalId, EnhetId, Slag, Del, Objekt, VadSomFoljsUpp, Former, Ansvarig, ForstaManad, SistaManad,
            AterkopplingNamnd, AterkopplingUtforare, AterkopplingAllmanhet, Skal, Andrad, Utlosare, Utlosartext, Utlosardatum)
        SELECT @id, PlanId, 90, 1, AvtalId, EnhetId, 'SarskildGranskning', 1, Objekt, 'Bemanning', 'SarskildGranskning', 'Uppföljare', 5, 5, 'Rapport', 'Rapport', 'Rapport', 'Raden: Ny lag.', 0,
            'NyLag', 'SFS 2027:1', '2027-03-01'
        FROM Planrad WHERE PlanId = @plan AND Objekt = @objekt
        """, new { id = Guid.CreateVersion7(), plan, objekt });

    public async Task<string> SenasteMeningAsync(Guid plan) =>
        (await app.Las<string>("SELECT Mening FROM Handelse WHERE ArendeId = @plan ORDER BY Tid, Id", new { plan }))[^1];
}
