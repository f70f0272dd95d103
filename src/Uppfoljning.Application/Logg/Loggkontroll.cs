using System.Data;
using System.Globalization;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Logg;

namespace Uppfoljning.Application.Logg;

/// <summary>Prövar hela loggen mot nycklarna, huvudet och ankarna. Läser i omgångar och håller inga rader kvar.</summary>
[Kraver(Roll.System)]
public sealed record ProvaLoggenQuery : IQuery<Loggkontroll>, IKommunbunden
{
    /// <summary>Ankare utöver dem i programmets egen fil.</summary>
    public IReadOnlyList<Loggankare> FlerAnkare { get; init; } = [];

    /// <summary>Får veta hur många händelser av hur många som är prövade.</summary>
    public Action<long, long>? Forlopp { get; init; }
}

/// <summary>Hur det gick.</summary>
public sealed record Loggkontroll
{
    public long Antal { get; init; }

    public Loggfel? Fel { get; init; }

    public int Ankare { get; init; }

    public int RattaAnkare { get; init; }

    public DateTimeOffset? SenasteAnkare { get; init; }

    public int OlasligaAnkare { get; init; }

    /// <summary>Återställningar från säkerhetskopia som loggen själv berättar om. De sägs alltid, också när allt annat stämmer.</summary>
    public IReadOnlyList<Loggaterstallning> Aterstallningar { get; init; } = [];

    public bool Hel => Fel is null;

    public string Mening => Fel is { } fel ? $"Loggen stämmer inte. {fel.Mening}"
        : Antal == 0 ? "Loggen är tom."
        : $"Loggen är hel: {Tal(Antal)} {(Antal == 1 ? "händelse" : "händelser")}{Ankartext}{string.Concat(Aterstallningar.Select(a => $" {a.Mening}"))}";

    private string Ankartext => Ankare == 0 ? ". Inga ankare finns att pröva mot, så ett avklippt slut och en omräknad kedja hade inte synts."
        : $", och {Tal(RattaAnkare)} av {Tal(Ankare)} ankare stämmer{(OlasligaAnkare > 0 ? $". {Tal(OlasligaAnkare)} rader i ankarfilen går inte att läsa" : "")}.";

    private static string Tal(long tal) => tal.ToString("#,0", CultureInfo.GetCultureInfo("sv-SE"));
}

public sealed class ProvaLoggenHandler(DbSession db, ILoggnycklar nycklar, ILoggankare ankare) : IRequestHandler<ProvaLoggenQuery, Result<Loggkontroll>>
{
    private const int Omgang = 2000;

    private const string RaderSql = """
        SELECT Nr, Format, Nyckel, Kedja, Id, Tid, AnvandareId, Anvandare, NamndId, ArendeId, Vad, Mening, Fakta
        FROM Handelse
        WHERE Nr IS NOT NULL AND Nr > @Efter
        ORDER BY Nr, Id
        OFFSET 0 ROWS FETCH NEXT @Antal ROWS ONLY
        """;

    private const string NastaSql = "SELECT MIN(Nr) FROM Handelse WHERE Nr IS NOT NULL AND Nr > @Efter";

    private const string ForstaSql = "SELECT MIN(Nr) FROM Handelse WHERE Nr IS NOT NULL";

    private const string AntalSql = "SELECT COUNT(*) FROM Handelse WHERE Nr IS NULL OR Nr <= @Sista";

    public async Task<Result<Loggkontroll>> Handle(ProvaLoggenQuery request, CancellationToken cancellationToken)
    {
        nycklar.LasOm();
        var sparade = ankare.Fil is null ? Ankarlage.Tomt : await ankare.LasAsync(cancellationToken);
        var alla = sparade.Ankare.Concat(request.FlerAnkare).Distinct().ToList();
        var fore = await Loggbok.HuvudAsync(db, cancellationToken);
        var provning = new Loggprovning(id => nycklar.Med(id)?.Varde, nycklar.Ordning, alla);

        var fel = await ForstaAsync(cancellationToken) ?? await RaderAsync(provning, fore, request.Forlopp, cancellationToken);
        if (fel is null)
        {
            fel = provning.Slut(fore, await Loggbok.HuvudAsync(db, cancellationToken)) ?? await OnumreradeAsync(provning.Nr, cancellationToken);
        }
        return Result<Loggkontroll>.Ok(new()
        {
            Antal = provning.Nr,
            Fel = fel,
            Ankare = provning.AntalAnkare,
            RattaAnkare = provning.RattaAnkare,
            SenasteAnkare = alla.Count == 0 ? null : alla.Max(a => a.Tid),
            OlasligaAnkare = sparade.Olasliga,
            Aterstallningar = provning.Aterstallningar,
        });
    }

