using System.Text;
using MediatR;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Dokument;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Import;
using Uppfoljning.Application.Kalender;
using Uppfoljning.Application.Mal;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Program;
using Uppfoljning.Application.Sammantraden;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Application.Vyer;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Dokument;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Tests.Web;

/// <summary>En nämnd med minst ett av allt som en adress kan gälla. Allt som har ett namn har nämndens ord i det.</summary>
/// <param name="Namnd">Nämndens id.</param>
/// <param name="Ord">Första ordet i allas namn; det går att söka på.</param>
/// <param name="Marke">Andra ordet; står bara i det som är nämndens.</param>
/// <param name="Varden">Värdet för varje parameter i en adress, med parameterns namn eller hela stigen dit.</param>
internal sealed record Namndobjekt(Guid Namnd, string Ord, string Marke, IReadOnlyDictionary<string, string> Varden);

/// <summary>Ställer i ordning nämnder genom kommandon, så som de som arbetar där skulle göra det.</summary>
internal sealed class Atkomststallning(TestApp app)
{
    public const int Ar = 2027;

    private const Roll Allt = Roll.NagonINamnden;

    /// <summary>Ett av allt i en ny nämnd.</summary>
    public async Task<Namndobjekt> NamndAsync(string namn, string forkortning, string ord, string marke)
    {
        var namnd = await app.Namnd(namn, forkortning);
        app.Som(Allt, namnd);
        string Heter(string vad) => $"{ord} {marke} {vad}";

        var gemensamt = await AvtalAsync(namnd, Heter("delat"), c => c with { Utforare = "Gemensam Omsorg AB" });
        var avtal = await AvtalAsync(namnd, Heter("avtal"), c => c with { Utforare = Heter("utförare"), Avtalsnummer = $"{marke}-1", Omrade = Heter("område"), Anmarkning = Heter("anmärkning"), ForlangningManader = 12, AntalForlangningar = 1 });
        await AvtalAsync(namnd, Heter("avslutat"), c => c with { Slut = new DateOnly(2026, 6, 30), Utforare = "Gemensam Omsorg AB" });
        var utforare = await app.LasEn<Guid>("SELECT UtforareId FROM Avtal WHERE Id = @avtal", new { avtal });
        await GorAsync(avtal, v => new SparaAvtalspartCommand { AvtalId = avtal, Version = v, Sort = Avtalspartsort.Annan, Namn = Heter("part") });
        await GorAsync(avtal, v => new SparaAvtalskravCommand { AvtalId = avtal, Version = v, Krav = Heter("krav") });
        await GorAsync(avtal, v => new SparaAvtalssanktionCommand { AvtalId = avtal, Version = v, Sort = Sanktionssort.Vite, BeloppOre = 1_000_00, Villkor = Heter("vite") });
        await GorAsync(avtal, v => new BeslutaAvtalsandringCommand
        {
            AvtalId = avtal,
            Version = v,
            Grund = Andringsgrund.InteVasentlig,
            Beslutad = new(2026, 6, 1),
            Beskrivning = Heter("ändring"),
            AndringOre = 1_000_00,
            AndraHadeDeltagit = false,
            BalansenForskjuten = false,
            OmfattningenUtvidgad = false,
            UtforarenByts = false,
            VagledandeBekraftad = true,
        });
        var enhet = await app.Gor(new RegistreraEnhetCommand { NamndId = namnd, Namn = Heter("enhet"), Verksamhetsomrade = Heter("verksamhet"), Konkurrens = true });
        await app.Gor(new LaggTillKontaktCommand { UtforareId = utforare, Namn = Heter("kontakt") });
        var sammantrade = await app.Gor(new RegistreraSammantradeCommand { NamndId = namnd, Datum = new DateOnly(2027, 2, 1), Plats = Heter("sal") });
        var mal = await app.Gor(new RegistreraNamndmalCommand { NamndId = namnd, Namn = Heter("mål"), VadFoljsUpp = Heter("uppföljning") });
        var indikator = await app.Gor(new RegistreraIndikatorCommand { MalId = mal, Namn = Heter("indikator"), Enhet = "procent" });
        await GorAsync(mal, v => new SkrivIndikatorvardeCommand { MalId = mal, IndikatorId = indikator, Version = v, Ar = 2026, Varde = "80" });
        var bemanning = await app.Gor(new SparaBemanningCommand { NamndId = namnd, Ar = Ar, Namn = Heter("tjänst"), SammaTimmar = 10 });
        var regel = await app.Gor(new SparaPlanregelCommand { NamndId = namnd, Slag = Regelslag.Namnd, Benamning = Heter("regel"), Kalla = Heter("beslut"), HogstIntervallManader = 6, GallerFran = new(2027, 1, 1) });
        var plan = await app.Gor(new GenereraPlanCommand { NamndId = namnd, Ar = Ar });
        foreach (var olikhet in (await app.Gor(new PlanlikabehandlingQuery(plan))).Jamforelse.AttMotivera)
        {
            await GorAsync(plan, v => new MotiveraOlikhetCommand { PlanId = plan, Version = v, Nyckel = olikhet.Nyckel, Motiv = Heter("motiv") });
        }
        await GorAsync(plan, v => new RegistreraPlanbeslutCommand { PlanId = plan, Version = v, Sammantrade = new DateOnly(2026, 11, 20), Paragraf = "112", Bekraftat = true });
        var import = await app.Gor(new TaEmotImportCommand
        {
            NamndId = namnd,
            Filnamn = $"{ord}-{marke}.csv",
            Fil = new MemoryStream(Encoding.UTF8.GetBytes($"Avtalsnummer;Benämning;Utförare\r\n{marke}-9;{Heter("inläst")};{Heter("utförare")}\r\n")),
        });

        var varden = new Dictionary<string, string>
        {
            ["namndId"] = $"{namnd}",
            ["avtalId"] = $"{avtal}",
            ["utforareId"] = $"{utforare}",
            ["enhetId"] = $"{enhet}",
            ["sammantradeId"] = $"{sammantrade}",
            ["malId"] = $"{mal}",
            ["indikatorId"] = $"{indikator}",
            ["bemanningId"] = $"{bemanning}",
            ["regelId"] = $"{regel}",
            ["planId"] = $"{plan}",
            ["importId"] = $"{import}",
            ["radId"] = $"{(await app.Las<Guid>("SELECT Id FROM Planrad WHERE PlanId = @plan AND AvtalId = @avtal", new { plan, avtal }))[0]}",
            ["partId"] = $"{await app.LasEn<Guid>("SELECT Id FROM Avtalspart WHERE AvtalId = @avtal AND Namn = @namn", new { avtal, namn = Heter("part") })}",
            ["kravId"] = $"{await app.LasEn<Guid>("SELECT Id FROM Avtalskrav WHERE AvtalId = @avtal", new { avtal })}",
            ["sanktionId"] = $"{await app.LasEn<Guid>("SELECT Id FROM Avtalssanktion WHERE AvtalId = @avtal", new { avtal })}",
            ["andringId"] = $"{await app.LasEn<Guid>("SELECT Id FROM Avtalsandring WHERE AvtalId = @avtal", new { avtal })}",
            ["kontaktId"] = $"{await app.LasEn<Guid>("SELECT Id FROM Kontakt WHERE UtforareId = @utforare", new { utforare })}",
            ["planjobbId"] = $"{await PlanjobbAsync(namnd)}",
            ["gallringId"] = $"{await GallringAsync(namnd)}",
            ["planer/*/utan/objektId"] = $"{await app.LasEn<Guid>("SELECT AvtalId FROM PlanUtanRad WHERE PlanId = @plan AND AvtalId IS NOT NULL", new { plan })}",
            ["namnder/*/risk/objektId"] = $"{gemensamt}",
            ["logg/nr"] = $"{await app.LasEn<long>("SELECT MAX(Nr) FROM Handelse WHERE NamndId = @namnd", new { namnd })}",
        };
        foreach (var (objekt, id) in new[]
        {
            (Dokumentobjekt.Avtal, avtal), (Dokumentobjekt.Enhet, enhet), (Dokumentobjekt.Sammantrade, sammantrade), (Dokumentobjekt.Plan, plan),
            (Dokumentobjekt.Utforare, utforare), (Dokumentobjekt.Namnd, namnd),
        })
        {
            await DokumentAsync(varden, objekt, id, Heter($"dokument {objekt}"));
        }
        return new(namnd, ord, marke, varden);
    }

