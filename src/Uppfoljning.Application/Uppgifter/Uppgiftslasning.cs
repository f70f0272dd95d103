using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Integritet;
using Uppfoljning.Application.Kalender;
using Uppfoljning.Application.Program;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Program;
using Uppfoljning.Domain.Uppgifter;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Uppgifter;

/// <summary>Det som uppgifterna räknas av, läst ur registret. FlerAvtal: det finns fler avtal än de som är med.</summary>
internal sealed record Uppgiftslasning(Uppgiftsunderlag Underlag, IReadOnlyList<Namndval> Namnder, bool FlerAvtal)
{
    /// <summary>Så många avtal räknas som mest för en sida; de som slutar först.</summary>
    public const int FlestAvtal = 1000;

    private const int FlestOvriga = 500;

    /// <summary>Uppsägningstider längre än så finns det inga av; avtal som slutar senare har ännu inget besked att lämna.</summary>
    private const int LangstaUppsagningstid = 24;

    /// <summary>Sammanträden, helger och spärr lägger sig ovanpå kommunens egna tider.</summary>
    private const int MarginalDagar = 120;

    internal const string LoperDel = "a.Tillstand IN ('Tecknat', 'Aktivt', 'UnderRattelse', 'Uppsagt', 'Havt')";

    /// <summary>Mitt avtal: jag är avtalsansvarig, eller ingen är det och jag är avtalsansvarig i nämnden.</summary>
    internal const string MinaDel =
        "(a.AvtalsansvarigId = @Jag OR (a.AvtalsansvarigId IS NULL AND (a.Avtalsansvarig = @Namn OR (a.Avtalsansvarig IS NULL AND a.NamndId IN @Ansvarsnamnder))))";

    // The ids come out of IX_Avtal_Uppgifter alone, soonest end first; the tables are read only for those that are counted.
    private const string DeForstaDel = "ORDER BY a.Slut, a.Id OFFSET 0 ROWS FETCH NEXT @Limit ROWS ONLY) s";

    private const string AllasDel = $"(SELECT a.Id FROM Avtal a WHERE a.NamndId IN @Namnder AND a.Slut <= @Till AND {LoperDel} {DeForstaDel}";

    private const string MinasDel = $"(SELECT a.Id FROM Avtal a WHERE a.NamndId IN @Namnder AND a.Slut <= @Till AND {LoperDel} AND {MinaDel} {DeForstaDel}";

    private const string KolumnerDel = """
        SELECT a.Id, a.NamndId, n.Forkortning AS Namnd, a.Benamning, a.AvtalsansvarigId, a.Avtalsansvarig, a.Start, a.Slut, a.ForlangningManader,
               a.AntalForlangningar, a.UppsagningstidManader, a.Upphandlingsform, a.Regler, a.Tillstand
        """;

    private const string RaderDel = """
        JOIN Avtal a ON a.Id = s.Id
        JOIN Namnd n ON n.Id = a.NamndId
        ORDER BY a.Slut, a.Id
        """;

    private const string AllaAvtalSql = $"{KolumnerDel} FROM {AllasDel} {RaderDel}";

    private const string MinaAvtalSql = $"{KolumnerDel} FROM {MinasDel} {RaderDel}";

    private const string ForlangningskolumnerDel = "SELECT f.AvtalId, f.Nr, f.Manader, f.BeskedManader, f.SistaBesked, f.Beslutad, f.SlutFore, f.NyttSlut";

    private const string ForlangningsraderDel = "JOIN Avtalsforlangning f ON f.AvtalId = s.Id ORDER BY f.AvtalId, f.Nr";

    private const string AllaForlangningarSql = $"{ForlangningskolumnerDel} FROM {AllasDel} {ForlangningsraderDel}";

    private const string MinaForlangningarSql = $"{ForlangningskolumnerDel} FROM {MinasDel} {ForlangningsraderDel}";

    private const string RattelserSql = """
        SELECT a.Id, a.NamndId, n.Forkortning AS Namnd, a.Benamning, a.AvtalsansvarigId, a.Avtalsansvarig, a.RattelseSenast
        FROM Avtal a
        JOIN Namnd n ON n.Id = a.NamndId
        WHERE a.NamndId IN @Namnder AND a.RattelseSenast IS NOT NULL AND a.Tillstand = 'UnderRattelse'
        ORDER BY a.RattelseSenast
        OFFSET 0 ROWS FETCH NEXT @Ovriga ROWS ONLY
        """;