    /// <summary>Numren börjar på ett; en rad under det kom inte från programmet.</summary>
    private async Task<Loggfel?> ForstaAsync(CancellationToken cancellationToken) =>
        await db.SingleOrDefaultAsync<long?>(ForstaSql, null, cancellationToken) is < 1 and { } nr
            ? new(Loggfelsort.Tillagd, nr, $"Händelse {nr} är tillagd: numren börjar på 1.")
            : null;

    private async Task<Loggfel?> RaderAsync(Loggprovning provning, Logghuvud? huvud, Action<long, long>? forlopp, CancellationToken cancellationToken)
    {
        List<Loggrad> rader = [];
        var hamtat = 0L;
        var slut = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!slut)
            {
                var (nya, trasig) = await HamtaAsync(hamtat, cancellationToken);
                slut = nya.Count < Omgang;
                rader.AddRange(nya);
                if (nya.Count > 0) { hamtat = nya[^1].Nr; }
                if (trasig is not null)
                {
                    return Prova(provning, rader, rader.Count) ?? trasig;
                }
            }
            // The last rows of a batch wait for the next one: what follows a row tells in which way it is wrong.
            var klara = slut ? rader.Count : Math.Max(0, rader.Count - Loggprovning.Framat);
            if (Prova(provning, rader, klara) is { } fel) { return fel; }
            if (huvud is not null && provning.Nr >= huvud.Nr && rader.Take(klara).FirstOrDefault(r => r.Nr == huvud.Nr) is { } vid && vid.Kedja != huvud.Kedja)
            {
                return new(Loggfelsort.Andrad, huvud.Nr, $"Loggens huvud har inte samma kontrollsumma som händelse {huvud.Nr}. Huvudet är ändrat för hand.");
            }
            rader.RemoveRange(0, klara);
            forlopp?.Invoke(provning.Nr, Math.Max(provning.Nr, huvud?.Nr ?? 0));
            if (slut) { return null; }
        }
    }

    private static Loggfel? Prova(Loggprovning provning, List<Loggrad> rader, int antal)
    {
        for (var i = 0; i < antal; i++)
        {
            var foljande = rader.GetRange(i + 1, Math.Min(Loggprovning.Framat, rader.Count - i - 1));
            if (provning.Prova(rader[i], foljande) is { } fel) { return fel; }
        }
        return null;
    }

    /// <summary>Nästa omgång. En rad vars kolumner inte går att tolka är ändrad för hand, och då läses raderna en i taget fram till den.</summary>
    private async Task<(List<Loggrad> Rader, Loggfel? Trasig)> HamtaAsync(long efter, CancellationToken cancellationToken)
    {
        try
        {
            return ([.. await db.QueryAsync<Loggrad>(RaderSql, new { Efter = efter, Antal = Omgang }, cancellationToken)], null);
        }
        catch (Exception fel) when (Otolkbar(fel))
        {
            var rader = new List<Loggrad>();
            while (await db.SingleOrDefaultAsync<long?>(NastaSql, new { Efter = efter }, cancellationToken) is { } nr)
            {
                try
                {
                    rader.AddRange(await db.QueryAsync<Loggrad>(RaderSql, new { Efter = efter, Antal = 1 }, cancellationToken));
                    efter = nr;
                }
                catch (Exception raden) when (Otolkbar(raden))
                {
                    return (rader, new(Loggfelsort.Andrad, nr, $"Händelse {nr} är ändrad: en av kolumnerna går inte att läsa."));
                }
            }
            return (rader, null);
        }
    }

    private static bool Otolkbar(Exception fel) => fel is DataException or FormatException or InvalidCastException or OverflowException;

    private async Task<Loggfel?> OnumreradeAsync(long sista, CancellationToken cancellationToken)
    {
        var antal = await db.SingleOrDefaultAsync<long>(AntalSql, new { Sista = sista }, cancellationToken);
        return antal > sista ? new(Loggfelsort.Tillagd, sista, $"{antal - sista} händelser är tillagda utan ett eget nummer i kedjan.") : null;
    }
}