    /// <summary>Mer av det som räknas och listas i en nämnd som redan finns.</summary>
    public async Task MerAsync(Namndobjekt n)
    {
        app.Som(Allt, n.Namnd);
        for (var i = 0; i < 3; i++)
        {
            await AvtalAsync(n.Namnd, $"{n.Ord} {n.Marke} mer {i}", c => c with { Utforare = "Gemensam Omsorg AB", Avtalsnummer = $"{n.Marke}-mer-{i}" });
            await app.Gor(new RegistreraEnhetCommand { NamndId = n.Namnd, Namn = $"{n.Ord} {n.Marke} enhet {i}" });
            await app.Gor(new RegistreraSammantradeCommand { NamndId = n.Namnd, Datum = new DateOnly(2027, 3, 1 + i), Plats = $"{n.Ord} {n.Marke} sal" });
            await app.Gor(new RegistreraNamndmalCommand { NamndId = n.Namnd, Namn = $"{n.Ord} {n.Marke} mål {i}" });
        }
        await app.Gor(new GenereraPlanCommand { NamndId = n.Namnd, Ar = Ar + 1 });
    }

    /// <summary>Det som hela kommunen har gemensamt.</summary>
    public async Task<IReadOnlyDictionary<string, string>> KommunAsync()
    {
        app.SomAdministrator();
        await app.Gor(new SparaMalomradeCommand { Namn = "Trygghet" });
        await app.Gor(new SparaFullmaktigemalCommand { Namn = "En trygg kommun", MalomradeId = await app.LasEn<Guid>("SELECT Id FROM Malomrade") });
        var program = await app.Gor(new RegistreraProgramCommand
        {
            Mandatperiod = 2026,
            Namn = "Program för uppföljning och insyn",
            Beslutsdatum = new(2026, 11, 1),
            Paragraf = "47",
            GallerFran = new(2026, 11, 10),
            Punkter = [new Programpunkt { Rubrik = "Alla avtal följs upp" }],
        });
        await app.Gor(new LaggTillKalenderdagCommand { Dag = new(2026, 12, 28), Namn = "Klämdag" });
        var varden = new Dictionary<string, string>
        {
            ["programId"] = $"{program}",
            ["kalenderdagId"] = $"{await app.LasEn<Guid>("SELECT Id FROM Kalenderdag")}",
            ["mal/fullmaktige/omrade/id"] = $"{await app.LasEn<Guid>("SELECT Id FROM Malomrade")}",
            ["mal/fullmaktige/mal/id"] = $"{await app.LasEn<Guid>("SELECT Id FROM Fullmaktigemal")}",
        };
        await DokumentAsync(varden, Dokumentobjekt.Program, program, "dokument Program");
        (varden["identitetId"], varden["gruppmappningId"]) = await IdentitetAsync();
        return varden;
    }

