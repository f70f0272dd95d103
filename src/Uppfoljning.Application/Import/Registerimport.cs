using FluentValidation;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Import;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Import;

/// <summary>Nämnden som filen förs in i.</summary>
internal sealed record Importnamnd
{
    private const string NamndSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id = @NamndId";

    public Guid Id { get; init; }

    public string Namn { get; init; } = "";

    public string Forkortning { get; init; } = "";

    public static Task<Importnamnd?> LasAsync(DbSession db, Guid namndId, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<Importnamnd>(NamndSql, new { NamndId = namndId }, cancellationToken);

    /// <summary>Om cellen namnger nämnden, med namn eller förkortning.</summary>
    public bool Heter(string text) => Nyckel(text) is var nyckel && (nyckel == Nyckel(Namn) || nyckel == Nyckel(Forkortning));

    private static string Nyckel(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();
}

/// <summary>
/// Tolkar en fils rader mot ett register och skriver dem. Provningen och importen är samma kod: provningen skriver bara inte. Registret läses
/// en gång och skrivs en gång, så att antalet satser inte följer antalet rader.
/// </summary>
internal abstract class Registerimport(DbSession db, Importnamnd namnd, Importfil fil)
{
    private readonly Dictionary<string, int> _sedda = new(Jamforelse.Svensk);
    private readonly Dictionary<Kolumn, int> _okant = [];

    /// <summary>Där importen säger hur långt den har kommit.</summary>
    public IImportforlopp Forlopp { get; init; } = IImportforlopp.Inget;

    protected DbSession Db => db;

    protected Importnamnd Namnd => namnd;

    protected Importfil Fil => fil;

    protected abstract Kolumn Namndkolumn { get; }

    /// <summary>Det i registret som heter något, mitt i en mening: avtalet, enheten.</summary>
    protected abstract string Ting { get; }

    public static Registerimport Skapa(DbSession db, Importnamnd namnd, Importfil fil, DateOnly idag, IImportforlopp? forlopp = null) => fil.Sort switch
    {
        Importsort.Avtal => new Avtalsimport(db, namnd, fil, idag) { Forlopp = forlopp ?? IImportforlopp.Inget },
        Importsort.Enheter => new Enhetsimport(db, namnd, fil) { Forlopp = forlopp ?? IImportforlopp.Inget },
        Importsort.Sammantraden => new Sammantradesimport(db, namnd, fil, idag) { Forlopp = forlopp ?? IImportforlopp.Inget },
        _ => new Utforarimport(db, namnd, fil, idag) { Forlopp = forlopp ?? IImportforlopp.Inget },
    };

    /// <summary>Läser registret och tolkar varje rad mot det.</summary>
    public async Task<Importtolkning> TolkaAsync(CancellationToken cancellationToken)
    {
        await LasRegistretAsync(cancellationToken);
        var rader = new List<Importrad>(fil.Rader.Count);
        foreach (var rad in Forlopp.Raknade(Importfas.Provar, fil.Rader, fil.Rader.Count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var lasare = new Radlasare(fil.Karta, rad);
            ProvaBredd(lasare, rad);
            ProvaNamnd(lasare);
            rader.Add(TolkaRad(lasare));
        }
        if (fil.Avklippt)
        {
            rader[^1] = rader[^1] with { Utfall = Radutfall.Fel, Fel = [.. rader[^1].Fel, new(null, "Filen slutar mitt i raden. Den är troligen avklippt.")] };
        }
        return new Importtolkning(
            rader,
            [.. Kolumnkarta.Kolumner(fil.Sort).Where(_okant.ContainsKey).Select(k => new Okandkolumn(k.Namn, _okant[k]))],
            [.. Filvarningar()]);
    }

    /// <summary>Skriver det som tolkningen kom fram till; falskt om någon annan har ändrat något av det sedan registret lästes.</summary>
    public abstract Task<bool> SkrivAsync(Guid importId, CancellationToken cancellationToken);

    /// <summary>En händelse för varje ny eller ändrad sak, så att dess egen historik säger varifrån uppgifterna kom.</summary>
    public abstract IEnumerable<AuditEntry> Handelser(string filnamn);

    protected abstract Task LasRegistretAsync(CancellationToken cancellationToken);

    protected abstract Importrad TolkaRad(Radlasare lasare);

    /// <summary>Ett fel om en tidigare rad i filen gäller samma sak.</summary>
    protected void ProvaDubblett(Radlasare lasare, string nyckel)
    {
        if (_sedda.TryAdd(nyckel, lasare.Nr)) { return; }
        lasare.LaggFel(null, $"Rad {_sedda[nyckel]} och rad {lasare.Nr} gäller samma {Ting}. Behåll en av dem.");
    }

    protected void RaknaOkant(Kolumn kolumn) => _okant[kolumn] = _okant.GetValueOrDefault(kolumn) + 1;

    /// <summary>
    /// Det som registret ska ha efter raden: filens text, utom när den är registrets text så som en fil kan bära den, utan osynliga tecken och
    /// dubbla mellanslag. En export läses in igen utan att något ändras.
    /// </summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(iFilen))]
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(iRegistret))]
    internal static string? Behall(string? iFilen, string? iRegistret) =>
        iFilen is null || (iRegistret is not null && (iFilen == Rensad(iRegistret) || iFilen == Celltext.Flerradig(Celltext.Skyddad(iRegistret)))) ? iRegistret ?? iFilen : iFilen;

    /// <summary>Registrets text så som den läses ur en fil.</summary>
    protected static string? Rensad(string? text) => Jamforelse.Rensad(text);

    /// <summary>Det som registret inte får veta, i en enda varning: bara kolumner som filen har och som är viktiga för uppföljningen.</summary>
    protected static void VarnaOkant(Radlasare lasare, IEnumerable<Kolumn> okanda)
    {
        var namn = string.Join(", ", okanda.Select(k => k.Namn.ToLowerInvariant()));
        if (namn.Length > 0) { lasare.Varna(null, $"Inte känt: {namn}."); }
    }

    protected static void ProvaForm<T>(Radlasare lasare, IValidator<T> validator, T uppgifter, Func<string, Kolumn?> kolumn)
    {
        foreach (var fel in validator.Validate(uppgifter).Errors)
        {
            var vid = kolumn(fel.PropertyName);
            var last = vid is null ? null : lasare.Text(vid);
            lasare.LaggFel(vid, last is null ? fel.ErrorMessage : $"\u201D{Radlasare.Kort(last)}\u201D. {fel.ErrorMessage}");
        }
    }

    /// <summary>Meningen om en ändring i historiken, inom vad som ryms där.</summary>
    internal static string Mening(string borjan, IReadOnlyList<Andring> andringar)
    {
        var mening = $"{borjan} {string.Join("; ", andringar.Select(a => $"{a.Kolumn}: {Kort(a.Fore)} → {Kort(a.Efter)}"))}.";
        return mening.Length <= 2000 ? mening : mening[..1999] + "…";
    }

    protected static Importrad Klar(Radlasare lasare, string namn, Radutfall utfall, IReadOnlyList<Andring> andringar, Guid? objektId) => new()
    {
        Nr = lasare.Nr,
        Namn = namn,
        Utfall = utfall,
        Fel = lasare.Fel,
        Varningar = lasare.Varningar,
        Andringar = andringar,
        ObjektId = objektId,
    };

    /// <summary>Organisationsnumret i registrets form. Null när cellen är tom, har ett dolt personnummer eller inte stämmer; det sista är ett fel.</summary>
    protected static string? Nummer(Radlasare lasare, Kolumn kolumn)
    {
        if (lasare.Text(kolumn) is not { } text) { return null; }
        if (Organisationsnummer.TryTolka(text, out var nummer)) { return nummer; }
        if (!Organisationsnummer.ArMaskerat(text))
        {
            lasare.LaggFel(kolumn, $"\u201D{Radlasare.Kort(Organisationsnummer.Dolt(text))}\u201D stämmer inte. Skriv tio siffror, till exempel 556677-8899; den sista är en kontrollsiffra.");
        }
        return null;
    }

    /// <summary>Ett personnummer som skiljer sig bara i det som är dolt: ett skrivfel, eller en annan med samma namn. Programmet gissar inte vilket.</summary>
    protected static void NekaAndraDolda(Radlasare lasare, Kolumn kolumn, string namn) => lasare.LaggFel(kolumn,
        $"\u201D{Radlasare.Kort(namn)}\u201D finns redan med ett personnummer som bara skiljer sig i de fyra sista siffrorna. Är det samma utförare, töm cellen och rätta numret på utförarens sida; är det en annan, registrera den för hand först.");

    private static string Kort(string? text) => text is null ? "inte känt" : Radlasare.Kort(text.ReplaceLineEndings(" "));

    private void ProvaBredd(Radlasare lasare, Csvrad rad)
    {
        if (rad.Celler.Length > fil.Rubriker.Count && rad.Celler.Skip(fil.Rubriker.Count).Any(c => !string.IsNullOrWhiteSpace(c)))
        {
            lasare.LaggFel(null, $"Raden har {rad.Celler.Length} celler men filen har {fil.Rubriker.Count} rubriker. Står det en avgränsare i en cell utan citattecken?");
        }
    }

    private void ProvaNamnd(Radlasare lasare)
    {
        if (!fil.Karta.Har(Namndkolumn)) { return; }
        if (lasare.Text(Namndkolumn) is not { } text) { lasare.Varna(Namndkolumn, $"Tom. Raden gäller {namnd.Namn}."); }
        else if (!namnd.Heter(text))
        {
            lasare.LaggFel(Namndkolumn, $"\u201D{Radlasare.Kort(text)}\u201D är en annan nämnd. Filen förs in i {namnd.Namn}.");
        }
    }

    private IEnumerable<string> Filvarningar()
    {
        foreach (var varning in fil.Varningar) { yield return varning; }
        if (fil.Karta.Okanda.Count > 0)
        {
            yield return $"Kolumner som inte hör till {fil.Sort.Registret()} läses inte in: {string.Join(", ", fil.Karta.Okanda)}.";
        }
        var utanRubrik = Enumerable.Range(0, fil.Rubriker.Count)
            .Count(i => fil.Rubriker[i].Length == 0 && fil.Rader.Any(r => i < r.Celler.Length && !string.IsNullOrWhiteSpace(r.Celler[i])));
        if (utanRubrik > 0)
        {
            yield return utanRubrik == 1 ? "En kolumn saknar rubrik och läses inte in." : $"{utanRubrik} kolumner saknar rubrik och läses inte in.";
        }
        var saknade = fil.Karta.Saknade.ToList();
        if (saknade.Remove(Namndkolumn)) { yield return $"Kolumnen Nämnd finns inte i filen. Alla rader gäller {namnd.Namn}."; }
        if (saknade.Count > 0)
        {
            yield return $"Kolumner som filen inte har: {string.Join(", ", saknade)}. De uppgifterna blir inte kända för det som är nytt, och ändras inte för det som finns.";
        }
    }
}

/// <summary>En import av rader av en sort: registrets kolumner, hur var och en visas, och vad en rad ändrar.</summary>
internal abstract class Registerimport<T>(DbSession db, Importnamnd namnd, Importfil fil) : Registerimport(db, namnd, fil) where T : class
{
    /// <summary>Registrets kolumner.</summary>
    protected abstract IReadOnlyList<Falt<T>> Falten { get; }