    // The provider is looked up only where the agreement leaves it to the provider what form it is.
    private const string BristerDel = """
        SELECT a.NamndId,
               SUM(CASE WHEN a.AvtalsansvarigId IS NULL AND a.Avtalsansvarig IS NULL THEN 1 ELSE 0 END) AS UtanAnsvarig,
               SUM(CASE WHEN a.Slut IS NULL THEN 1 ELSE 0 END) AS UtanSlut,
               SUM(CASE WHEN a.UtforareId IS NULL THEN 1 ELSE 0 END) AS UtanUtforare,
               SUM(CASE WHEN i.Id IS NULL AND NOT (COALESCE(a.Driftsform, u.Driftsform, '') IN ('EgenRegi', 'KommunaltBolag')) THEN 1 ELSE 0 END) AS UtanInsyn,
               SUM(CASE WHEN k.Id IS NULL AND NOT (COALESCE(a.Driftsform, u.Driftsform, '') IN ('EgenRegi', 'KommunaltBolag')) THEN 1 ELSE 0 END) AS UtanUppfoljning
        FROM Avtal a
        LEFT JOIN Utforare u ON u.Id = a.UtforareId AND a.Driftsform IS NULL
        LEFT JOIN Avtalsklausul i ON i.AvtalId = a.Id AND i.Sort = 'Insyn' AND i.Finns = 1
        LEFT JOIN Avtalsklausul k ON k.AvtalId = a.Id AND k.Sort = 'Uppfoljning' AND k.Finns = 1
        """;

    private const string AllaBristerSql = $"{BristerDel} WHERE a.NamndId IN @Namnder AND {LoperDel} GROUP BY a.NamndId";

    private const string MinaBristerSql = $"{BristerDel} WHERE a.NamndId IN @Namnder AND {LoperDel} AND {MinaDel} GROUP BY a.NamndId";

    private const string KontrollerSql = """
        SELECT k.UtforareId, u.Namn AS Utforare, k.Sort, k.NastaSenast, k.GallerTill, n.Id AS NamndId
        FROM Kontroll k
        JOIN Utforare u ON u.Id = k.UtforareId
        JOIN Namnd n ON n.Id IN @Namnder
        WHERE (k.NastaSenast <= @KontrollTill OR k.GallerTill <= @TillstandTill)
          AND NOT EXISTS (SELECT 1 FROM Kontroll s WHERE s.UtforareId = k.UtforareId AND s.Sort = k.Sort
                          AND (s.Gjord > k.Gjord OR (s.Gjord = k.Gjord AND s.Registrerad > k.Registrerad)))
          AND EXISTS (SELECT 1 FROM Avtal a WHERE a.UtforareId = k.UtforareId AND a.NamndId = n.Id
                      AND a.Tillstand IN ('Tecknat', 'Aktivt', 'UnderRattelse', 'Uppsagt', 'Havt'))
        ORDER BY k.NastaSenast, k.UtforareId, k.Sort
        OFFSET 0 ROWS FETCH NEXT @Ovriga ROWS ONLY
        """;

    private const string UppdragSql = """
        SELECT e.Id, e.Namn, e.NamndId, n.Forkortning AS Namnd, e.UppdragGallerTill
        FROM Enhet e
        JOIN Namnd n ON n.Id = e.NamndId
        WHERE e.NamndId IN @Namnder AND e.UppdragGallerTill <= @UppdragTill
        ORDER BY e.UppdragGallerTill
        OFFSET 0 ROWS FETCH NEXT @Ovriga ROWS ONLY
        """;

    private const string NamnderSql = """
        SELECT n.Id, n.Namn, n.Forkortning, p.Id AS PlanId, p.Tillstand AS PlanTillstand
        FROM Namnd n
        LEFT JOIN Uppfoljningsplan p ON p.NamndId = n.Id AND p.Ar = @Planar
        WHERE n.Id IN @Namnder
        ORDER BY n.Namn
        """;

    private const string SammantradenSql = """
        SELECT s.Id, s.NamndId, n.Forkortning AS Namnd, s.Datum, s.SistaHandlingsdag
        FROM Sammantrade s
        JOIN Namnd n ON n.Id = s.NamndId
        WHERE s.NamndId IN @Namnder AND s.Installt = 0
        ORDER BY s.Datum
        """;