    /// <summary>Personens egen vy, och den som ersätter henne.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PersonAsync(Guid person, Guid namnd, Guid ersattare)
    {
        app.Byt(new Testanvandare { Id = person, Namn = "Personen", NamndRoller = new Dictionary<Guid, Roll> { [namnd] = Roll.Lasare } });
        var vy = await app.Gor(new SparaVyCommand { Lista = Vylista.Avtal, Namn = "Mina", Fraga = "Q=x" });
        var id = await app.SomAdministrator().Gor(new UtseErsattareCommand
        {
            ForAnvandareId = person,
            AnvandareId = ersattare,
            NamndId = namnd,
            FranDag = new(2027, 1, 1),
            TillDag = new(2027, 1, 31),
            Skal = "Semester",
        });
        return new Dictionary<string, string> { ["vyId"] = $"{vy.Id}", ["minErsattareId"] = $"{id}", ["ersattareId"] = $"{id}" };
    }

    private Task<Guid> AvtalAsync(Guid namnd, string benamning, Func<RegistreraAvtalCommand, RegistreraAvtalCommand> med) => app.Gor(med(new RegistreraAvtalCommand
    {
        NamndId = namnd,
        Benamning = benamning,
        Verksamhetsomrade = "Äldreomsorg",
        Start = new(2025, 1, 1),
        Slut = new(2029, 12, 31),
        VardeOre = 1_000_000_00,
        Avtalsansvarig = "Handläggaren",
        Undertecknat = true,
    }));

    private async Task<T> GorAsync<T>(Guid arende, Func<int, IRequest<Result<T>>> kommando)
    {
        app.Klocka.Nu += TimeSpan.FromSeconds(1);
        return await app.Gor(kommando(await app.LasEn<int>("SELECT Version FROM Arende WHERE Id = @arende", new { arende })));
    }