    /// <summary>De kolumner vars tomma celler det varnas för: de är viktiga för uppföljningen.</summary>
    protected abstract IReadOnlyList<Kolumn> Viktiga { get; }

    /// <summary>De kolumner där tomt inte är okänt.</summary>
    protected abstract IReadOnlyList<Kolumn> Frivilliga { get; }

    protected Falt<T> Vid(Kolumn kolumn) => Falten.Single(f => f.Kolumn == kolumn);

    /// <summary>Samma regler som formuläret, och det som registret inte får veta.</summary>
    protected void Prova(Radlasare lasare, IValidator<T> validator, T rad)
    {
        ProvaForm(lasare, validator, rad, egenskap => Falten.FirstOrDefault(f => f.Egenskap == egenskap)?.Kolumn);
        foreach (var falt in Falten)
        {
            if (!Frivilliga.Contains(falt.Kolumn) && falt.Visa(rad) is null) { RaknaOkant(falt.Kolumn); }
        }
        VarnaOkant(lasare, Viktiga.Where(k => Fil.Karta.Har(k) && Vid(k).Visa(rad) is null));
    }

    /// <summary>Det som raden ändrar, så som det visas; tomt för det som är nytt.</summary>
    protected List<Andring> Andringar(T? fore, T efter) => fore is null
        ? []
        : [.. Falten.Select(f => f.Mellan(fore, efter)).OfType<Andring>()];
}

/// <summary>En kolumn i filen, egenskapen som den fyller, och hur värdet visas. Null är inte känt.</summary>
/// <param name="Kolumn">Kolumnen.</param>
/// <param name="Egenskap">Egenskapen som den fyller.</param>
/// <param name="Visa">Värdet så som det visas.</param>
/// <param name="Helt">Det hela värdet, när det som visas döljer en del av det.</param>
internal sealed record Falt<T>(Kolumn Kolumn, string Egenskap, Func<T, string?> Visa, Func<T, string?>? Helt = null)
{
    /// <summary>Ändringen, eller null när värdet är detsamma. Skiljer sig bara det dolda sägs det.</summary>
    public Andring? Mellan(T fore, T efter)
    {
        if ((Helt ?? Visa)(fore) == (Helt ?? Visa)(efter)) { return null; }
        var (da, nu) = (Visa(fore), Visa(efter));
        return new(Kolumn.Namn, da, da == nu ? $"{nu} (andra dolda siffror)" : nu);
    }
}
