namespace Uppfoljning.Domain.Kalender;

/// <summary>Kalkylarkets dagnummer: dag 1 är den 1 januari 1900, eller dag 0 den 1 januari 1904 i arbetsböcker från äldre Mac.</summary>
public static class Kalkylark
{
    /// <summary>Dag 60 är den 29 februari 1900, som aldrig fanns.</summary>
    private const int SkottdagSomInteFanns = 60;

    private static readonly int Noll1900 = new DateOnly(1899, 12, 30).DayNumber;
    private static readonly int Noll1904 = new DateOnly(1904, 1, 1).DayNumber;

    /// <summary>Datumet för ett dagnummer, eller null när det inte är ett datum mellan år 1900 och 2200.</summary>
    public static DateOnly? Datum(long dagnummer, bool fran1904 = false)
    {
        if (dagnummer is < 0 or > 200_000 || (!fran1904 && dagnummer is (0 or SkottdagSomInteFanns))) { return null; }
        var dag = fran1904 ? Noll1904 + (int)dagnummer : Noll1900 + (int)dagnummer + (dagnummer < SkottdagSomInteFanns ? 1 : 0);
        var datum = DateOnly.FromDayNumber(dag);
        return datum.Year <= Datumtext.StorstAr ? datum : null;
    }

    /// <summary>Dagnumret för ett datum från och med år 1900.</summary>
    public static int Dagnummer(DateOnly datum)
    {
        var nummer = datum.DayNumber - Noll1900;
        return nummer <= SkottdagSomInteFanns ? nummer - 1 : nummer;
    }
}
