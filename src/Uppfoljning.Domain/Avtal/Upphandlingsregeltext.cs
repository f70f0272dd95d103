namespace Uppfoljning.Domain.Avtal;

public static class Upphandlingsregeltext
{
    public static string Text(this Upphandlingsregler regler) => regler switch
    {
        Upphandlingsregler.Direktivstyrd => "Direktivstyrd",
        Upphandlingsregler.Kapitel19 => "19 kap. LOU",
        _ => throw new ArgumentOutOfRangeException(nameof(regler), regler, null),
    };

    public static bool TryTolka(string? text, out Upphandlingsregler regler) => Uppraknat.TryTolka(text, Text, out regler);
}
