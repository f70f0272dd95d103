using MediatR;
using Uppfoljning.Application.Behorigheter;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Export;

/// <summary>Vem som får vad som fil: samma urval som på sidan, med en kolumn för varje roll.</summary>
[Oppen("Beskriver programmet och inget som står i det; var och en får veta vad rollerna innebär.")]
public sealed record ExporteraBehorigheterQuery(BehorighetsmatrisQuery Urval, Filformat Format) : IQuery<Exportfil>;

public sealed class ExporteraBehorigheterHandler(ITabellfil filer, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<ExporteraBehorigheterQuery, Result<Exportfil>>
{
    private static readonly IReadOnlyList<Exportkolumn<Behorighetspost>> Kolumner =
    [
        Exportkolumn<Behorighetspost>.Text("Område", 28, p => p.Omrade),
        Exportkolumn<Behorighetspost>.Flerradig("Vad", 70, p => p.Mening),
        Exportkolumn<Behorighetspost>.Text("Läser eller ändrar", 18, p => p.Andrar ? "Ändrar" : "Läser"),
        Exportkolumn<Behorighetspost>.Text("Gäller", 28, p => p.Galler.Text()),
        .. Behorighetskatalog.Kolumner.Select(r => Exportkolumn<Behorighetspost>.Text(r.Text(), 17, p => p.Far(r) ? "Ja" : "Nej")),
        Exportkolumn<Behorighetspost>.Text("Anmärkning", 50, p => p.Anmarkning),
    ];

    public async Task<Result<Exportfil>> Handle(ExporteraBehorigheterQuery request, CancellationToken cancellationToken)
    {
        var egna = anvandare.NamndRoller.Values.Aggregate(anvandare.KommunRoller, (alla, r) => alla | r);
        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(filer, request.Format,
            new Exportlista("Vem får vad", "Områdena i bokstavsordning, det som läser före det som ändrar", [.. Urval(request.Urval)]),
            Kolumner, BehorighetsmatrisHandler.Urval(request.Urval, egna).ToAsyncEnumerable(), [], [], anvandare, clock.GetUtcNow(), cancellationToken));
    }

    private static IEnumerable<(string, string)> Urval(BehorighetsmatrisQuery q)
    {
        if (q.Mina) { yield return ("Visa", "Bara det som användaren själv får"); }
        if (q.Roll is { } roll) { yield return ("Roll", roll.Text()); }
        if (!string.IsNullOrEmpty(q.Omrade)) { yield return ("Område", q.Omrade); }
        if (q.Andrar is { } andrar) { yield return ("Sort", andrar ? "Bara det som ändrar" : "Bara det som läser"); }
        if (!string.IsNullOrWhiteSpace(q.Q)) { yield return ("Sök", q.Q); }
    }
}
