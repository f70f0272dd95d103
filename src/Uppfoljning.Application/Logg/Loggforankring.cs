using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Domain.Logg;

namespace Uppfoljning.Application.Logg;

/// <summary>Kedjans huvud, och kontrollsumman vid ett tidigare nummer.</summary>
[Kraver(Roll.System)]
public sealed record LogghuvudQuery(long? Vid = null) : IQuery<Logghuvudlage>, IKommunbunden;

public sealed record Logghuvudlage(Logghuvud Huvud, string? KedjaVid);

public sealed class LogghuvudHandler(DbSession db) : IRequestHandler<LogghuvudQuery, Result<Logghuvudlage>>
{
    private const string VidSql = "SELECT Kedja FROM Handelse WHERE Nr = @Nr AND Nr IS NOT NULL";

    public async Task<Result<Logghuvudlage>> Handle(LogghuvudQuery request, CancellationToken cancellationToken)
    {
        var huvud = await Loggbok.HuvudAsync(db, cancellationToken);
        if (huvud is null) { return Result<Logghuvudlage>.NotFound(); }
        return Result<Logghuvudlage>.Ok(new(huvud, request.Vid is { } nr ? await db.SingleOrDefaultAsync<string>(VidSql, new { Nr = nr }, cancellationToken) : null));
    }
}

/// <summary>
/// Sparar kedjans huvud utanför databasen. Frågar vad som är nytt sedan sist, så en körning för mycket gör ingenting, och den som avbryts tas om.
/// </summary>
/// <remarks>
/// Förankringen skriver ingen händelse: då hade varje förankring gjort nästa nödvändig. Att databasen inte längre stämmer med det senaste ankaret
/// sägs genast, men ankaret för det som nu är skrivs ändå; filen är till för att bevisa, och bevisar mer ju mer den har.
/// </remarks>
internal static class Loggforankring
{
    public static async Task<Jobbutfall> KorAsync(IJobbsandare sandare, ILoggankare ankare, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (ankare.Fil is null) { return new(0, "Ingen plats för ankare är inställd (Logg:Ankare:Fil). Loggens huvud finns då bara i databasen.", []); }

        var lage = await ankare.LasAsync(cancellationToken);
        var senaste = lage.Ankare is [.., var sista] ? sista : null;
        var svar = await sandare.SomSystemAsync(new LogghuvudQuery(senaste?.Nr));
        if (svar.Value is not { } nu) { return new(0, "Loggen gick inte att förankra.", ["Loggens huvud saknas i databasen. Kör verbet verifiera-logg."]); }

        var fel = new List<string>();
        if (senaste is not null && nu.KedjaVid != senaste.Kedja)
        {
            fel.Add($"Händelse {senaste.Nr} är inte den som ankaret från {Loggkedja.Tidstext(senaste.Tid)} säger. Loggen är ändrad, avklippt eller återställd från en äldre kopia; kör verbet verifiera-logg.");
        }
        var nytt = nu.Huvud.Nr > 0 && (senaste?.Nr != nu.Huvud.Nr || senaste.Kedja != nu.Huvud.Kedja);
        var ny = nytt ? new Loggankare(nu.Huvud.Nr, nu.Huvud.Kedja, nu.Huvud.Nyckel, Loggkedja.Tusendelar(clock.GetUtcNow())) : senaste;
        if (nytt) { await ankare.SkrivAsync(ny!, cancellationToken); }

        var skickat = false;
        if (ny is not null && ankare.Mottagare is { } mottagare && !lage.Kvitton.Any(k => k.Nr == ny.Nr && k.Kedja == ny.Kedja))
        {
            var nekat = await ankare.SkickaAsync(ny, cancellationToken);
            skickat = nekat is null;
            if (nekat is not null) { fel.Add($"{mottagare} tog inte emot ankaret: {nekat} Det skickas igen nästa gång."); }
        }
        return new(nytt || skickat ? 1 : 0,
            nytt ? $"Loggen är förankrad vid händelse {ny!.Nr}{(skickat ? $", också hos {ankare.Mottagare}" : "")}."
            : skickat ? $"Ankaret vid händelse {ny!.Nr} är mottaget av {ankare.Mottagare}."
            : "Inget nytt i loggen sedan det senaste ankaret.", fel);
    }
}