    public static async Task<Uppgiftslasning> LasAsync(
        DbSession db, MinaUppgifterQuery request, Uppgiftsperson jag, Avtalsdatumtider installda, DateOnly idag, CancellationToken cancellationToken)
    {
        var tider = await Upphandlingstidregister.LasAsync(db, installda, cancellationToken);
        var namnder = await db.QueryAsync<Namndrad>(NamnderSql, new { request.Namnder, Planar = Uppgiftsrakning.Planar(idag) }, cancellationToken);
        var valda = namnder.Where(n => request.Namnd is null || n.Id == request.Namnd).ToList();
        var parametrar = new
        {
            Namnder = valda.Select(n => n.Id).ToList(),
            Jag = jag.Id,
            Namn = jag.Namn,
            Ansvarsnamnder = jag.Roller.Where(r => r.Value.HasFlag(Uppgiftsroll.Avtalsansvarig)).Select(r => r.Key).ToList(),
            Till = Till(tider, idag),
            KontrollTill = idag.AddMonths(Uppgiftsrakning.ManaderForeKontroll),
            TillstandTill = idag.AddMonths(Uppgiftsrakning.ManaderForeSlut),
            UppdragTill = idag.AddMonths(Uppgiftsrakning.ManaderFore),
            Limit = FlestAvtal + 1,
            Ovriga = FlestOvriga,
        };

        var avtal = await db.QueryAsync<Avtalsrad>(request.Alla ? AllaAvtalSql : MinaAvtalSql, parametrar, cancellationToken);
        var forlangningar = (await db.QueryAsync<Uppgiftsforlangning>(request.Alla ? AllaForlangningarSql : MinaForlangningarSql, parametrar, cancellationToken))
            .ToLookup(f => f.AvtalId, f => f.Forlangning());
        var sammantraden = await db.QueryAsync<Sammantradesrad>(SammantradenSql, parametrar, cancellationToken);
        var beslutstillfallen = sammantraden.ToLookup(s => s.NamndId, s => new Beslutstillfalle(s.Datum, s.SistaHandlingsdag));
        var perNamnd = valda.ToDictionary(n => n.Id, n => (IReadOnlyList<Beslutstillfalle>)[.. beslutstillfallen[n.Id]]);
        var underlag = new Uppgiftsunderlag
        {
            Tider = tider,
            Kalender = await Kalenderregister.LasAsync(db, cancellationToken),
            Avtal = [.. avtal.Take(FlestAvtal).Select(a => a.Fakta([.. forlangningar[a.Id]], perNamnd[a.NamndId]))],
            Rattelser = [.. (await db.QueryAsync<Rattelserad>(RattelserSql, parametrar, cancellationToken)).Select(r => r.Fakta)],
            Brister = [.. (await db.QueryAsync<Bristrad>(request.Alla ? AllaBristerSql : MinaBristerSql, parametrar, cancellationToken)).SelectMany(b => b.Fakta(!request.Alla))],
            Kontroller = [.. Kontroller(await db.QueryAsync<Kontrollrad>(KontrollerSql, parametrar, cancellationToken))],
            Uppdrag = [.. (await db.QueryAsync<Uppdragsrad>(UppdragSql, parametrar, cancellationToken))
                .Select(u => new Uppdragsfakta(u.Id, u.Namn, u.NamndId, u.Namnd, u.UppdragGallerTill))],
            Namnder = [.. valda.Select(n => new Namndfakta(n.Id, n.Namn, n.Forkortning, n.PlanId, n.PlanTillstand is not (null or "Utkast")))],
            Sammantraden = [.. sammantraden.Select(s => new Sammantradesfakta(s.Id, s.NamndId, s.Namnd, s.Datum, s.SistaHandlingsdag))],
            Gallringar = await Gallringsmognad.LasAsync(db, [.. valda.Where(n => (jag.I(n.Id) & Gallringsmognad.Ser) != 0).Select(n => (n.Id, n.Forkortning))], idag, cancellationToken),
            Programbrist = request.Namnd is null ? Programregler.Brist(await Programversioner.LasAsync(db, cancellationToken), idag) : null,
        };
        return new(underlag, [.. namnder.Select(n => new Namndval { Id = n.Id, Namn = n.Namn, Forkortning = n.Forkortning })], avtal.Count > FlestAvtal);
    }

    /// <summary>
    /// Så sent kan ett avtal sluta och ändå ge en uppgift nu: ett år före sista dagen för besked, eller ett år före den dag då upphandlingen ska
    /// börja. Vilket det blir räknas sedan för varje avtal.
    /// </summary>
    private static DateOnly Till(Avtalsdatumtider tider, DateOnly idag)
    {
        var upphandling = tider.ForberedelseDagar + Math.Max(tider.AnbudDagar, Avtalsdatumupphandling.MinstAnbudDagar) + tider.UtvarderingDagar
            + tider.BeredningDagar + tider.OverprovningDagar + tider.InforandeDagar + MarginalDagar;
        var fore = idag.AddMonths(Uppgiftsrakning.ManaderFore);
        return new[] { fore.AddDays(upphandling), fore.AddMonths(LangstaUppsagningstid) }.Max();
    }

