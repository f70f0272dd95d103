using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Domain.Planer;

/// <summary>Checksumman över det som nämnden beslutade: samma innehåll ger alltid samma summa, och varje ändrat tecken en annan.</summary>
public static class Plansumma
{
    /// <summary>Står först i det som summeras. Ändras innehållets form får den en ny siffra, och gamla summor prövas med den gamla formen.</summary>
    private const string Form = "uppfoljningsplan-2";

    private const string ForstaForm = "uppfoljningsplan-1";

    /// <summary>SHA-256 i hexadecimala siffror över år, nämnd, rader i ordning och det som står utan rad.</summary>
    public static string Av(Guid namndId, int ar, IEnumerable<Planrad> rader, IEnumerable<UtanRad> utan) => Av(Form, namndId, ar, rader, utan);

    /// <summary>
    /// Om innehållet är det som summan räknades över, i dagens form eller i den som gällde innan rader hade risk och flera tillfällen. En särskild
    /// granskning som har lagts till efter beslutet står efter de beslutade raderna och hör inte till summan (UPP-04).
    /// </summary>
    public static bool Stammer(string checksumma, Guid namndId, int ar, IReadOnlyList<Planrad> rader, IReadOnlyList<UtanRad> utan)
    {
        var kvar = rader.OrderBy(r => r.Nr).ToList();
        while (true)
        {
            if (Av(Form, namndId, ar, kvar, utan) == checksumma || Av(ForstaForm, namndId, ar, kvar, utan) == checksumma) { return true; }
            if (kvar is not [.., { Slag: Radslag.SarskildGranskning }]) { return false; }
            kvar.RemoveAt(kvar.Count - 1);
        }
    }

    private static string Av(string form, Guid namndId, int ar, IEnumerable<Planrad> rader, IEnumerable<UtanRad> utan)
    {
        using var summa = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Lagg(summa, form, namndId.ToString(), Text(ar));
        foreach (var r in rader.OrderBy(r => r.Nr))
        {
            Lagg(summa, "rad", Text(r.Nr), r.AvtalId?.ToString(), r.EnhetId?.ToString(), r.Verksamhetsomrade, r.Objekt, r.Utforare, r.Driftsform?.ToString(),
                r.Avtalsnummer, r.Start?.Iso(), r.Slut?.Iso(), r.VadSomFoljsUpp, r.Former, r.Ansvarig, Text(r.ForstaManad), Text(r.SistaManad),
                Text(r.IntervallManader), r.AterkopplingNamnd, r.AterkopplingUtforare, r.AterkopplingAllmanhet, r.Skal);
            if (form != ForstaForm)
            {
                Lagg(summa, r.Slag.ToString(), Text(r.Del), r.FlerManader, r.Bestams?.ToString(), Text(r.HogstIntervallManader), r.Risk, Text(r.Riskpoang), r.Riskniva,
                    Text(r.Timmar), r.Utlosare?.ToString(), r.Utlosartext, r.Utlosardatum?.Iso());
            }
        }
        foreach (var u in utan.OrderBy(u => u.ObjektId))
        {
            Lagg(summa, "utan", u.AvtalId?.ToString(), u.EnhetId?.ToString(), u.Verksamhetsomrade, u.Objekt, u.Utforare, u.Skal);
            if (form != ForstaForm) { Lagg(summa, u.Slag.ToString(), u.GenomRadId?.ToString(), Text(u.Riskpoang), u.Bestams?.ToString()); }
        }
        return Convert.ToHexString(summa.GetHashAndReset());
    }

    // Each value is preceded by its length, so no two different contents can give the same bytes; unknown differs from empty.
    private static void Lagg(IncrementalHash summa, params ReadOnlySpan<string?> varden)
    {
        foreach (var varde in varden)
        {
            var bytes = varde is null ? [] : Encoding.UTF8.GetBytes(varde);
            summa.AppendData(Encoding.ASCII.GetBytes(varde is null ? "-;" : Text(bytes.Length) + ";"));
            summa.AppendData(bytes);
        }
    }

    private static string? Text(int? tal) => tal?.ToString(CultureInfo.InvariantCulture);
}
