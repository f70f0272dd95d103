using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Import;

/// <summary>Vilka av filens rader som visas.</summary>
public enum Radurval
{
    Problem,
    Fel,
    Andras,
    Alla,
}

/// <summary>
/// En mottagen fil. Medan den väntar: filen tolkad mot registret så som det är nu, rad för rad, utan att något skrivs. Efteråt: vad som blev av den.
/// </summary>
[Kraver(Importratt.Nagon | Roll.Revisor | Roll.System)]
public sealed record ImportprovningQuery : IQuery<Importprovning>, IImportbunden, IPaged
{
    public Guid NamndId { get; init; }

    public Guid ImportId { get; init; }

    /// <summary>Null: raderna med problem om det finns några, annars alla.</summary>
    public Radurval? Visa { get; init; }

    public int Sida { get; init; } = 1;
}

/// <summary>Importen, och provningen av den medan den väntar.</summary>
public sealed record Importprovning
{
    public Guid Id { get; init; }

    public Guid NamndId { get; init; }

    public required string Namnd { get; init; }

    public required string Filnamn { get; init; }

    public required Importsort Sort { get; init; }

    public required Importtillstand Tillstand { get; init; }

    public long Storlek { get; init; }

    public DateTimeOffset Inlagd { get; init; }

    public required string InlagdAv { get; init; }

    public int AntalRader { get; init; }

    public DateTimeOffset? Avslutad { get; init; }

    public string? AvslutadAv { get; init; }

    public int AntalNya { get; init; }

    public int AntalAndrade { get; init; }

    public int AntalLika { get; init; }

    /// <summary>Senaste gången en fil med samma innehåll fördes in i nämnden.</summary>
    public DateTimeOffset? SammaFilInford { get; init; }

    public Provningsresultat? Provning { get; init; }

    /// <summary>Sant när rubrikerna inte själva säger vilken kolumn de är, och ingen har valt.</summary>
    public bool ValjKolumner { get; init; }

    public string? StartadAv { get; init; }

    public DateTimeOffset? Startad { get; init; }

    /// <summary>Varför inläsningen inte gick, eller varför systemet förkastade filen.</summary>
    public string? Fel { get; init; }

    /// <summary>Hur långt inläsningen har kommit, medan den pågår i den här processen.</summary>
    public Importlage? Forlopp { get; init; }

    /// <summary>Varför en väntande fil inte går att prova: den är borta eller skadad i fillagret.</summary>
    public string? Hinder { get; init; }
}

/// <summary>Provningens siffror, och en sida av dess rader.</summary>
public sealed record Provningsresultat
{
    public int AntalFel { get; init; }

    public int RaderMedFel { get; init; }

    public int AntalVarningar { get; init; }

    public int RaderMedVarning { get; init; }

    public int RaderMedProblem { get; init; }

    public int Nya { get; init; }

    public int Andrade { get; init; }

    public int Lika { get; init; }

    public IReadOnlyList<string> Filvarningar { get; init; } = [];

    public IReadOnlyList<Okandkolumn> Okant { get; init; } = [];

    public required string Avtryck { get; init; }

    public Radurval Visa { get; init; }

    public required Page<Importrad> Rader { get; init; }

    /// <summary>Om filen kan föras in: inga fel, och något att skriva.</summary>
    public bool KanForasIn => AntalFel == 0 && Nya + Andrade > 0;

    /// <summary>Varför filen inte kan föras in, eller null när den kan det.</summary>
    public string? Skal => AntalFel > 0 ? $"Filen har {AntalFel} fel. Rätta dem i filen och lämna den igen; inget förs in förrän alla rader går att läsa."
        : Nya + Andrade == 0 ? "Alla rader finns redan i registret och är oförändrade. Det finns inget att föra in."
        : null;
}

public sealed class ImportprovningHandler(DbSession db, IFillager lager, TimeProvider clock, Importforlopp forlopp) : IRequestHandler<ImportprovningQuery, Result<Importprovning>>
{
    private const string SammaFilSql = """
        SELECT Avslutad
        FROM Import
        WHERE NamndId = @NamndId AND Checksumma = @Checksumma AND Tillstand = 'Inford' AND Id <> @ImportId
        ORDER BY Avslutad DESC
        OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY
        """;