/// <summary>Sidan om loggens skydd: senaste kontrollen, ankarna och nycklarna.</summary>
[Kraver(Roll.Revisor | Roll.Administrator)]
public sealed record LoggskyddQuery : IQuery<Loggskydd>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

/// <summary>Pa: om jobben körs på den här servern.</summary>
public sealed record Loggskydd
{
    public bool Pa { get; init; }

    public Logghuvud Huvud { get; init; } = Logghuvud.Tomt;

    /// <summary>Så många av händelserna som läsaren får se på loggens sidor.</summary>
    public int Synliga { get; init; }

    public Jobblage? Kontroll { get; init; }

    public Jobblage? Forankring { get; init; }

    /// <summary>Om någon plats för ankare är inställd.</summary>
    public bool Forankras { get; init; }

    public string? Mottagare { get; init; }

    public int AntalAnkare { get; init; }

    public int OlasligaAnkare { get; init; }

    public Loggankare? SenasteAnkare { get; init; }

    public Loggankare? SenasteKvitto { get; init; }

    public IReadOnlyList<string> Nycklar { get; init; } = [];
}

/// <summary>Ber om en kontroll av hela loggen, nu.</summary>
[Kraver(Roll.Revisor | Roll.Administrator)]
public sealed record KontrolleraLoggCommand : ICommand<Unit>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed class LoggskyddHandler(DbSession db, IJobbschema schema, ILoggankare ankare, ILoggnycklar nycklar, IAnvandarkontext anvandare)
    : IRequestHandler<LoggskyddQuery, Result<Loggskydd>>, IRequestHandler<KontrolleraLoggCommand, Result<Unit>>
{
    private const string SynligaSql = """
        SELECT COUNT(*)
        FROM Handelse
        WHERE Nr IS NOT NULL AND (NamndId IN @Namnder OR (NamndId IS NULL AND @Kommun = 1))
        """;

    public async Task<Result<Loggskydd>> Handle(LoggskyddQuery request, CancellationToken cancellationToken)
    {
        var lage = ankare.Fil is null ? Ankarlage.Tomt : await ankare.LasAsync(cancellationToken);
        return Result<Loggskydd>.Ok(new()
        {
            Pa = schema.Pa,
            Huvud = await Loggbok.HuvudAsync(db, cancellationToken) ?? Logghuvud.Tomt,
            Synliga = await db.SingleOrDefaultAsync<int>(SynligaSql, new { request.Namnder, Kommun = anvandare.KommunRoller.HarNagon(Roll.Administrator) }, cancellationToken),
            Kontroll = schema.Pa ? await schema.LageAsync(Jobben.Kod(Jobbsort.Loggkontroll), cancellationToken) : null,
            Forankring = schema.Pa ? await schema.LageAsync(Jobben.Kod(Jobbsort.Loggankare), cancellationToken) : null,
            Forankras = ankare.Fil is not null,
            Mottagare = ankare.Mottagare,
            AntalAnkare = lage.Ankare.Count,
            OlasligaAnkare = lage.Olasliga,
            SenasteAnkare = lage.Ankare is [.., var sista] ? sista : null,
            SenasteKvitto = lage.Kvitton is [.., var kvitto] ? kvitto : null,
            Nycklar = [.. nycklar.Alla.Select(n => n.Id)],
        });
    }

    public async Task<Result<Unit>> Handle(KontrolleraLoggCommand request, CancellationToken cancellationToken)
    {
        var kod = Jobben.Kod(Jobbsort.Loggkontroll);
        if (!schema.Pa)
        {
            return Result<Unit>.Refused(new Hinder("jobb-av", "Jobben är avstängda på den här servern (inställningen Jobb:Pa). Loggen kan kontrolleras med verbet verifiera-logg."));
        }
        if (await schema.LageAsync(kod, cancellationToken) is { Pagar: not null } or { Vantar: true })
        {
            return Result<Unit>.Refused(new Hinder("jobb-pagar", "Loggen kontrolleras redan. Vänta tills kontrollen är klar."));
        }
        await schema.KorNuAsync(kod, anvandare.Namn, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Kontroll av loggen begärd", "Loggen kontrolleras nu. Resultatet visas här när det är klart."));
    }
}
