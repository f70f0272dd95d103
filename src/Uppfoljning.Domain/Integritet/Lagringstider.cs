namespace Uppfoljning.Domain.Integritet;

/// <summary>
/// Hur länge programmet självt sparar det som bara behövs en tid. Inget av det är handlingar i ett ärende: det är arbetsmaterial och spår av driften, som
/// inte får finnas längre än ändamålet kräver (<see cref="Lagringsminimering"/>). Nämndens egna uppgifter gallras bara efter beslut.
/// </summary>
public static class Lagringstider
{
    public static readonly Lagrum Lagringsminimering = new("dataskyddsförordningen", null, "artikel 5.1 e");

    /// <summary>
    /// En mottagen importfil, och det som sparas medan det granskas. En månad räcker för att granska en fil, rätta den och lämna den igen; därefter är den en
    /// kopia av ett register som finns någon annanstans.
    /// </summary>
    public const int ImportfilDagar = 30;

    /// <summary>
    /// Inloggningar, engångslänkar och brev räknat från när de senast användes eller skapades. En månad räcker för att den som misstänker att någon annan har
    /// loggat in ska hinna se det, och för att felsöka ett brev som inte kom fram. Vem som gjorde vad står i loggen.
    /// </summary>
    public const int InloggningDagar = 30;
}
