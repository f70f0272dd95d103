namespace Uppfoljning.Application.Common;

/// <summary>Den som begär: en inloggad användare eller systemet självt.</summary>
public interface IAnvandarkontext
{
    /// <summary>Användarens id, eller null för systemet och för den som inte är inloggad.</summary>
    Guid? Id { get; }

    /// <summary>Namnet så som det skrivs i historiken.</summary>
    string Namn { get; }

    /// <summary>Roller som gäller hela kommunen: Administrator eller System.</summary>
    Roll KommunRoller { get; }

    /// <summary>Roller per nämnd; en nämnd som saknas finns inte för användaren.</summary>
    IReadOnlyDictionary<Guid, Roll> NamndRoller { get; }

    /// <summary>
    /// Namnet på den som användaren är ersättare för i nämnden, när ingen egen roll räcker men hennes gör det; null när en egen roll räcker.
    /// </summary>
    string? Ersatter(Guid namndId, Roll nagonAv) => null;
}

public static class Anvandarkontext
{
    /// <summary>Rollerna i nämnden tillsammans med dem som gäller hela kommunen.</summary>
    public static Roll RollerI(this IAnvandarkontext anvandare, Guid namndId) =>
        anvandare.KommunRoller | (anvandare.NamndRoller.TryGetValue(namndId, out var roller) ? roller : Roll.Ingen);

    public static bool HarNagon(this Roll roller, Roll nagonAv) => (roller & nagonAv) != Roll.Ingen;

    /// <summary>Om användaren har någon av rollerna i nämnden. Till för vad en sida erbjuder; vad som får göras avgör pipelinen.</summary>
    public static bool Har(this IAnvandarkontext anvandare, Guid namndId, Roll nagonAv) => anvandare.RollerI(namndId).HarNagon(nagonAv);
}
