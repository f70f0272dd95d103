using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Kopia;

/// <summary>Noterar en gjord kopia, och de gamla som togs bort. Står därför inte i kopian själv.</summary>
[Kraver(Roll.System)]
public sealed record NoteraKopiaCommand(Kopieutfall Kopia) : ICommand<Unit>, IKommunbunden;

/// <summary>Noterar att en kopia inte gick att göra.</summary>
[Kraver(Roll.System)]
public sealed record NoteraMisslyckadKopiaCommand(string Skal) : ICommand<Unit>, IKommunbunden;

/// <summary>Noterar att någon har prövat installationen eller en kopia.</summary>
[Kraver(Roll.System)]
public sealed record NoteraKopieprovningCommand(string? Kopia, Kopieprovning Provning) : ICommand<Unit>, IKommunbunden;

public sealed class NoteraKopiaHandler : IRequestHandler<NoteraKopiaCommand, Result<Unit>>, IRequestHandler<NoteraMisslyckadKopiaCommand, Result<Unit>>,
    IRequestHandler<NoteraKopieprovningCommand, Result<Unit>>
{
    public Task<Result<Unit>> Handle(NoteraKopiaCommand request, CancellationToken cancellationToken)
    {
        var k = request.Kopia;
        var namn = Path.GetFileName(k.Fil);
        return Svar(new AuditEntry("Säkerhetskopia gjord",
            $"Säkerhetskopian {namn} är gjord, med {k.Filer} filer och {(k.MedNycklar ? "krypterade nycklar" : "utan nycklar")}. {(k.Hel ? "Den är prövad och hel." : $"Den är inte hel. {string.Join(" ", k.Brister.Append(k.Provning.Mening))}")}",
            new { Kopia = k.Id, k.Storlek, k.Filer, Sista = k.Handelser, k.MedNycklar, k.Hel },
            PerArende: [.. k.Gallrade.Select(g => new AuditEntry("Säkerhetskopia gallrad", $"Säkerhetskopian {g} är borttagen för att den var gammal."))]));
    }

    public Task<Result<Unit>> Handle(NoteraMisslyckadKopiaCommand request, CancellationToken cancellationToken) =>
        Svar(new AuditEntry("Säkerhetskopia misslyckades", $"Ingen säkerhetskopia blev gjord. {request.Skal}"));

    public Task<Result<Unit>> Handle(NoteraKopieprovningCommand request, CancellationToken cancellationToken) =>
        Svar(new AuditEntry(request.Kopia is null ? "Installationen verifierad" : "Säkerhetskopia verifierad",
            $"{(request.Kopia is { } kopia ? $"Säkerhetskopian {kopia}" : "Installationen")} är prövad. {request.Provning.Mening}",
            new { request.Provning.Hel, Delar = request.Provning.Delar.Select(d => $"{d.Del}: {d.Utfall}") }));

    private static Task<Result<Unit>> Svar(AuditEntry handelse) => Task.FromResult(Result<Unit>.Ok(Unit.Value, handelse));
}
