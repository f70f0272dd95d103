using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Logg;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Logg;

/// <summary>Huvudet så som den här processen senast skrev det. Bara en gissning: satsen som flyttar huvudet prövar den.</summary>
public sealed class Logghuvudminne
{
    private Logghuvud? _huvud;

    public Logghuvud? Huvud
    {
        get => Volatile.Read(ref _huvud);
        set => Volatile.Write(ref _huvud, value);
    }
}

/// <summary>Den som gör något utan att vara inloggad: den som försöker logga in, eller programmet självt.</summary>
public sealed record Loggaktor(Guid? Id, string Namn)
{
    public static Loggaktor Systemet { get; } = new(null, "Systemet");

    public static Loggaktor Okand { get; } = new(null, "Inte inloggad");

    private const int LangstaNamn = 200;

    /// <summary>Den som gör något med en annans roll; null när användaren gör det med sin egen.</summary>
    public static Loggaktor? Ersattare(IAnvandarkontext anvandare, Atkomst atkomst) => For(anvandare, atkomst.Ersatter);

    /// <summary>Detsamma för en av flera nämnder som begäran gäller.</summary>
    public static Loggaktor? Ersattare(IAnvandarkontext anvandare, Atkomst atkomst, Guid namndId) =>
        For(anvandare, atkomst.NamndId is null ? atkomst.ErsatterI.GetValueOrDefault(namndId) : atkomst.Ersatter);

    private static Loggaktor? For(IAnvandarkontext anvandare, string? ersatter)
    {
        if (ersatter is null) { return null; }
        var namn = $"{anvandare.Namn}, ersättare för {ersatter}";
        return new(anvandare.Id, namn.Length <= LangstaNamn ? namn : namn[..LangstaNamn]);
    }
}

/// <summary>En händelse på väg till loggen.</summary>
public sealed record Loggpost(AuditEntry Handelse, Guid? NamndId = null, Loggaktor? Aktor = null);

/// <summary>
/// Den enda vägen till loggen: ger varje händelse sitt nummer och sin plats i kedjan, och skriver den i samma transaktion som det den berättar om.
/// </summary>
/// <remarks>
/// The head is moved by a statement that names the head it was read from. Whoever loses that race reads the head again and tries once more,
/// in the same transaction: nothing it did before is touched by it, so the command need not run again. The row of the head is then its own
/// until the commit, and the numbers have no holes because a rollback takes the head back with the rows.
/// </remarks>
public sealed class Loggbok(DbSession db, IAnvandarkontext anvandare, ILoggnycklar nycklar, Logghuvudminne minne, Omtag omtag, TimeProvider clock)
{
    /// <summary>Så många rader räknas ihop i minnet innan de skrivs; en import kan ha hundratusentals.</summary>
    private const int Omgang = 10_000;

    /// <summary>Varje förlorad omgång är en annan som har kommit fram; fler än så är ett fel i programmet.</summary>
    private const int FlestForsok = 200;

    private const string HuvudSql = "SELECT Nr, Kedja, Nyckel FROM Logghuvud WHERE Id = 1";

    private const string FlyttaSql = "UPDATE Logghuvud SET Nr = @Nr, Kedja = @Kedja, Nyckel = @Nyckel WHERE Id = 1 AND Nr = @FranNr AND Kedja = @FranKedja";

    private const string FinnsSql = "SELECT COUNT(*) FROM Handelse WHERE Id = @HandelseId";

    private const string HandelseSql = """
        INSERT INTO Handelse (Id, Tid, AnvandareId, Anvandare, NamndId, ArendeId, Vad, Mening, Fakta, Nr, Format, Nyckel, Kedja)
        VALUES (@Id, @Tid, @AnvandareId, @Anvandare, @NamndId, @ArendeId, @Vad, @Mening, @Fakta, @Nr, @Format, @Nyckel, @Kedja)
        """;

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private Logghuvud? _flyttat;

    /// <summary>Skriver i den transaktion som pågår. Anropa <see cref="Bekrafta"/> när den är genomförd.</summary>
    public async Task SkrivAsync(IEnumerable<Loggpost> poster, CancellationToken cancellationToken)
    {
        var tid = Loggkedja.Tusendelar(clock.GetUtcNow());
        var huvud = minne.Huvud;
        // The first row carries the id that was decided before; by it one can ask later whether all of this was done.
        Guid? id = omtag.Handelse(tid);
        foreach (var omgang in poster.Chunk(Omgang))
        {
            var rader = omgang.Select(post => Rad(post, tid)).ToArray();
            if (id is { } bestamt) { rader[0] = rader[0] with { Id = bestamt }; }
            id = null;
            huvud = await SkrivAsync(rader, huvud, cancellationToken);
        }
        _flyttat = huvud;
    }

    /// <summary>Transaktionen är genomförd: nästa gång börjar gissningen där den slutade.</summary>
    public void Bekrafta() => minne.Huvud = _flyttat ?? minne.Huvud;

