using System.Globalization;

namespace Uppfoljning.Domain.Avtal;

/// <summary>CPV-koder, och de som hör till bilaga 2 till LOU (LOU-10). Kontrollsiffran prövas bara till formen.</summary>
public static class Cpv
{
    /// <summary>En tjänst i bilaga 2 upphandlas enligt 19 eller 19 a kap. vilket värdet än är.</summary>
    public static readonly IReadOnlyList<Lagrum> Bilaga2Lagrum = [Lagrum.Lou(1, 4), Lagrum.Lou(19, 1)];

    /// <summary>
    /// De koder i bilaga 2 som registret känner, från och med till och med, utan kontrollsiffra. Bilagan har fler; en kod som inte står här kan
    /// också höra till den.
    /// </summary>
    public static readonly IReadOnlyList<(int Fran, int Till)> Bilaga2 =
    [
        (75200000, 75200000), (79611000, 79611000), (79622000, 79622000), (79624000, 79625000), (85000000, 85323000), (98133000, 98133100),
        (98200000, 98200000), (98500000, 98500000), (98513000, 98514000),
    ];

    /// <summary>Åtta siffror, och efter bindestreck en kontrollsiffra om den är känd: 85312100 eller 85312100-0.</summary>
    public static bool TryTolka(string? text, out string kod)
    {
        kod = text?.Trim() ?? "";
        return kod.Length is 8 or 10 && kod.AsSpan(0, 8).IndexOfAnyExceptInRange('0', '9') < 0 && (kod.Length == 8 || (kod[8] == '-' && char.IsAsciiDigit(kod[9])));
    }

    /// <summary>Sant när koden hör till bilaga 2; falskt säger bara att den inte är en av de koder som registret känner.</summary>
    public static bool HorTillBilaga2(string? text)
    {
        if (!TryTolka(text, out var kod)) { return false; }
        var nummer = int.Parse(kod.AsSpan(0, 8), NumberStyles.None, CultureInfo.InvariantCulture);
        return Bilaga2.Any(b => nummer >= b.Fran && nummer <= b.Till);
    }

    /// <summary>Vad koden säger om reglerna, eller null när den inte säger något. Reglerna väljs alltid av den som vet.</summary>
    public static string? Upplysning(string? text, Upphandlingsregler? regler) => !HorTillBilaga2(text) ? null
        : regler == Upphandlingsregler.Direktivstyrd
            ? $"CPV-koden hör till bilaga 2. En sådan tjänst upphandlas enligt 19 eller 19 a kap. vilket värdet än är ({Bilaga2Lagrum[0]} och {Bilaga2Lagrum[1]}), men avtalet är angivet som direktivstyrt. Kontrollera koden och reglerna."
            : $"CPV-koden hör till bilaga 2: tjänsten upphandlas enligt 19 eller 19 a kap. vilket värdet än är ({Bilaga2Lagrum[0]} och {Bilaga2Lagrum[1]}).";
}
