using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Import;

/// <summary>Raden i tabellen Import: en fil som har tagits emot, och vad som blev av den.</summary>
internal sealed record Importpost
{
    private const string PostSql = """
        SELECT Id, NamndId, Sort, Filnamn, Checksumma, Storlek, Tillstand, Inlagd, InlagdAv, AntalRader, Avslutad, AvslutadAv, AntalNya, AntalAndrade, AntalLika,
               Kolumnval, StartadAv, StartadAvId, Startad, Avtryck, Fel, Forsok, FilBorttagen
        FROM Import
        WHERE Id = @ImportId AND NamndId = @NamndId
        """;

    public Guid Id { get; init; }

    public Guid NamndId { get; init; }

    public Importsort Sort { get; init; }

    public string Filnamn { get; init; } = "";

    public string Checksumma { get; init; } = "";

    public long Storlek { get; init; }

    public Importtillstand Tillstand { get; init; }

    public DateTimeOffset Inlagd { get; init; }

    public string InlagdAv { get; init; } = "";

    public int AntalRader { get; init; }

    public DateTimeOffset? Avslutad { get; init; }

    public string? AvslutadAv { get; init; }

    public int? AntalNya { get; init; }

    public int? AntalAndrade { get; init; }

    public int? AntalLika { get; init; }

    public string? Kolumnval { get; init; }

    public string? StartadAv { get; init; }

    public Guid? StartadAvId { get; init; }

    public DateTimeOffset? Startad { get; init; }

    public string? Avtryck { get; init; }

    public string? Fel { get; init; }

    public int? Forsok { get; init; }

    public DateTimeOffset? FilBorttagen { get; init; }

    /// <summary>Om filen ännu kan provas, köas eller förkastas.</summary>
    public bool Vantar => Tillstand is Importtillstand.Provad or Importtillstand.Misslyckad;

    public static Task<Importpost?> LasAsync(DbSession db, Guid namndId, Guid importId, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<Importpost>(PostSql, new { NamndId = namndId, ImportId = importId }, cancellationToken);

    /// <summary>Varför en fil som inte längre väntar inte kan föras in, förkastas eller ändras.</summary>
    public Hinder RedanAvslutad() => Tillstand switch
    {
        Importtillstand.Inford => new("redan-inford", $"Filen är redan införd, av {AvslutadAv} {Nar(Avslutad)}: {Antal(AntalNya ?? 0, AntalAndrade ?? 0, AntalLika ?? 0)}. Inget har förts in en andra gång."),
        Importtillstand.Koad => new("redan-koad", $"Filen står redan i kö för att föras in. {StartadAv} startade inläsningen {Nar(Startad)}."),
        Importtillstand.Pagar => new("pagar-redan", $"Filen läses redan in. {StartadAv} startade inläsningen {Nar(Startad)}."),
        Importtillstand.Forkastad when Fel is { } skal => new("forkastad", skal),
        Importtillstand.Forkastad => new("forkastad", $"Filen förkastades av {AvslutadAv} {Nar(Avslutad)}. Lämna den igen om den ska föras in."),
        _ => new("vantar", "Filen väntar på att föras in och läses inte in just nu."),
    };

    private static string Nar(DateTimeOffset? tid) => tid is { } t ? $"{SvenskTid.Lokal(t):yyyy-MM-dd} kl. {SvenskTid.Lokal(t):HH.mm}" : "tidigare";

    public static string Antal(int nya, int andrade, int lika) => $"{nya} nya, {andrade} ändrade, {lika} oförändrade";
}

/// <summary>Det gemensamma för att ta emot och föra in en fil, på sidan och på kommandoraden.</summary>
internal static class Importlagring
{
    /// <summary>Filen i lagret är borta eller skadad.</summary>
    public static readonly Hinder FilenSaknas = new("filen-saknas", $"Filen finns inte kvar hel i fillagret. En fil sparas i {RensaImportfilerCommand.Dagar} dagar. Lämna den igen.");

    private const string SammaSql = """
        SELECT Id
        FROM Import
        WHERE NamndId = @NamndId AND Checksumma = @Checksumma AND Filnamn = @Filnamn AND Tillstand = 'Provad'
        ORDER BY Inlagd
        OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY
        """;

    private const string LaggInSql = """
        INSERT INTO Import (Id, NamndId, Sort, Filnamn, Checksumma, Storlek, Tillstand, Inlagd, InlagdAv, AntalRader, Kolumnval)
        VALUES (@Id, @NamndId, @Sort, @Filnamn, @Checksumma, @Storlek, 'Provad', @Inlagd, @InlagdAv, @AntalRader, @Kolumnval)
        """;

    // En import i taget i nämnden: raden är låst tills transaktionen är klar.
    private const string TurSql = "UPDATE Namnd SET Namn = Namn WHERE Id = @NamndId";

    private const string AvslutaSql = """
        UPDATE Import
        SET Tillstand = @Tillstand, Avslutad = @Avslutad, AvslutadAv = @AvslutadAv, Fel = NULL
        WHERE Id = @ImportId AND NamndId = @NamndId AND Tillstand IN @Fran
        """;

    private const string AntalSql = "UPDATE Import SET AntalNya = @Nya, AntalAndrade = @Andrade, AntalLika = @Lika WHERE Id = @ImportId";

    /// <summary>Hela innehållet, eller null om det är större än ett register får vara. Läser aldrig mer än så.</summary>
    public static async Task<byte[]?> LasAsync(Stream innehall, CancellationToken cancellationToken)
    {
        using var minne = new MemoryStream();
        var buffert = new byte[81920];
        int antal;
        while ((antal = await innehall.ReadAsync(buffert, cancellationToken)) > 0)
        {
            if (minne.Length + antal > TaEmotImportCommand.StorstaFil) { return null; }
            minne.Write(buffert, 0, antal);
        }
        return minne.ToArray();
    }

