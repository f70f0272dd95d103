using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Kalender;
using Uppfoljning.Application.Rapporter;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Avtal;

/// <summary>Avtalslistans urval som handling: vad som är på väg att hända, och alla avtalen. Samma register samma dag ger samma PDF.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record AvtalsforteckningQuery(AvtalslistaQuery Lista, Rapportformat Format = Rapportformat.Pdf) : IQuery<Rapportfil>, INamndfiltrerad
{
    IReadOnlyList<Guid> INamndfiltrerad.Namnder
    {
        get => Lista.Namnder;
        set => Lista.Namnder = value;
    }
}

/// <summary>Förteckningen att läsa på en sida innan den hämtas.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record AvtalsforteckningsbladQuery(AvtalslistaQuery Lista) : IQuery<Avtalsforteckningsblad>, INamndfiltrerad
{
    IReadOnlyList<Guid> INamndfiltrerad.Namnder
    {
        get => Lista.Namnder;
        set => Lista.Namnder = value;
    }
}

public sealed record Avtalsforteckningsblad(Avtalsforteckning Forteckning, string Html);

/// <summary>Avtalen i urvalet, sedda från en dag.</summary>
public sealed record Avtalsforteckning
{
    /// <summary>Så många månader framåt visas det som är på väg att hända.</summary>
    public const int Manader = 24;

    /// <summary>Dagen som allt räknas från.</summary>
    public required DateOnly Dag { get; init; }

    /// <summary>Nämnderna i urvalet, i svensk ordning.</summary>
    public required IReadOnlyList<string> Namnder { get; init; }

    public required IReadOnlyList<Filterval> Filter { get; init; }

    /// <summary>Avtalen per nämnd och verksamhetsområde, okänt område sist, och däri så som listan är sorterad.</summary>
    public required IReadOnlyList<Forteckningsavtal> Avtal { get; init; }

    public DateOnly Till => Dag.AddMonths(Manader);

    /// <summary>Det som händer från dagen och två år framåt i avtal som löper, i tidsordning.</summary>
    public IReadOnlyList<Forteckningshandelse> Kommande() => Ordnade(d => d.Dag >= Dag && d.Dag <= Till);

    /// <summary>Upphandlingar som skulle ha börjat, för avtal som fortfarande löper.</summary>
    public IReadOnlyList<Forteckningshandelse> Passerade() => Ordnade(d => d.Dag < Dag && d.Sort == Avtalsdatumsort.NastaUpphandling);

    private List<Forteckningshandelse> Ordnade(Func<Forteckningsdag, bool> passar) =>
    [
        .. Avtal.SelectMany(a => a.Dagar.Where(passar).Select(d => new Forteckningshandelse(a, d)))
            .OrderBy(h => h.Dag.Dag).ThenBy(h => h.Avtal.Benamning, Plantext.Ordning).ThenBy(h => h.Dag.Sort).ThenBy(h => h.Avtal.Id),
    ];
}

/// <summary>Ett avtal i förteckningen. Null betyder inte känt.</summary>
public sealed record Forteckningsavtal
{
    public Guid Id { get; init; }

    public required string Namnd { get; init; }

    public string? Avtalsnummer { get; init; }

    public string? Diarienummer { get; init; }

    public required string Benamning { get; init; }

    public string? Verksamhetsomrade { get; init; }

    public string? Utforare { get; init; }

    /// <summary>Ett personnummer är dolt (GDPR-03): handlingen sprids.</summary>
    public string? Organisationsnummer { get; init; }

    /// <summary>Avtalets driftsform, eller utförarens när avtalet inte har någon.</summary>
    public Driftsform? Driftsform { get; init; }

    public Upphandlingsform? Upphandlingsform { get; init; }

    public Avtalstillstand Tillstand { get; init; }

    public DateOnly? Start { get; init; }

    public DateOnly? Slut { get; init; }

    public long? ArsvardeOre { get; init; }