    public async Task<Result<Importprovning>> Handle(ImportprovningQuery request, CancellationToken cancellationToken)
    {
        var namnd = await Importnamnd.LasAsync(db, request.NamndId, cancellationToken);
        var post = await Importpost.LasAsync(db, request.NamndId, request.ImportId, cancellationToken);
        if (namnd is null || post is null) { return Result<Importprovning>.NotFound(); }

        var blad = new Importprovning
        {
            Id = post.Id,
            NamndId = post.NamndId,
            Namnd = namnd.Namn,
            Filnamn = post.Filnamn,
            Sort = post.Sort,
            Tillstand = post.Tillstand,
            Storlek = post.Storlek,
            Inlagd = post.Inlagd,
            InlagdAv = post.InlagdAv,
            AntalRader = post.AntalRader,
            Avslutad = post.Avslutad,
            AvslutadAv = post.AvslutadAv,
            AntalNya = post.AntalNya ?? 0,
            AntalAndrade = post.AntalAndrade ?? 0,
            AntalLika = post.AntalLika ?? 0,
            StartadAv = post.StartadAv,
            Startad = post.Startad,
            Fel = post.Tillstand is Importtillstand.Misslyckad or Importtillstand.Forkastad ? post.Fel : null,
        };
        if (!post.Vantar) { return Result<Importprovning>.Ok(blad with { Forlopp = forlopp.For(post.Id) }); }

        var (tolkning, hinder) = await Provning.GorAsync(db, lager, namnd, post, clock.Idag(), cancellationToken);
        if (tolkning is null)
        {
            return Result<Importprovning>.Ok(blad with { Hinder = string.Join(" ", hinder.Select(h => h.Text)), ValjKolumner = hinder.Any(h => h.Kod is "okanda-rubriker" or "rubrik-saknas" or "dubbel-rubrik") });
        }
        return Result<Importprovning>.Ok(blad with
        {
            ValjKolumner = tolkning.Value.Fil.Obestamd,
            SammaFilInford = await db.SingleOrDefaultAsync<DateTimeOffset?>(SammaFilSql, new { request.NamndId, post.Checksumma, request.ImportId }, cancellationToken),
            Provning = Resultat(tolkning.Value.Tolkning, request),
        });
    }

    private static Provningsresultat Resultat(Importtolkning tolkning, ImportprovningQuery request)
    {
        var visa = request.Visa ?? (tolkning.RaderMedFel > 0 ? Radurval.Fel : tolkning.RaderMedVarning > 0 ? Radurval.Problem : Radurval.Alla);
        var rader = tolkning.Rader.Where(rad => visa switch
        {
            Radurval.Fel => rad.Fel.Count > 0,
            Radurval.Problem => rad.HarProblem,
            Radurval.Andras => rad.Utfall == Radutfall.Andras,
            _ => true,
        }).ToList();
        var sida = Page<Importrad>.Inom(request.Sida, rader.Count);
        return new Provningsresultat
        {
            AntalFel = tolkning.AntalFel,
            RaderMedFel = tolkning.RaderMedFel,
            AntalVarningar = tolkning.AntalVarningar,
            RaderMedVarning = tolkning.RaderMedVarning,
            RaderMedProblem = tolkning.Rader.Count(r => r.HarProblem),
            Nya = tolkning.Nya,
            Andrade = tolkning.Andrade,
            Lika = tolkning.Lika,
            Filvarningar = tolkning.Filvarningar,
            Okant = tolkning.Okant,
            Avtryck = tolkning.Avtryck(),
            Visa = visa,
            Rader = new Page<Importrad>([.. rader.Skip(Page<Importrad>.Offset(sida)).Take(Page<Importrad>.Storlek)], rader.Count, sida),
        };
    }
}

internal static class Provning
{
    public static async Task<((Importtolkning Tolkning, Importfil Fil)?, IReadOnlyList<Domain.Hinder>)> GorAsync(
        DbSession db, IFillager lager, Importnamnd namnd, Importpost post, DateOnly idag, CancellationToken cancellationToken)
    {
        if (await lager.LasAsync(post.Checksumma, cancellationToken) is not { } innehall) { return (null, [Importlagring.FilenSaknas]); }
        var (fil, hinder) = Importfil.Las(innehall, post);
        if (fil?.Rubrikhinder.Count > 0) { return (null, fil.Rubrikhinder); }
        return fil is null ? (null, hinder) : ((await Registerimport.Skapa(db, namnd, fil, idag).TolkaAsync(cancellationToken), fil), []);
    }
}
