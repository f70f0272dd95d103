using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Kopia;

/// <summary>Får veta vad som görs, och hur mycket av hur mycket som är klart.</summary>
public delegate void Kopieforlopp(string vad, long klara, long av);

/// <summary>Det som krypterar nycklarna i kopian: en lösenfras, eller innehållet i en nyckelfil.</summary>
public sealed record Kopielosen(byte[] Varde)
{
    /// <summary>Aldrig värdet: det ska inte hamna i en logg.</summary>
    public override string ToString() => nameof(Kopielosen);
}

/// <summary>En beställd säkerhetskopia.</summary>
/// <param name="Mal">En mapp, där filen får ett namn efter tiden, eller en fil som slutar på .zip.</param>
/// <param name="Losen">Krypterar nycklarna; null när de ska lämnas utanför.</param>
public sealed record Kopiebestallning(string Mal, Kopielosen? Losen);

/// <summary>En gjord säkerhetskopia. Brister är det som inte kom med fast det skulle; varningar är sådant som är bra att veta.</summary>
public sealed record Kopieutfall
{
    public required string Fil { get; init; }

    public required string Id { get; init; }

    public required long Storlek { get; init; }

    public required int Filer { get; init; }

    public required long Handelser { get; init; }

    public required bool MedNycklar { get; init; }

    public required IReadOnlyList<string> Varningar { get; init; }

    public required IReadOnlyList<string> Brister { get; init; }

    public required Kopieprovning Provning { get; init; }

    public required IReadOnlyList<string> Gallrade { get; init; }

    public bool Hel => Brister.Count == 0 && Provning.Hel;
}

public enum Provutfall
{
    Hel,
    Varning,

    /// <summary>Något saknades för att pröva delen.</summary>
    Oprovad,
    Fel,
}

/// <summary>En del av det som prövades. Fel räknar upp det som är fel, de första om de är många.</summary>
public sealed record Provningsdel(string Del, Provutfall Utfall, string Mening, IReadOnlyList<string> Fel)
{
    public Provningsdel(string del, Provutfall utfall, string mening) : this(del, utfall, mening, []) { }
}

/// <summary>Hur prövningen gick, del för del.</summary>
public sealed record Kopieprovning(IReadOnlyList<Provningsdel> Delar)
{
    public bool Hel => Delar.All(d => d.Utfall is Provutfall.Hel or Provutfall.Varning);

    public string Mening => Hel ? "Allt stämmer." : string.Join(" ", Delar.Where(d => d.Utfall is Provutfall.Fel or Provutfall.Oprovad).Select(d => $"{d.Del}: {d.Mening}"));
}

/// <summary>En säkerhetskopia i mappen. Hel är null när den inte har prövats.</summary>
public sealed record Kopiepost
{
    public required string Fil { get; init; }

    public required DateTimeOffset Gjord { get; init; }

    public required long Storlek { get; init; }

    public bool? Hel { get; init; }

    public DateTimeOffset? Provad { get; init; }

    public string? Mening { get; init; }

    public bool? MedNycklar { get; init; }
}

/// <summary>Det som är inställt om säkerhetskopior på den här servern.</summary>
/// <param name="Mapp">Mappen för de schemalagda; null när inga görs.</param>
/// <param name="Tid">När de görs.</param>
/// <param name="VarnaEfterDagar">Så gammal får den senaste hela bli.</param>
/// <param name="MedNycklar">Om en nyckelfil är inställd, så att nycklarna kommer med.</param>
/// <param name="BehallDagar">Så många dagar sparas de.</param>
/// <param name="BehallAntal">Så många av de senaste hela sparas hur gamla de än är.</param>
public sealed record Kopielage(string? Mapp, TimeOnly Tid, int VarnaEfterDagar, bool MedNycklar, int BehallDagar, int BehallAntal);

/// <summary>En beställd återställning.</summary>
public sealed record Aterstallning
{
    public required string Kopia { get; init; }

    public required string Till { get; init; }

    public bool Ersatt { get; init; }

    public Kopielosen? Losen { get; init; }

    /// <summary>Ankare på en annan plats, till exempel mottagarens.</summary>
    public string? Ankare { get; init; }
}

/// <summary>En gjord återställning.</summary>
/// <param name="Mapp">Dit allt återställdes.</param>
/// <param name="Undanflyttad">Dit det som låg där förut flyttades; null när inget låg där.</param>
/// <param name="Mening">Händelsen som loggen fick; null när databasen är databasadministratörens.</param>
/// <param name="Migreringar">De migreringar som kördes.</param>
/// <param name="MedNycklar">Om nycklarna kom med.</param>
public sealed record Aterstallt(string Mapp, string? Undanflyttad, string? Mening, IReadOnlyList<string> Migreringar, bool MedNycklar);

/// <summary>Säkerhetskopior: gör, prövar och återställer. Allt är filer utanför programmets egna mappar.</summary>
public interface ISakerhetskopior
{
    Kopielage Lage { get; }

    /// <summary>Nyckelfilen i inställningen Kopia:Nyckelfil, eller null när ingen är inställd.</summary>
    /// <exception cref="DriftException">Filen går inte att läsa eller är för kort.</exception>
    Kopielosen? Installdlosen();

    /// <exception cref="DriftException">Filen går inte att läsa eller är för kort.</exception>
    Kopielosen Losen(string nyckelfil);

    /// <summary>Kopiorna i mappen, den nyaste först.</summary>
    IReadOnlyList<Kopiepost> Lista(string mapp);

    /// <summary>Gör en kopia medan andra skriver, prövar den och gallrar de gamla i mappen.</summary>
    /// <exception cref="DriftException">Kopian gick inte att göra; inget halvt är kvar.</exception>
    Task<Kopieutfall> GorAsync(Kopiebestallning bestallning, Kopieforlopp forlopp, CancellationToken cancellationToken);

    /// <summary>Prövar en kopia utan att packa upp den över något.</summary>
    Task<Kopieprovning> VerifieraAsync(string kopia, Kopielosen? losen, Kopieforlopp forlopp, CancellationToken cancellationToken);

    /// <summary>Prövar det som programmet använder nu.</summary>
    Task<Kopieprovning> VerifieraAsync(Kopieforlopp forlopp, CancellationToken cancellationToken);

    /// <summary>Om kopian har nycklar, så att en lösenfras behövs, och kommunen den hör till.</summary>
    /// <exception cref="DriftException">Kopian går inte att läsa.</exception>
    (bool Nycklar, string Kommun) Om(string kopia);

    /// <exception cref="DriftException">Kopian stämmer inte, eller mappen är upptagen; inget är ändrat.</exception>
    Task<Aterstallt> AterstallAsync(Aterstallning aterstallning, Kopieforlopp forlopp, CancellationToken cancellationToken);

    /// <summary>Noterar i loggen att databasadministratören har återställt databasen. Görs innan programmet startas.</summary>
    /// <returns>Händelsens mening.</returns>
    Task<string> NoteraAsync(string? kopia, string? ankare, CancellationToken cancellationToken);
}

/// <summary>Håller reda på att programmet är i gång, så att ingen återställer under det.</summary>
public interface IDriftlas
{
    /// <summary>Programmet använder sina mappar tills det stängs.</summary>
    /// <exception cref="DriftException">En återställning pågår.</exception>
    void Dela();
}
