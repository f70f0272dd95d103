using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Jobb;

/// <summary>Kör jobbet genast, vad schemat än säger.</summary>
[Kraver(Roll.Administrator)]
public sealed record KorJobbCommand(string Kod) : ICommand<Unit>, IKommunbunden;

/// <summary>Pausar jobbets schema. Det går fortfarande att köra för hand.</summary>
[Kraver(Roll.Administrator)]
public sealed record PausaJobbCommand(string Kod) : ICommand<Unit>, IKommunbunden;

/// <summary>Låter schemat gälla igen. Det som missades under pausen tas igen genast.</summary>
[Kraver(Roll.Administrator)]
public sealed record AterupptaJobbCommand(string Kod) : ICommand<Unit>, IKommunbunden;

/// <remarks>
/// Schemaläggaren har sitt eget lager, så den ändras inte i samma transaktion som händelsen skrivs. Den ändras först: går det inte blir det ingen
/// händelse, och går händelsen inte att skriva säger schemaläggaren ändå själv vem som bad om det.
/// </remarks>
public sealed class StyrJobbHandler(IJobbschema schema, IAnvandarkontext anvandare)
    : IRequestHandler<KorJobbCommand, Result<Unit>>, IRequestHandler<PausaJobbCommand, Result<Unit>>, IRequestHandler<AterupptaJobbCommand, Result<Unit>>
{
    public async Task<Result<Unit>> Handle(KorJobbCommand request, CancellationToken cancellationToken)
    {
        if (Prova(request.Kod, out var jobb) is { } nej) { return nej; }
        if ((await schema.LageAsync(jobb.Kod, cancellationToken)) is { Pagar: not null } or { Vantar: true })
        {
            return Result<Unit>.Refused(new Hinder("jobb-pagar", $"{jobb.Namn} körs redan. Vänta tills körningen är klar."));
        }
        await schema.KorNuAsync(jobb.Kod, anvandare.Namn, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Jobb kört för hand", $"{jobb.Namn} körs nu.", new { jobb.Kod }));
    }

    public async Task<Result<Unit>> Handle(PausaJobbCommand request, CancellationToken cancellationToken)
    {
        if (Prova(request.Kod, out var jobb) is { } nej) { return nej; }
        if (jobb.Cron is null) { return Result<Unit>.Refused(new Hinder("inget-schema", $"{jobb.Namn} har inget schema att pausa.")); }
        if ((await schema.LageAsync(jobb.Kod, cancellationToken)).Paus is not null) { return Result<Unit>.Refused(new Hinder("redan-pausat", $"{jobb.Namn} är redan pausat.")); }

        await schema.PausaAsync(jobb.Kod, anvandare.Namn, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Jobb pausat", $"{jobb.Namn} är pausat och körs inte förrän någon återupptar det.", new { jobb.Kod }));
    }

    public async Task<Result<Unit>> Handle(AterupptaJobbCommand request, CancellationToken cancellationToken)
    {
        if (Prova(request.Kod, out var jobb) is { } nej) { return nej; }
        if ((await schema.LageAsync(jobb.Kod, cancellationToken)).Paus is null) { return Result<Unit>.Refused(new Hinder("inte-pausat", $"{jobb.Namn} är inte pausat.")); }

        await schema.AterupptaAsync(jobb.Kod, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Jobb återupptaget", $"{jobb.Namn} körs enligt sitt schema igen. Det som missades under pausen tas igen.", new { jobb.Kod }));
    }

    private Result<Unit>? Prova(string kod, out Jobb jobb)
    {
        jobb = Jobben.Med(kod)!;
        return jobb is null ? Result<Unit>.NotFound()
            : !schema.Pa ? Result<Unit>.Refused(new Hinder("jobb-av", "Jobben är avstängda på den här servern (inställningen Jobb:Pa)."))
            : null;
    }
}