    /// <summary>Avtalets värde med det som ändringsavtalen har lagt till.</summary>
    public long? VardeOre { get; init; }

    public string? Ansvarig { get; init; }

    /// <summary>Klausulen om allmänhetens insyn (10 kap. 9 § KL).</summary>
    public Klausullage Insyn { get; init; }

    /// <summary>Klausulen om kontroll och uppföljning (10 kap. 8 § KL).</summary>
    public Klausullage Uppfoljning { get; init; }

    /// <summary>De dagar som är kända: slut, besked och nästa upphandling. Tom för ett avtal som inte löper.</summary>
    public IReadOnlyList<Forteckningsdag> Dagar { get; init; } = [];

    /// <summary>Om avtalet är tecknat och inte har tagit slut.</summary>
    public bool Loper => Tillstand is not (Avtalstillstand.Utkast or Avtalstillstand.Upphort or Avtalstillstand.Arkiverat);
}

/// <summary>Hur det är med en klausul som lagen talar om.</summary>
public enum Klausullage
{
    Finns,
    Saknas,
    InteKand,

    /// <summary>Utföraren är inte privat (10 kap. 7 § KL).</summary>
    KravsInte,
}

public sealed record Forteckningsdag(Avtalsdatumsort Sort, string Rubrik, DateOnly Dag);

public sealed record Forteckningshandelse(Forteckningsavtal Avtal, Forteckningsdag Dag);