    /// <summary>Skriver det som inte hör till något kommando, i en egen transaktion.</summary>
    public async Task SkrivEnsamtAsync(IReadOnlyList<Loggpost> poster, CancellationToken cancellationToken)
    {
        var commit = false;
        await db.BeginAsync(cancellationToken);
        try
        {
            await SkrivAsync(poster, cancellationToken);
            commit = true;
            await db.CommitAsync(cancellationToken);
            Bekrafta();
        }
        catch (Exception fel)
        {
            // A commit that got no answer, now or in an attempt before this one, may have been done.
            omtag.Ovisst |= commit && fel is not OperationCanceledException;
            await db.RollbackAsync();
            if (!omtag.Ovisst) { throw; }
            await db.GlomAnslutningenAsync();
            if (await db.SingleOrDefaultAsync<int>(FinnsSql, new { omtag.HandelseId }, CancellationToken.None) == 0) { throw; }
        }
    }

    internal static async Task<Logghuvud?> HuvudAsync(DbSession db, CancellationToken cancellationToken) =>
        await db.SingleOrDefaultAsync<Huvudrad>(HuvudSql, null, cancellationToken) is { } rad ? new(rad.Nr, rad.Kedja, rad.Nyckel) : null;

    private async Task<Logghuvud> SkrivAsync(Loggrad[] rader, Logghuvud? gissning, CancellationToken cancellationToken)
    {
        for (var forsok = 0; forsok < FlestForsok; forsok++)
        {
            var fran = (forsok == 0 ? gissning : null) ?? await HuvudAsync(db, cancellationToken)
                ?? throw new InvalidOperationException("Loggens huvud saknas i databasen. Kör verbet verifiera-logg.");
            var kedjade = Kedja(rader, fran);
            var till = kedjade[^1];
            if (await db.ExecuteAsync(FlyttaSql, new { till.Nr, till.Kedja, till.Nyckel, FranNr = fran.Nr, FranKedja = fran.Kedja }, cancellationToken) == 1)
            {
                await SkrivRaderAsync(kedjade, cancellationToken);
                return new(till.Nr, till.Kedja, till.Nyckel);
            }
        }
        throw new InvalidOperationException("Loggens huvud gick inte att flytta.");
    }

    private async Task SkrivRaderAsync(Loggrad[] rader, CancellationToken cancellationToken)
    {
        try
        {
            await db.ExecuteAsync(HandelseSql, rader.Length == 1 ? rader[0] : rader, cancellationToken);
            Telemetri.HandelserSkrivna(rader.Length);
        }
        catch (DbException fel) when (db.Database.IsUniqueViolation(fel))
        {
            // The head gave the number, so somebody else's row has it: not two people at once, but a log that has been changed by hand.
            throw new InvalidOperationException($"Händelse {rader[0].Nr} finns redan fast loggens huvud inte har kommit dit. Loggen är ändrad för hand; kör verbet verifiera-logg.", fel);
        }
    }

    private Loggrad[] Kedja(Loggrad[] rader, Logghuvud fran)
    {
        if (fran.Nyckel is { } senaste && nycklar.Med(senaste) is null)
        {
            // Another process has changed the key since this one read it.
            nycklar.LasOm();
            if (nycklar.Med(senaste) is null) { throw new DriftException(Loggstart.Saknas(senaste, nycklar)); }
        }
        var nyckel = nycklar.Alla is [.., var sista] ? sista : throw new DriftException($"Loggen har ingen nyckel. {nycklar.Plats}");
        var (nr, fore) = (fran.Nr, fran.Kedja);
        var kedjade = new Loggrad[rader.Length];
        for (var i = 0; i < rader.Length; i++)
        {
            var rad = rader[i] with { Nr = ++nr, Nyckel = nyckel.Id };
            kedjade[i] = rad with { Kedja = fore = Loggkedja.Berakna(nyckel.Varde, rad, fore) };
        }
        return kedjade;
    }

    private Loggrad Rad(Loggpost post, DateTimeOffset tid)
    {
        var (handelse, namnd, aktor) = post;
        return new()
        {
            Id = Guid.CreateVersion7(tid),
            Tid = tid,
            AnvandareId = aktor is null ? anvandare.Id : aktor.Id,
            Anvandare = Text(aktor is null ? anvandare.Namn : aktor.Namn),
            NamndId = namnd,
            ArendeId = handelse.ArendeId,
            Vad = Text(handelse.Vad),
            Mening = Text(handelse.Mening),
            Fakta = handelse.Fakta is null ? null : Doltpersonnummer.I(JsonSerializer.Serialize(handelse.Fakta, handelse.Fakta.GetType(), Json)),
        };
    }

    /// <summary>Ett personnummer skrivs aldrig helt i loggen, för den går inte att rätta efteråt. Ett nolltecken läses inte tillbaka lika från båda databaserna.</summary>
    private static string Text(string text) => Doltpersonnummer.I(text).Replace('\0', '\uFFFD');

    private sealed record Huvudrad
    {
        public long Nr { get; init; }

        public string Kedja { get; init; } = "";

        public string? Nyckel { get; init; }
    }
}
