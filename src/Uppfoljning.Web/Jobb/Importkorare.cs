using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Import;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Web.Drift;
using Uppfoljning.Web.Inloggning;

namespace Uppfoljning.Web.Jobb;

/// <summary>Väcker kön när något har ställts i den, så att ingen behöver vänta på nästa runda.</summary>
public sealed class Importvackare : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public void Vack()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Den är redan väckt.
        }
    }

    public Task VantaAsync(TimeSpan hogst, CancellationToken cancellationToken) => _signal.WaitAsync(hogst, cancellationToken);

    public void Dispose() => _signal.Dispose();
}

/// <summary>
/// Tar köade importer en i taget, i bakgrunden.
/// </summary>
/// <remarks>
/// Filen förs in av den som startade inläsningen, inte av systemet: det är den människan som godkände provningen, så det är hennes namn som
/// ska stå i historiken för varje avtal. Rollerna läses när filen förs in. Har hon förlorat sin roll under tiden nekar pipelinen, på samma
/// ställe som den skulle ha gjort om hon tryckte nu; ingen ny kontroll behövs, och ingen får genom kön göra det hon inte får göra själv.
/// Att en fil tas ur kön, och att den misslyckas, är däremot systemets egna åtgärder.
///
/// Allt skrivs i en transaktion. Stannar servern mitt i den står filen kvar som påbörjad och tas om från början när servern startar; den
/// blir införd i samma transaktion som raderna skrivs, så det kan bara ske en gång.
/// </remarks>
public sealed class Importkorare(IServiceScopeFactory scopes, Importvackare vackare, IDatabase databas, ILogger<Importkorare> logger) : BackgroundService
{
    /// <summary>Så många gånger får servern stanna under en och samma fil innan den läggs åt sidan.</summary>
    public const int FlestForsok = 3;

    private static readonly TimeSpan Runda = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SomSystemAsync(new RensaImportfilerCommand(), stoppingToken);
                while (await NastaAsync(stoppingToken)) { }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fel)
            {
                // A database that cannot be reached now may be next time; the queue must outlive it.
                logger.LogError(fel, "Importkön kunde inte läsas.");
            }
            try
            {
                await vackare.VantaAsync(Runda, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>För in nästa fil; falskt när kön är tom.</summary>
    private async Task<bool> NastaAsync(CancellationToken cancellationToken)
    {
        if ((await SomSystemAsync(new NastaImportQuery(), cancellationToken)).Value is not { } import) { return false; }
        if (!(await SomSystemAsync(new PaborjaImportCommand { NamndId = import.NamndId, ImportId = import.Id }, cancellationToken)).IsOk) { return true; }

        var fel = import.Forsok >= FlestForsok
            ? $"Servern stannade {FlestForsok} gånger medan filen lästes in. Dela upp filen, eller be den som sköter servern att se i loggen."
            : await InforAsync(import, cancellationToken);
        if (fel is not null)
        {
            await SomSystemAsync(new MisslyckaImportCommand { NamndId = import.NamndId, ImportId = import.Id, Fel = fel }, cancellationToken);
        }
        return true;
    }

    /// <summary>För in filen som den som startade inläsningen; null när det gick, annars varför inte.</summary>
    private async Task<string?> InforAsync(Koadimport import, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            var konto = import.StartadAvId is { } id ? await Kontorad.LasAsync(scope.ServiceProvider.GetRequiredService<DbSession>(), id, scope.ServiceProvider.GetRequiredService<TimeProvider>().Idag(), cancellationToken) : [];
            if (konto.Count == 0) { return $"{import.StartadAv} har inte längre något konto som gäller."; }
            Kontorad.Fyll(scope.ServiceProvider.GetRequiredService<Inloggad>(), import.StartadAvId!.Value, konto);

            var command = new InforImportCommand { NamndId = import.NamndId, ImportId = import.Id, Avtryck = import.Avtryck, UrKon = true };
            var svar = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, cancellationToken);
            return svar.Outcome switch
            {
                Outcome.Ok => null,
                Outcome.Forbidden or Outcome.NotFound => $"{import.StartadAv} är inte längre avtalsansvarig i nämnden.",
                _ => string.Join(" ", svar.Hinder.Select(h => h.Text)),
            };
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        // A disk that is full is no fault of the file: it stays where it is in the queue and is taken again next round.
        catch (Exception fel) when (Driftfel.Av(fel, databas.Fel) is not null)
        {
            throw;
        }
        catch (Exception fel)
        {
            logger.LogError(fel, "Importen {ImportId} av {Filnamn} föll.", import.Id, import.Filnamn);
            return "Något gick fel i programmet. Det står i serverns logg.";
        }
    }

    private async Task<Result<T>> SomSystemAsync<T>(IRequest<Result<T>> request, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Inloggad>().SomSystem();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
    }
}
