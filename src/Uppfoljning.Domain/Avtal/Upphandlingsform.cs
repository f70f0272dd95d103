namespace Uppfoljning.Domain.Avtal;

/// <summary>Hur avtalet kom till. Okänd form är null.</summary>
public enum Upphandlingsform
{
    Lou,
    Lov,
    Direktupphandling,
    Luf,
    IdeburetPartnerskap,
    Annan,
}

public static class Upphandlingsformer
{
    public static string Text(this Upphandlingsform form) => form switch
    {
        Upphandlingsform.Lou => "LOU",
        Upphandlingsform.Lov => "LOV",
        Upphandlingsform.Direktupphandling => "Direktupphandling",
        Upphandlingsform.Luf => "LUF",
        Upphandlingsform.IdeburetPartnerskap => "Idéburet offentligt partnerskap",
        Upphandlingsform.Annan => "Annan",
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
    };

    public static bool TryTolka(string? text, out Upphandlingsform form) =>
        Uppraknat.TryTolka(text, Text, out form);
}
