using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Behorigheter;

/// <summary>Vem som får vad: allt som går att läsa och göra, och vilka roller som räcker.</summary>
[Oppen("Beskriver programmet och inget som står i det; var och en får veta vad rollerna innebär.")]
public sealed record BehorighetsmatrisQuery : IQuery<Behorighetsmatris>
{
    public string? Q { get; init; }

    public Roll? Roll { get; init; }

    public string? Omrade { get; init; }

    /// <summary>Bara det som ändrar, bara det som läser, eller båda.</summary>
    public bool? Andrar { get; init; }

    /// <summary>Bara det som användaren själv får.</summary>
    public bool Mina { get; init; }
}

/// <param name="Poster">Det som urvalet ger.</param>
/// <param name="Omraden">Alla områden att välja bland.</param>
/// <param name="Egna">Användarens roller, lånade också.</param>
public sealed record Behorighetsmatris(IReadOnlyList<Behorighetspost> Poster, IReadOnlyList<string> Omraden, Roll Egna);

public sealed class BehorighetsmatrisHandler(IAnvandarkontext anvandare) : IRequestHandler<BehorighetsmatrisQuery, Result<Behorighetsmatris>>
{
    public Task<Result<Behorighetsmatris>> Handle(BehorighetsmatrisQuery request, CancellationToken cancellationToken)
    {
        var egna = anvandare.NamndRoller.Values.Aggregate(anvandare.KommunRoller, (alla, r) => alla | r);
        return Task.FromResult(Result<Behorighetsmatris>.Ok(new Behorighetsmatris(
            [.. Urval(request, egna)], [.. Behorighetskatalog.Alla.Select(p => p.Omrade).Distinct()], egna)));
    }

    internal static IEnumerable<Behorighetspost> Urval(BehorighetsmatrisQuery request, Roll egna)
    {
        var ord = (request.Q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Behorighetskatalog.Alla.Where(p =>
            (request.Roll is not { } roll || p.Far(roll))
            && (string.IsNullOrEmpty(request.Omrade) || p.Omrade == request.Omrade)
            && (request.Andrar is not { } andrar || p.Andrar == andrar)
            && (!request.Mina || p.Galler == Galler.DetEgna || p.NagonAv.HarNagon(egna))
            && ord.All(o => $"{p.Omrade} {p.Mening} {p.Namn}".Contains(o, StringComparison.CurrentCultureIgnoreCase)));
    }
}
