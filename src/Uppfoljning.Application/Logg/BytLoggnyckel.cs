using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Logg;

/// <summary>Noterar att loggen har fått en ny nyckel. Händelsen är den första som den nya nyckeln intygar.</summary>
[Kraver(Roll.System)]
public sealed record NoteraLoggnyckelCommand(string Fore) : ICommand<string>, IKommunbunden;

public sealed class NoteraLoggnyckelHandler(ILoggnycklar nycklar) : IRequestHandler<NoteraLoggnyckelCommand, Result<string>>
{
    public Task<Result<string>> Handle(NoteraLoggnyckelCommand request, CancellationToken cancellationToken)
    {
        var nu = nycklar.Alla[^1].Id;
        return Task.FromResult(Result<string>.Ok(nu, new AuditEntry("Loggens nyckel bytt",
            $"Loggen intygas från och med nu med nyckeln {nu} i stället för {request.Fore}. Den gamla finns kvar för att pröva det som skrevs förr.", new { Nyckel = nu, request.Fore })));
    }
}
