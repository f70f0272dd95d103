using Uppfoljning.Application.Avtal;
using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Application.Demo;

/// <summary>Vad demoavtalen säger: CPV-koder, klausuler, krav, sanktioner och parter. Allt följer av avtalets nummer i ordningen, så att några saknar något.</summary>
internal static class Demoavtalsinnehall
{
    private static readonly Dictionary<string, string> Koder = new()
    {
        ["hemtjänst"] = "85312400-3",
        ["boende"] = "85311100-3",
        ["lss"] = "85311200-4",
        ["ledsagning"] = "85311200-4",
        ["kontakt"] = "85311200-4",
        ["hvb"] = "85311300-5",
        ["familjehem"] = "85311300-5",
        ["öppenvård"] = "85312000-9",
        ["skydd"] = "85311000-2",
        ["härbärge"] = "85311000-2",
        ["mat"] = "55520000-1",
        ["skjuts"] = "60130000-8",
        ["städ"] = "90910000-9",
        ["park"] = "77313000-7",
        ["vinter"] = "90620000-9",
        ["bevakning"] = "79713000-5",
        ["it"] = "72000000-5",
        ["bemanning"] = "79620000-6",
    };

    private static readonly (string Punkt, string Krav, string? Utlovat)[] Kraven =
    [
        ("3.2", "Verksamheten har den bemanning som avtalet anger, alla dagar.", "Minst en person mer än kravet under dagtid."),
        ("4.1", "Personalen har den utbildning som krävs för uppgiften.", "Åtta av tio har relevant utbildning vid avtalsstart."),
        ("5.3", "Utföraren har ett ledningssystem för kvalitet och redovisar egenkontrollen en gång om året.", null),
        ("6.1", "Klagomål besvaras inom tio arbetsdagar.", "Svar inom fem arbetsdagar."),
    ];

    private static readonly (Sanktionssort Sort, long? BeloppOre, int? Dagar, string Punkt, string? Villkor)[] Sanktionerna =
    [
        (Sanktionssort.Rattelse, null, 30, "9.1", "Utföraren lämnar en åtgärdsplan inom tiden."),
        (Sanktionssort.Vite, 2_500_000, 30, "9.2", "För varje påbörjad vecka efter rättelsetiden."),
        (Sanktionssort.Prisavdrag, null, null, "9.3", null),
        (Sanktionssort.Havning, null, 60, "9.5", "Väsentligt avtalsbrott som inte har rättats."),
    ];

    public static string? Cpv(string sort, int i) => i % 11 == 6 ? null : Koder.GetValueOrDefault(sort);

    public static Upphandlingsregler? Regler(string? cpv, Upphandlingsform? form, int i) =>
        i % 5 == 3 || form is not Upphandlingsform.Lou ? null
        : Domain.Avtal.Cpv.HorTillBilaga2(cpv) ? Upphandlingsregler.Kapitel19
        : i % 3 == 0 ? Upphandlingsregler.Direktivstyrd : Upphandlingsregler.Kapitel19;

    /// <summary>Var fjärde avtals klausuler är inte genomgångna; hos andra saknas en eller är ett par inte kända.</summary>
    public static IReadOnlyList<Klausuluppgift>? Klausuler(int i) => i % 4 == 1 ? null :
    [
        .. Avtalsklausuler.Alla.Select((sort, nr) =>
        {
            bool? finns = (i + (nr * 5)) % 13 == 0 ? false : (i + (nr * 3)) % 9 == 4 ? null : true;
            return new Klausuluppgift { Sort = sort, Finns = finns, Punkt = finns == true && i % 6 != 5 ? $"{7 + (nr / 4)}.{1 + (nr % 4)}" : null };
        }),
    ];

    public static IEnumerable<SparaAvtalskravCommand> Krav(int i) => i % 3 != 0 ? [] :
        Kraven.Take(2 + (i % 4 / 2 * 2)).Select(k => new SparaAvtalskravCommand { Punkt = k.Punkt, Krav = k.Krav, Utlovat = k.Utlovat });

    public static IEnumerable<SparaAvtalssanktionCommand> Sanktioner(int i) => i % 2 != 0 ? [] :
        Sanktionerna.Skip(i % 3).Take(2).Select(s => new SparaAvtalssanktionCommand
        {
            Sort = s.Sort,
            BeloppOre = s.BeloppOre,
            RattelseDagar = s.Dagar,
            Punkt = s.Punkt,
            Villkor = s.Villkor,
        });

    public static SparaAvtalspartCommand? Part(int i) => i % 7 != 2 ? null
        : i % 2 == 0
            ? new() { Sort = Avtalspartsort.Underleverantor, Namn = "Påhittade Underleverantören AB" }
            : new() { Sort = Avtalspartsort.Medbestallare, Namn = "Grannkommunen i Exemplet" };
}