    /// <summary>Namnet utan mappar och osynliga tecken. Det visas; det blir aldrig en sökväg.</summary>
    public static string Namn(string filnamn)
    {
        var namn = Domain.Import.Celltext.Enradig(filnamn[(filnamn.LastIndexOfAny(['/', '\\']) + 1)..]) ?? "register.csv";
        return namn.Length <= 200 ? namn : namn[..200];
    }

    /// <summary>Filen som redan väntar på att föras in, om samma fil lämnas igen; annars en ny post.</summary>
    public static async Task<Guid> LaggInAsync(
        DbSession db, IFillager lager, TimeProvider clock, IAnvandarkontext anvandare, Guid namndId, string filnamn, byte[] innehall, Importfil fil,
        CancellationToken cancellationToken)
    {
        var checksumma = await lager.SparaAsync(innehall, cancellationToken);
        var samma = await db.SingleOrDefaultAsync<Guid?>(SammaSql, new { NamndId = namndId, Checksumma = checksumma, Filnamn = filnamn }, cancellationToken);
        if (samma is { } finns) { return finns; }

        var id = Guid.CreateVersion7();
        await db.ExecuteAsync(LaggInSql, new
        {
            Id = id,
            NamndId = namndId,
            Sort = fil.Sort.ToString(),
            Filnamn = filnamn,
            Checksumma = checksumma,
            Storlek = (long)innehall.Length,
            Inlagd = clock.GetUtcNow(),
            InlagdAv = anvandare.Namn,
            AntalRader = fil.Rader.Count,
            // Kopplat ur minnet: importen bär sin egen koppling, så att den inte ändras när minnet gör det.
            Kolumnval = !fil.Obestamd && fil.Karta.Ihagkomna.Count > 0 ? fil.Karta.Val(fil.Rubrikrad, fil.Blad).Text() : null,
        }, cancellationToken);
        return id;
    }

    /// <summary>Ställer sig i tur i nämnden.</summary>
    public static async Task<bool> TaTurAsync(DbSession db, Guid namndId, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(TurSql, new { NamndId = namndId }, cancellationToken) == 1;

    /// <summary>Gör importen införd eller förkastad, en gång; falskt om den redan är det ena eller det andra.</summary>
    public static async Task<bool> AvslutaAsync(
        DbSession db, TimeProvider clock, IAnvandarkontext anvandare, Guid namndId, Guid importId, Importtillstand tillstand, IReadOnlyList<Importtillstand> fran,
        CancellationToken cancellationToken) =>
        await db.ExecuteAsync(AvslutaSql, new
        {
            NamndId = namndId,
            ImportId = importId,
            Tillstand = tillstand.ToString(),
            Avslutad = clock.GetUtcNow(),
            AvslutadAv = anvandare.Namn,
            Fran = fran.Select(f => f.ToString()),
        }, cancellationToken) == 1;

    /// <summary>Tolkar filen mot registret och skriver allt, eller säger varför inget skrevs. Avtrycket är det som användaren såg, om någon såg det.</summary>
    public static async Task<Result<Importutfall>> InforAsync(
        DbSession db, Importnamnd namnd, Importpost post, Importfil fil, DateOnly idag, string? avtryck, IImportforlopp forlopp, CancellationToken cancellationToken)
    {
        var import = Registerimport.Skapa(db, namnd, fil, idag, forlopp);
        var tolkning = await import.TolkaAsync(cancellationToken);
        if (tolkning.AntalFel > 0)
        {
            var forsta = tolkning.Rader.Where(r => r.Fel.Count > 0).Take(10).SelectMany(r => r.Fel.Select(f => new Hinder("rad-med-fel", $"Rad {r.Nr}, {f}")));
            return Result<Importutfall>.Refused([
                new("fel-i-filen", $"{tolkning.AntalFel} fel på {tolkning.RaderMedFel} {(tolkning.RaderMedFel == 1 ? "rad" : "rader")}. Inget har förts in. Rätta filen och lämna den igen."), .. forsta]);
        }
        if (!string.IsNullOrEmpty(avtryck) && avtryck != tolkning.Avtryck())
        {
            return Result<Importutfall>.Refused(new Hinder("registret-andrat",
                "Registret har ändrats sedan du såg provningen, så det som skulle hända är inte längre detsamma. Se efter och för in igen."));
        }
        fil.SlappRader();
        if (!await import.SkrivAsync(post.Id, cancellationToken))
        {
            return Result<Importutfall>.Conflict(new Hinder("andrad-av-annan", "Någon ändrade i registret medan filen fördes in. Inget har förts in. Försök igen."));
        }
        await db.ExecuteAsync(AntalSql, new { ImportId = post.Id, tolkning.Nya, tolkning.Andrade, tolkning.Lika }, cancellationToken);

        var utfall = new Importutfall(post.Id, fil.Sort, tolkning.Nya, tolkning.Andrade, tolkning.Lika);
        return Result<Importutfall>.Ok(utfall, new AuditEntry(
            "Import införd",
            $"Filen {post.Filnamn} införd i {fil.Sort.Registret()}: {Importpost.Antal(tolkning.Nya, tolkning.Andrade, tolkning.Lika)}.",
            new { ImportId = post.Id, post.Filnamn, post.Checksumma, tolkning.Nya, tolkning.Andrade, tolkning.Lika },
            PerArende: forlopp.Raknade(Importfas.Historik, import.Handelser(post.Filnamn), tolkning.Nya + tolkning.Andrade)));
    }
}

/// <summary>Vad som fördes in.</summary>
public sealed record Importutfall(Guid ImportId, Importsort Sort, int Nya, int Andrade, int Lika);