public sealed class AvtalsforteckningHandler(DbSession db, IRapportdokument<Avtalsforteckning> dokument, IAnvandarkontext anvandare, Avtalsdatumtider tider, TimeProvider clock)
    : IRequestHandler<AvtalsforteckningQuery, Result<Rapportfil>>, IRequestHandler<AvtalsforteckningsbladQuery, Result<Avtalsforteckningsblad>>
{
    private const string KolumnerDel = """
        a.Id, a.NamndId, n.Namn AS Namnd, a.Avtalsnummer, a.Diarienummer, a.Benamning, v.Namn AS Verksamhetsomrade, u.Namn AS Utforare, u.Organisationsnummer,
        a.Driftsform AS AvtaletsDriftsform, u.Driftsform AS UtforarensDriftsform, a.Upphandlingsform, a.Regler, a.Tillstand, a.Start, a.Slut, a.ForlangningManader,
        a.AntalForlangningar, a.UppsagningstidManader, a.ArsvardeOre, a.VardeOre, a.Avtalsansvarig
        """;

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private const string ForlangningarSql = """
        SELECT f.AvtalId, f.Nr, f.Manader, f.BeskedManader, f.SistaBesked, f.Beslutad, f.SlutFore, f.NyttSlut
        FROM Avtalsforlangning f
        JOIN Avtal a ON a.Id = f.AvtalId
        WHERE a.NamndId IN @Namnder
        ORDER BY f.AvtalId, f.Nr
        """;

    private const string KlausulerSql = """
        SELECT k.AvtalId, k.Sort, k.Finns
        FROM Avtalsklausul k
        JOIN Avtal a ON a.Id = k.AvtalId
        WHERE a.NamndId IN @Namnder AND k.Sort IN ('Uppfoljning', 'Insyn')
        """;

    private const string AndringarSql = """
        SELECT c.AvtalId, SUM(c.VardeOre) AS Ore
        FROM Avtalsandring c
        JOIN Avtal a ON a.Id = c.AvtalId
        WHERE a.NamndId IN @Namnder AND c.VardeOre IS NOT NULL
        GROUP BY c.AvtalId
        """;

    private const string SammantradenSql = """
        SELECT NamndId, Datum, SistaHandlingsdag
        FROM Sammantrade
        WHERE NamndId IN @Namnder AND Installt = 0
        ORDER BY Datum
        """;

    public async Task<Result<Rapportfil>> Handle(AvtalsforteckningQuery request, CancellationToken cancellationToken)
    {
        var forteckning = await LasAsync(request.Lista, cancellationToken);
        return Result<Rapportfil>.Ok(dokument.Fil(forteckning, request.Format, $"Avtalsforteckning-{forteckning.Dag.Iso()}") with { Ur = forteckning.Namnder });
    }

    public async Task<Result<Avtalsforteckningsblad>> Handle(AvtalsforteckningsbladQuery request, CancellationToken cancellationToken)
    {
        var forteckning = await LasAsync(request.Lista, cancellationToken);
        return Result<Avtalsforteckningsblad>.Ok(new(forteckning, dokument.Html(forteckning)));
    }

    private async Task<Avtalsforteckning> LasAsync(AvtalslistaQuery lista, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        var sortering = lista.Sortering is { } s && AvtalslistaHandler.Ordningar.ContainsKey(s) ? s : "benamning";
        var (fran, parametrar) = AvtalslistaHandler.Urval(lista, new Urvalsgrund(anvandare.Id, idag), sortering, hela: true);
        var rader = await db.QueryAsync<Rad>(fran.Alla(KolumnerDel, AvtalslistaHandler.Ordningar[sortering]), parametrar, cancellationToken);
        var namnder = await db.QueryAsync<Namndval>(NamnderSql, new { lista.Namnder }, cancellationToken);
        var underlag = new Underlag(
            (await db.QueryAsync<Avtalsforlangning>(ForlangningarSql, new { lista.Namnder }, cancellationToken)).ToLookup(f => f.AvtalId, f => f.Forlangning()),
            (await db.QueryAsync<Klausulrad>(KlausulerSql, new { lista.Namnder }, cancellationToken)).ToDictionary(k => (k.AvtalId, k.Sort), k => k.Finns),
            (await db.QueryAsync<Andring>(AndringarSql, new { lista.Namnder }, cancellationToken)).ToDictionary(a => a.AvtalId, a => a.Ore),
            (await db.QueryAsync<Sammantrade>(SammantradenSql, new { lista.Namnder }, cancellationToken))
                .GroupBy(m => m.NamndId).ToDictionary(g => g.Key, g => (IReadOnlyList<Beslutstillfalle>)[.. g.Select(m => new Beslutstillfalle(m.Datum, m.SistaHandlingsdag))]),
            await Upphandlingstidregister.LasAsync(db, tider, cancellationToken),
            await Kalenderregister.LasAsync(db, cancellationToken));
        return new()
        {
            Dag = idag,
            Namnder = [.. namnder.Where(n => lista.Namnd.Count == 0 || lista.Namnd.Contains(n.Id)).Select(n => n.Namn).Order(Plantext.Ordning)],
            Filter = [.. Avtalsfilter.Valda(lista, namnder)],
            Avtal =
            [
                .. rader.Select(r => r.Avtal(underlag)).OrderBy(a => a.Namnd, Plantext.Ordning).ThenBy(a => a.Verksamhetsomrade is null).ThenBy(a => a.Verksamhetsomrade, Plantext.Ordning),
            ],
        };
    }

    private sealed record Underlag(
        ILookup<Guid, Forlangning> Forlangningar,
        IReadOnlyDictionary<(Guid, Klausulsort), bool> Klausuler,
        IReadOnlyDictionary<Guid, long> Andringar,
        IReadOnlyDictionary<Guid, IReadOnlyList<Beslutstillfalle>> Sammantraden,
        Avtalsdatumtider Tider,
        Arbetskalender Kalender)
    {
        public Klausullage Klausul(Guid avtalId, Klausulsort sort, bool? privat) => !sort.Kravs(privat) ? Klausullage.KravsInte
            : !Klausuler.TryGetValue((avtalId, sort), out var finns) ? Klausullage.InteKand
            : finns ? Klausullage.Finns : Klausullage.Saknas;
    }

    private sealed record Avtalsforlangning : Forlangningsrad
    {
        public Guid AvtalId { get; init; }
    }

    private sealed record Klausulrad
    {
        public Guid AvtalId { get; init; }

        public Klausulsort Sort { get; init; }

        public bool Finns { get; init; }
    }

    private sealed record Andring
    {
        public Guid AvtalId { get; init; }

        public long Ore { get; init; }
    }

    private sealed record Sammantrade
    {
        public Guid NamndId { get; init; }

        public DateOnly Datum { get; init; }

        public DateOnly? SistaHandlingsdag { get; init; }
    }

    private sealed record Rad
    {
        public Guid Id { get; init; }

        public Guid NamndId { get; init; }

        public string Namnd { get; init; } = "";

        public string? Avtalsnummer { get; init; }

        public string? Diarienummer { get; init; }

        public string Benamning { get; init; } = "";

        public string? Verksamhetsomrade { get; init; }

        public string? Utforare { get; init; }

        public string? Organisationsnummer { get; init; }

        public Driftsform? AvtaletsDriftsform { get; init; }

        public Driftsform? UtforarensDriftsform { get; init; }

        public Upphandlingsform? Upphandlingsform { get; init; }

        public Upphandlingsregler? Regler { get; init; }

        public Avtalstillstand Tillstand { get; init; }

        public DateOnly? Start { get; init; }

        public DateOnly? Slut { get; init; }

        public int? ForlangningManader { get; init; }

        public int? AntalForlangningar { get; init; }

        public int? UppsagningstidManader { get; init; }

        public long? ArsvardeOre { get; init; }

        public long? VardeOre { get; init; }

        public string? Avtalsansvarig { get; init; }

        public Forteckningsavtal Avtal(Underlag underlag)
        {
            var driftsform = AvtaletsDriftsform ?? UtforarensDriftsform;
            var privat = driftsform?.ArPrivat();
            var avtal = new Forteckningsavtal
            {
                Id = Id,
                Namnd = Namnd,
                Avtalsnummer = Avtalsnummer,
                Diarienummer = Diarienummer,
                Benamning = Benamning,
                Verksamhetsomrade = Verksamhetsomrade,
                Utforare = Utforare,
                Organisationsnummer = Organisationsnummer is { } nummer ? Domain.Utforare.Organisationsnummer.Maskerat(nummer) : null,
                Driftsform = driftsform,
                Upphandlingsform = Upphandlingsform,
                Tillstand = Tillstand,
                Start = Start,
                Slut = Slut,
                ArsvardeOre = ArsvardeOre,
                VardeOre = VardeOre + underlag.Andringar.GetValueOrDefault(Id),
                Ansvarig = Avtalsansvarig,
                Insyn = underlag.Klausul(Id, Klausulsort.Insyn, privat),
                Uppfoljning = underlag.Klausul(Id, Klausulsort.Uppfoljning, privat),
            };
            return avtal.Loper ? avtal with { Dagar = [.. Dagar(underlag)] } : avtal;
        }

        private IEnumerable<Forteckningsdag> Dagar(Underlag underlag) => Avtalsdatum.Rakna(new Avtalsdatumfakta
        {
            Start = Start,
            Slut = Slut,
            ForlangningManader = ForlangningManader,
            AntalForlangningar = AntalForlangningar,
            Forlangningar = [.. underlag.Forlangningar[Id]],
            UppsagningstidManader = UppsagningstidManader,
            Upphandlingsform = Upphandlingsform,
            Tillstand = Tillstand,
            Regler = Regler,
            Sammantraden = underlag.Sammantraden.GetValueOrDefault(NamndId) ?? [],
        }, underlag.Tider, underlag.Kalender)
            .Where(d => d.Dag is not null && d.Sort is Avtalsdatumsort.Slut or Avtalsdatumsort.Besked or Avtalsdatumsort.NastaUpphandling)
            .Select(d => new Forteckningsdag(d.Sort, d.Rubrik, d.Dag!.Value));
    }
}
