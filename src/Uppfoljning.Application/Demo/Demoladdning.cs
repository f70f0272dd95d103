using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Demo;

public enum Demoutfall
{
    Inlagd,

    /// <summary>Databasen har redan hela demokommunen; inget har gjorts.</summary>
    FannsRedan,

    /// <summary>Databasen har nämnder som inte är demokommunens, eller en demokommun som inte blev färdig; inget har gjorts.</summary>
    Nekad,
}

/// <summary>
/// Lägger in demokommunen Exempelkommun genom att skicka kommandon, i den ordning och vid de tider som det hände i dess historia. Samma år
/// ger samma kommun; det som ännu inte har hänt den dag den läggs in finns inte.
/// </summary>
public sealed class Demoladdning(IServiceProvider services)
{
    /// <summary>Registrerar demoladdningens egen klocka och användare; ersätter dem som värden annars har.</summary>
    public static IServiceCollection Registrera(IServiceCollection services) => services
        .AddSingleton<Demoklocka>()
        .AddSingleton<TimeProvider>(provider => provider.GetRequiredService<Demoklocka>())
        .AddSingleton<Demoaktor>()
        .AddScoped<IAnvandarkontext>(provider => provider.GetRequiredService<Demoaktor>())
        .AddSingleton<Demoladdning>();

    /// <param name="idag">Dagens svenska datum.</param>
    /// <param name="cancellationToken">Avbryter mellan två kommandon.</param>
    /// <exception cref="InvalidOperationException">Ett kommando nekades.</exception>
    public async Task<(Demoutfall Utfall, Demolage Lage)> KorAsync(DateOnly idag, CancellationToken cancellationToken)
    {
        var sandare = new Demosandare(services, services.GetRequiredService<Demoaktor>());
        var klocka = services.GetRequiredService<Demoklocka>();
        klocka.Nu = SvenskTid.Borjan(idag);
        sandare.Som(Demosandare.System);
        var lage = await sandare.Gor(new DemolageQuery());
        if (lage.Hel) { return (Demoutfall.FannsRedan, lage); }
        if (lage.Namnder > 0) { return (Demoutfall.Nekad, lage); }

        var handelser = Demoberattelse.Fore(idag);
        foreach (var handelse in handelser)
        {
            cancellationToken.ThrowIfCancellationRequested();
            klocka.Nu = handelse.Tid;
            sandare.Som(handelse.Vem);
            await handelse.Gor(sandare);
        }

        // The administrator last: a load that was cut short has none, and is not taken for a whole one.
        klocka.Nu = handelser[0].Tid;
        sandare.Som(Demosandare.System);
        await sandare.SkapaAnvandareAsync(Demoinnehall.Administrator);
        return (Demoutfall.Inlagd, await sandare.Gor(new DemolageQuery()));
    }
}

/// <summary>Om databasen är tom, har demokommunen eller har något annat.</summary>
[Kraver(Roll.System)]
public sealed record DemolageQuery : IQuery<Demolage>, IKommunbunden;

public sealed record Demolage
{
    public bool Hel { get; init; }

    public int Namnder { get; init; }

    public int Anvandare { get; init; }

    public int Utforare { get; init; }

    public int Avtal { get; init; }

    public int Enheter { get; init; }

    public int Planer { get; init; }

    public int Planrader { get; init; }

    public int Handelser { get; init; }
}

public sealed class DemolageHandler(DbSession db) : IRequestHandler<DemolageQuery, Result<Demolage>>
{
    private const string LageSql = """
        SELECT CASE WHEN EXISTS (SELECT 1 FROM Anvandare a WHERE a.AnvandarnamnNormal = @Administrator AND a.Demo = 1) THEN 1 ELSE 0 END AS Hel,
               (SELECT COUNT(*) FROM Namnd) AS Namnder,
               (SELECT COUNT(*) FROM Anvandare) AS Anvandare,
               (SELECT COUNT(*) FROM Utforare) AS Utforare,
               (SELECT COUNT(*) FROM Avtal) AS Avtal,
               (SELECT COUNT(*) FROM Enhet) AS Enheter,
               (SELECT COUNT(*) FROM Uppfoljningsplan) AS Planer,
               (SELECT COUNT(*) FROM Planrad) AS Planrader,
               (SELECT COUNT(*) FROM Handelse) AS Handelser
        """;

    public async Task<Result<Demolage>> Handle(DemolageQuery request, CancellationToken cancellationToken) => Result<Demolage>.Ok(
        (await db.SingleOrDefaultAsync<Demolage>(LageSql, new { Administrator = Demoinnehall.Administrator.Anvandarnamn.ToUpperInvariant() }, cancellationToken))!);
}
