using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Logg;

/// <summary>En nyckel till loggen. Id:t är en kontrollsumma av nyckeln och säger inget om den.</summary>
public sealed record Loggnyckel(string Id, byte[] Varde)
{
    /// <summary>Bara id:t: nyckeln ska aldrig hamna i en logg eller ett felmeddelande.</summary>
    public override string ToString() => Id;
}

/// <summary>Loggens nycklar, som ligger utanför databasen. Den sista intygar det som skrivs nu; de äldre behövs för att pröva det som skrevs förr.</summary>
public interface ILoggnycklar
{
    /// <summary>Nycklarna, den äldsta först; tom innan den första är gjord.</summary>
    IReadOnlyList<Loggnyckel> Alla { get; }

    /// <summary>Om nycklarna står i inställningarna i stället för i en fil som programmet sköter.</summary>
    bool Installda { get; }

    /// <summary>Var nycklarna ska finnas, i ord, till den som sköter servern.</summary>
    string Plats { get; }

    /// <summary>Läser nycklarna på nytt: en annan process kan ha bytt.</summary>
    void LasOm();

    /// <summary>Gör en ny nyckel och gör den till den sista.</summary>
    /// <exception cref="DriftException">Nycklarna står i inställningarna, eller filen går inte att skriva.</exception>
    Loggnyckel Ny();
}

public static class Loggnycklar
{
    public static Loggnyckel? Med(this ILoggnycklar nycklar, string id) => nycklar.Alla.FirstOrDefault(n => n.Id == id);

    /// <summary>Nyckelns plats i tiden; -1 när den saknas.</summary>
    public static int Ordning(this ILoggnycklar nycklar, string id)
    {
        for (var i = 0; i < nycklar.Alla.Count; i++)
        {
            if (nycklar.Alla[i].Id == id) { return i; }
        }
        return -1;
    }
}
