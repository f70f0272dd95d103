namespace Uppfoljning.Domain.Planer;

/// <summary>Programmets fem punkter: vad varje rad i planen ska innehålla (regelverket 3.2; programmet antas enligt 5 kap. 3 § KL).</summary>
public static class Plankrav
{
    public const int LangstIntervallManader = 60;

    public static readonly Lagrum VadLagrum = Lagrum.Program("punkt 1");
    public static readonly Lagrum FormerLagrum = Lagrum.Program("punkt 2");
    public static readonly Lagrum AnsvarigLagrum = Lagrum.Program("punkt 3");
    public static readonly Lagrum TidLagrum = Lagrum.Program("punkt 4");
    public static readonly Lagrum AterkopplingLagrum = Lagrum.Program("punkt 5");

    /// <summary>Allt som raden saknar eller som inte får stå i den, var och en vid sitt fält; tom lista betyder att raden är giltig.</summary>
    public static IReadOnlyList<Hinder> Prova(Planrad rad)
    {
        var hinder = new List<Hinder>();
        ProvaVad(rad, hinder);
        ProvaFormer(rad, hinder);
        ProvaUtlosare(rad, hinder);
        if (Tom(rad.Ansvarig))
        {
            hinder.Add(new("ansvarig-saknas", "Ange vem som ansvarar för uppföljningen: en roll, en person eller en enhet.", AnsvarigLagrum, nameof(rad.Ansvarig)));
        }
        ProvaTid(rad, hinder);
        ProvaAterkoppling(rad.AterkopplingNamnd, "nämnden", nameof(rad.AterkopplingNamnd), hinder);
        ProvaAterkoppling(rad.AterkopplingUtforare, "utföraren", nameof(rad.AterkopplingUtforare), hinder);
        ProvaAterkoppling(rad.AterkopplingAllmanhet, "allmänheten", nameof(rad.AterkopplingAllmanhet), hinder);
        return hinder;
    }

    private static void ProvaVad(Planrad rad, List<Hinder> hinder)
    {
        if (Tom(rad.VadSomFoljsUpp))
        {
            hinder.Add(new("vad-saknas", "Ange vad som ska följas upp.", VadLagrum, nameof(rad.VadSomFoljsUpp)));
        }
        else if (Tom(rad.VadSomFoljsUpp.Replace(rad.Objekt, "", StringComparison.OrdinalIgnoreCase)))
        {
            hinder.Add(new("omrade-saknas", "Ange minst ett område som ska följas upp, inte bara vad avtalet eller enheten heter.", VadLagrum, nameof(rad.VadSomFoljsUpp)));
        }
    }

    private static void ProvaFormer(Planrad rad, List<Hinder> hinder)
    {
        var former = Uppfoljningsformer.Las(rad.Former);
        if (former.Count == 0)
        {
            hinder.Add(new("form-saknas", "Välj minst en form av uppföljning.", FormerLagrum, nameof(rad.Former)));
        }
        foreach (var form in former)
        {
            if (rad.Slag == Radslag.SarskildGranskning && form == Uppfoljningsform.SarskildGranskning) { continue; }
            if (Uppfoljningsformer.Prova(form, rad.Sort, rad.Driftsform) is { } fel) { hinder.Add(fel); }
        }
    }

    private static void ProvaUtlosare(Planrad rad, List<Hinder> hinder)
    {
        if (rad.Slag != Radslag.SarskildGranskning) { return; }
        if (rad.Utlosare is null)
        {
            hinder.Add(new("utlosare-saknas", "Ange vad som utlöser granskningen: ny lag, eller beslut av nämnden, dess ordförande eller ansvarig chef.",
                Uppfoljningsformer.SarskildGranskningLagrum, nameof(rad.Utlosare)));
        }
        if (Tom(rad.Utlosartext))
        {
            hinder.Add(new("utlosartext-saknas", "Ange vilken lag eller vilket beslut det är.", Uppfoljningsformer.SarskildGranskningLagrum, nameof(rad.Utlosartext)));
        }
    }

    private static void ProvaTid(Planrad rad, List<Hinder> hinder)
    {
        if (rad.ForstaManad is not (>= 1 and <= 12))
        {
            hinder.Add(new("period-saknas", "Ange den månad då uppföljningen tidigast görs.", TidLagrum, nameof(rad.ForstaManad)));
        }
        if (rad.SistaManad is not (>= 1 and <= 12))
        {
            hinder.Add(new("period-saknas", "Ange den månad då uppföljningen senast görs.", TidLagrum, nameof(rad.SistaManad)));
        }
        if (rad.ForstaManad is >= 1 and <= 12 && rad.SistaManad is >= 1 and <= 12 && rad.SistaManad < rad.ForstaManad)
        {
            hinder.Add(new("period-bakvand", "Perioden slutar före den börjar.", TidLagrum, nameof(rad.SistaManad)));
        }
        // En särskild granskning görs vid sidan av den regelbundna uppföljningen och har inget intervall.
        if (rad.Slag == Radslag.SarskildGranskning) { return; }
        if (rad.HogstIntervallManader is { } hogst && rad.IntervallManader > hogst)
        {
            hinder.Add(new("intervall-for-langt", $"Lag eller avtal kräver uppföljning minst {Plantext.Intervall(hogst)}. Välj ett intervall på högst {Plantext.Antal(hogst, "månad", "månader")}.",
                TidLagrum, nameof(rad.IntervallManader)));
        }
        if (rad.IntervallManader is not (>= 1 and <= LangstIntervallManader))
        {
            hinder.Add(new("intervall-saknas", $"Ange hur ofta uppföljningen görs, 1–{LangstIntervallManader} månader.", TidLagrum, nameof(rad.IntervallManader)));
        }
    }

    private static void ProvaAterkoppling(string text, string mottagare, string falt, List<Hinder> hinder)
    {
        if (Tom(text))
        {
            hinder.Add(new("aterkoppling-saknas", $"Ange hur resultatet återkopplas till {mottagare}, eller varför det inte görs.", AterkopplingLagrum, falt));
        }
    }

    private static bool Tom(string? text) => text is null || !text.Any(char.IsLetter);
}