    private static IEnumerable<Kontrolluppgift> Kontroller(IReadOnlyList<Kontrollrad> rader) => rader
        .GroupBy(k => (k.UtforareId, k.Sort))
        .Select(g => new Kontrolluppgift(g.Key.UtforareId, g.First().Utforare, g.Key.Sort.Text(), g.First().NastaSenast, g.First().GallerTill, [.. g.Select(k => k.NamndId)]));

    private sealed record Uppgiftsforlangning : Forlangningsrad
    {
        public Guid AvtalId { get; init; }
    }

    private sealed record Namndrad
    {
        public Guid Id { get; init; }

        public string Namn { get; init; } = "";

        public string Forkortning { get; init; } = "";

        public Guid? PlanId { get; init; }

        public string? PlanTillstand { get; init; }
    }

    private sealed record Avtalsrad
    {
        public Guid Id { get; init; }

        public Guid NamndId { get; init; }

        public string Namnd { get; init; } = "";

        public string Benamning { get; init; } = "";

        public Guid? AvtalsansvarigId { get; init; }

        public string? Avtalsansvarig { get; init; }

        public DateOnly? Start { get; init; }

        public DateOnly? Slut { get; init; }

        public int? ForlangningManader { get; init; }

        public int? AntalForlangningar { get; init; }

        public int? UppsagningstidManader { get; init; }

        public Upphandlingsform? Upphandlingsform { get; init; }

        public Upphandlingsregler? Regler { get; init; }

        public Avtalstillstand Tillstand { get; init; }

        public Avtalsfakta Fakta(IReadOnlyList<Forlangning> forlangningar, IReadOnlyList<Beslutstillfalle> sammantraden) => new()
        {
            Id = Id,
            NamndId = NamndId,
            Namnd = Namnd,
            Benamning = Benamning,
            Ansvar = new(AvtalsansvarigId, Avtalsansvarig),
            Datum = new()
            {
                Start = Start,
                Slut = Slut,
                ForlangningManader = ForlangningManader,
                AntalForlangningar = AntalForlangningar,
                Forlangningar = forlangningar,
                UppsagningstidManader = UppsagningstidManader,
                Upphandlingsform = Upphandlingsform,
                Regler = Regler,
                Tillstand = Tillstand,
                Sammantraden = sammantraden,
            },
        };
    }

    private sealed record Rattelserad
    {
        public Guid Id { get; init; }

        public Guid NamndId { get; init; }

        public string Namnd { get; init; } = "";

        public string Benamning { get; init; } = "";

        public Guid? AvtalsansvarigId { get; init; }

        public string? Avtalsansvarig { get; init; }

        public DateOnly RattelseSenast { get; init; }

        public Rattelsefakta Fakta => new(Id, NamndId, Namnd, Benamning, new(AvtalsansvarigId, Avtalsansvarig), RattelseSenast);
    }

    private sealed record Bristrad
    {
        public Guid NamndId { get; init; }

        public int UtanAnsvarig { get; init; }

        public int UtanSlut { get; init; }

        public int UtanUtforare { get; init; }

        public int UtanInsyn { get; init; }

        public int UtanUppfoljning { get; init; }

        public IEnumerable<Bristfakta> Fakta(bool mina) =>
        [
            new(NamndId, Avtalsbrist.Ansvarig, UtanAnsvarig, mina),
            new(NamndId, Avtalsbrist.Insyn, UtanInsyn, mina),
            new(NamndId, Avtalsbrist.Uppfoljning, UtanUppfoljning, mina),
            new(NamndId, Avtalsbrist.Slutdatum, UtanSlut, mina),
            new(NamndId, Avtalsbrist.Utforare, UtanUtforare, mina),
        ];
    }

    private sealed record Kontrollrad
    {
        public Guid UtforareId { get; init; }

        public string Utforare { get; init; } = "";

        public Kontrollsort Sort { get; init; }

        public DateOnly? NastaSenast { get; init; }

        public DateOnly? GallerTill { get; init; }

        public Guid NamndId { get; init; }
    }

    private sealed record Uppdragsrad
    {
        public Guid Id { get; init; }

        public string Namn { get; init; } = "";

        public Guid NamndId { get; init; }

        public string Namnd { get; init; } = "";

        public DateOnly UppdragGallerTill { get; init; }
    }

    private sealed record Sammantradesrad
    {
        public Guid Id { get; init; }

        public Guid NamndId { get; init; }

        public string Namnd { get; init; } = "";

        public DateOnly Datum { get; init; }

        public DateOnly? SistaHandlingsdag { get; init; }
    }
}
