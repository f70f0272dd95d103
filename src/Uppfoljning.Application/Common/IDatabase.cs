using System.Data.Common;

namespace Uppfoljning.Application.Common;

/// <summary>Det som kan hända databasen utan att programmet har gjort fel, och som går över när orsaken är borta.</summary>
public enum Databasfel
{
    /// <summary>Ett fel i programmet, eller ett som ingen har räknat med.</summary>
    Annat,

    /// <summary>Disken, eller det utrymme som databasen får ta, är full.</summary>
    Full,

    /// <summary>Databasen går att läsa men inte att skriva i.</summary>
    Skrivskyddad,

    /// <summary>Någon annan håller databasen så länge att väntan tog slut.</summary>
    Upptagen,

    /// <summary>Disken svarar med fel.</summary>
    Diskfel,

    /// <summary>Databasen går inte att öppna eller nå.</summary>
    Borta,

    /// <summary>Databasens innehåll är skadat, eller så är filen ingen databas.</summary>
    Skadad,
}

/// <summary>Det som skiljer databaserna åt. Allt annat är en och samma SQL-text.</summary>
public interface IDatabase
{
    /// <summary>SQLite eller SQL Server; visas i administration och loggar.</summary>
    string Namn { get; }

    Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Turordning mellan skrivare i samma process. SQLite har en skrivare åt gången; SQL Server behöver ingen.</summary>
    ValueTask<IDisposable?> WriterTurnAsync(CancellationToken cancellationToken);

    /// <summary>Databasens ord för samma sats: SQLite skriver OFFSET … FETCH som LIMIT … OFFSET.</summary>
    string Text(string sql);

    /// <summary>Om felet är ett brott mot ett unikt index.</summary>
    bool IsUniqueViolation(DbException exception);

    /// <summary>Om felet är att en rad pekar på en som inte finns, eller att en som andra pekar på skulle tas bort.</summary>
    bool IsForeignKeyViolation(DbException exception);

    /// <summary>
    /// Om felet går över av sig självt, så att samma begäran kan lyckas om den körs om från början: någon annan skrev just då, servern tog över efter en
    /// annan, nätet bröts.
    /// </summary>
    bool IsTransient(DbException exception);

    /// <summary>Hur databasen är inställd, prövat när programmet startar: det som hindrar, och det som bör rättas.</summary>
    Task<Databasgranskning> GranskaAsync(CancellationToken cancellationToken);

    /// <summary>Rullar tillbaka, också när databasen redan har gjort det av sig själv för att något tog slut.</summary>
    Task RullaTillbakaAsync(DbTransaction transaction);

    /// <summary>Vad felet beror på, när det är maskinen eller databasen och inte satsen som är fel.</summary>
    Databasfel Fel(DbException exception);
}

/// <summary>Vad som är fel och vad som bör rättas i databasens inställningar, som meningar till den som sköter den.</summary>
public sealed record Databasgranskning(string Version, IReadOnlyList<string> Fel, IReadOnlyList<string> Varningar);