    /// <summary>Någon som har loggat in genom identitetstjänsten, och en grupp som ger en roll i hela kommunen.</summary>
    private async Task<(string Identitet, string Mappning)> IdentitetAsync()
    {
        var (identitet, mappning) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await app.Las<int>("""
            INSERT INTO ExternIdentitet (Id, Utfardare, Amne, Namn, ForstSedd, SenastSedd) VALUES (@identitet, 'https://id.example', 'a', 'Den som vantar', @nu, @nu);
            INSERT INTO Gruppmappning (Id, Grupp, Roll) VALUES (@mappning, 'Alla', 'Administrator');
            SELECT 1
            """, new { identitet, mappning, nu = app.Klocka.Nu });
        return ($"{identitet}", $"{mappning}");
    }

    /// <summary>En gallring som är gjord i nämnden, efter dess beslut.</summary>
    private async Task<Guid> GallringAsync(Guid namnd)
    {
        var id = Guid.CreateVersion7();
        await app.Gor(new Application.Integritet.SparaGallringsregelCommand
        {
            NamndId = namnd,
            Sort = Domain.Integritet.Gallringssort.Kontakt,
            Manader = 24,
            Planbeteckning = "Plan 2026",
            Beslutsdatum = new(2026, 1, 15),
            Paragraf = "7",
            GallerFran = new(2026, 2, 1),
        });
        await app.Las<int>("""
            INSERT INTO Gallring (Id, NamndId, RegelId, Sort, Beslut, Grans, Antal, Gjord, GjordAv)
            SELECT @id, @namnd, r.Id, 'Kontakt', 'Plan 2026', @grans, 1, @nu, 'Registratorn' FROM Gallringsregel r WHERE r.NamndId = @namnd;
            SELECT 1
            """, new { id, namnd, grans = new DateOnly(2024, 11, 1), nu = app.Klocka.Nu });
        return id;
    }

    /// <summary>En körning som är avslutad, i en enda nämnd.</summary>
    private async Task<Guid> PlanjobbAsync(Guid namnd)
    {
        var id = Guid.CreateVersion7();
        await app.Las<int>("""
            INSERT INTO Planjobb (Id, Ar, StartadAv, Startad, Avslutad, Pagar, Forsok) VALUES (@id, 2027, 'Planeraren', @nu, @nu, 0, 0);
            INSERT INTO Planjobbrad (Id, PlanjobbId, NamndId, Nr, Utfall, Klar) VALUES (@rad, @id, @namnd, 1, 'Ny', @nu);
            SELECT 1
            """, new { id, rad = Guid.CreateVersion7(), namnd, nu = app.Klocka.Nu });
        return id;
    }

    private async Task DokumentAsync(Dictionary<string, string> varden, Dokumentobjekt objekt, Guid id, string beskrivning)
    {
        Inkommenfil[] filer = [new($"{beskrivning}.pdf", new MemoryStream(Provfiler.Pdf))];
        var ids = objekt switch
        {
            Dokumentobjekt.Namnd => await app.Gor(new LaggInNamnddokumentCommand
            {
                Objekt = objekt,
                ObjektId = id,
                Beskrivning = beskrivning,
                Filer = await app.Gor(new MottagningPaNamndQuery { Objekt = objekt, ObjektId = id, Filer = filer }),
            }),
            Dokumentobjekt.Utforare or Dokumentobjekt.Program => await app.Gor(new LaggInDelatDokumentCommand
            {
                Objekt = objekt,
                ObjektId = id,
                Beskrivning = beskrivning,
                Filer = await app.Gor(new MottagningPaDelatQuery { Objekt = objekt, ObjektId = id, Filer = filer }),
            }),
            _ => await app.Gor(new LaggInArendedokumentCommand
            {
                Objekt = objekt,
                ObjektId = id,
                Beskrivning = beskrivning,
                Filer = await app.Gor(new MottagningPaArendeQuery { Objekt = objekt, ObjektId = id, Filer = filer }),
            }),
        };
        varden[$"dokument/{objekt.ToString().ToLowerInvariant()}/objektId"] = $"{id}";
        varden[$"dokument/{objekt.ToString().ToLowerInvariant()}/*/dokumentId"] = $"{ids[0]}";
    }
}
