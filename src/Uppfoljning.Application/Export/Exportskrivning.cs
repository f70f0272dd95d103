using System.Globalization;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Export;

/// <summary>En kolumn i en export: vad den heter och hur en rads värde skrivs i den.</summary>
internal sealed record Exportkolumn<T>(string Rubrik, Celltyp Typ, int Bredd, Action<ITabellskrivare, T> Skriv)
{
    public static Exportkolumn<T> Text(object rubrik, int bredd, Func<T, string?> varde) => new(rubrik.ToString()!, Celltyp.Text, bredd, (s, r) => s.Text(varde(r)));

    public static Exportkolumn<T> Flerradig(object rubrik, int bredd, Func<T, string?> varde) => new(rubrik.ToString()!, Celltyp.Flerradig, bredd, (s, r) => s.Text(varde(r)));

    public static Exportkolumn<T> Datum(object rubrik, Func<T, DateOnly?> varde) => new(rubrik.ToString()!, Celltyp.Datum, 12, (s, r) => s.Datum(varde(r)));

    public static Exportkolumn<T> Tal(object rubrik, Func<T, long?> varde) =>
        new(rubrik.ToString()!, Celltyp.Tal, Math.Max(10, rubrik.ToString()!.Length + 3), (s, r) => s.Tal(varde(r)));

    public static Exportkolumn<T> Decimal(object rubrik, Func<T, long?> hundradelar) => new(rubrik.ToString()!, Celltyp.Decimal, 11, (s, r) => s.Decimal(hundradelar(r)));

    public static Exportkolumn<T> Belopp(object rubrik, Func<T, long?> varde) => new(rubrik.ToString()!, Celltyp.Belopp, 16, (s, r) => s.Belopp(varde(r)));
}

/// <summary>Listan som hämtas: vad den heter, urvalet i ord och hur den är ordnad.</summary>
internal sealed record Exportlista(string Namn, string Ordning, IReadOnlyList<(string Filter, string Varde)> Urval)
{
    /// <summary>Det som läsaren av filen behöver veta utöver urvalet.</summary>
    public IReadOnlyList<(string Rubrik, string Text)> Upplysningar { get; init; } = [];
}

/// <summary>Det gemensamma för att hämta en lista som fil: raderna läses en i taget ur databasen och skrivs till en fil utanför minnet.</summary>
internal static class Exportskrivning
{
    public const string Dolt = "Personnummer visas utan de fyra sista siffrorna (dataskyddsförordningen, artikel 5.1 c). Läses filen in igen är ett dolt nummer oförändrat.";

    private const int RaderPerPaus = 1000;

    private const int LangstaUrval = 1000;

    public static async Task<Exportfil> SkrivAsync<T>(
        ITabellfil filer, Filformat format, Exportlista lista, IReadOnlyList<Exportkolumn<T>> kolumner, IAsyncEnumerable<T> rader,
        IReadOnlyList<Guid> namnder, IEnumerable<string> namndernas, IAnvandarkontext anvandare, DateTimeOffset nu, CancellationToken cancellationToken)
    {
        var huvud = new Tabellhuvud(lista.Namn, $"{lista.Namn} {SvenskTid.Lokal(nu):yyyy-MM-dd}", anvandare.Namn, nu, [.. kolumner.Select(k => new Tabellkolumn(k.Rubrik, k.Typ, k.Bredd))]);
        await using var skrivare = filer.Skapa(format, huvud);
        var antal = 0;
        await foreach (var rad in rader.WithCancellation(cancellationToken))
        {
            foreach (var kolumn in kolumner) { kolumn.Skriv(skrivare, rad); }
            skrivare.Radslut();
            if (++antal % RaderPerPaus == 0) { cancellationToken.ThrowIfCancellationRequested(); }
        }

        var ur = namndernas.ToList();
        var innehall = await skrivare.KlarAsync(OmFilen(lista, antal, namnder, ur, anvandare, nu));
        return new Exportfil(
            string.Create(CultureInfo.InvariantCulture, $"{Filnamn(lista.Namn)}-{SvenskTid.Lokal(nu):yyyy-MM-dd}.{(format == Filformat.Xlsx ? "xlsx" : "csv")}"),
            format == Filformat.Xlsx ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8",
            innehall)
        {
            Antal = antal,
            Urval = Urvalstext(lista),
            Ur = ur,
        };
    }

    private static string? Urvalstext(Exportlista lista)
    {
        var text = string.Join("; ", lista.Urval.Select(u => $"{u.Filter}: {u.Varde}"));
        return text.Length == 0 ? null : text.Length > LangstaUrval ? text[..LangstaUrval] : text;
    }

    private static IEnumerable<(string, string)> OmFilen(
        Exportlista lista, int antal, IReadOnlyList<Guid> namnder, IEnumerable<string> namndernas, IAnvandarkontext anvandare, DateTimeOffset nu)
    {
        var lokal = SvenskTid.Lokal(nu);
        var roller = namnder.Aggregate(anvandare.KommunRoller, (roll, namnd) => roll | anvandare.RollerI(namnd));
        yield return ("Innehåll", lista.Namn);
        yield return ("Antal rader", antal.ToString(CultureInfo.InvariantCulture));
        yield return ("Nämnd", string.Join(", ", namndernas));
        if (lista.Urval.Count == 0) { yield return ("Urval", "Alla"); }
        foreach (var (filter, varde) in lista.Urval) { yield return ($"Urval: {filter}", varde); }
        yield return ("Ordning", lista.Ordning);
        yield return ("Hämtad", string.Create(CultureInfo.InvariantCulture, $"{lokal:yyyy-MM-dd 'kl.' HH.mm}"));
        yield return ("Hämtad av", anvandare.Namn);
        yield return ("Roll", string.Join(", ", Roller.INamnd.Append(Roll.Administrator).Where(r => roller.HasFlag(r)).Select(r => r.Text())));
        foreach (var upplysning in lista.Upplysningar) { yield return upplysning; }
    }

    /// <summary>Namnet utan å, ä, ö och mellanslag: filen skickas vidare genom system som inte alla klarar dem.</summary>
    private static string Filnamn(string namn) => namn.Replace('ö', 'o').Replace('å', 'a').Replace('ä', 'a').Replace(' ', '-');
}
