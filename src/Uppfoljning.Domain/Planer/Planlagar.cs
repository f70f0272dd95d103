namespace Uppfoljning.Domain.Planer;

/// <summary>En bestämmelse som planen följer vad nämnden än bestämmer.</summary>
/// <param name="Lagrum">Var den står.</param>
/// <param name="Innebord">Vad den innebär.</param>
/// <param name="IPlanen">Vad den gör med planen.</param>
public sealed record Planlag(Lagrum Lagrum, string Innebord, string IPlanen);

/// <summary>Det som lagen säger om uppföljningen (KL-01, KL-04, KL-06, KL-07). Ingen av bestämmelserna anger hur ofta.</summary>
public static class Planlagar
{
    public static readonly IReadOnlyList<Planlag> Alla =
    [
        new(Plangenerering.KontrollLagrum,
            "Verksamhet som genom avtal har lämnats över till en privat utförare ska kommunen kontrollera och följa upp.",
            "Varje avtal som löper någon dag under planåret får en rad, eller ett skäl till att det följs upp ett annat år. Lagen anger inget intervall."),
        new(Uppfoljningsformer.TillsynLagrum,
            "En nämnd får inte utöva tillsyn enligt lag över verksamhet som den själv bedriver.",
            "Formen tillsyn går inte att välja för egen regi. Där används uppdragsuppföljning och verksamhetsuppföljning."),
        new(Plangenerering.InternKontrollLagrum,
            "Nämnden ska se till att verksamheten följer fullmäktiges mål och lagen, och att den interna kontrollen räcker, också när någon annan sköter verksamheten.",
            "Planen är nämndens egen. Kommunala bolag och egen regi tas med på samma villkor. Lagen anger inget intervall."),
        new(Plangenerering.ProgramLagrum,
            "Fullmäktige antar för varje mandatperiod ett program med mål och riktlinjer som gäller alla utförare, och anger hur de följs upp.",
            "Varje rad har programmets fem punkter. Hur ofta är upp till nämnden, om inte programmet säger något."),
    ];
}
