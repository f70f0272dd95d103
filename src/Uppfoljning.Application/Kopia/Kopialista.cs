using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Kopia;

/// <summary>Säkerhetskopiorna i mappen, och hur den schemalagda kopieringen ligger till.</summary>
[Kraver(Roll.Administrator)]
public sealed record KopialistaQuery : IQuery<Kopialista>, IKommunbunden, IPaged
{
    public int Sida { get; init; } = 1;
}

/// <summary>Pa: om jobben körs på den här servern. Hinder: varför mappen inte går att läsa.</summary>
public sealed record Kopialista(bool Pa, Kopielage Lage, Jobblage? Jobb, Page<Kopiepost> Kopior, DateTimeOffset? SenasteHela, bool ForGammal, string? Hinder, DateTimeOffset Nu);

/// <summary>Gör en säkerhetskopia nu.</summary>
[Kraver(Roll.Administrator)]
public sealed record GorKopiaCommand : ICommand<Unit>, IKommunbunden;

public sealed class KopialistaHandler(IJobbschema schema, ISakerhetskopior kopior, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<KopialistaQuery, Result<Kopialista>>, IRequestHandler<GorKopiaCommand, Result<Unit>>
{
    private static readonly string Kod = Jobben.Kod(Jobbsort.Sakerhetskopia);

    public async Task<Result<Kopialista>> Handle(KopialistaQuery request, CancellationToken cancellationToken)
    {
        var lage = kopior.Lage;
        IReadOnlyList<Kopiepost> alla = [];
        string? hinder = null;
        if (lage.Mapp is { } mapp)
        {
            try { alla = kopior.Lista(mapp); }
            catch (DriftException fel) { hinder = fel.Message; }
        }
        var nu = clock.GetUtcNow();
        var senaste = alla.FirstOrDefault(k => k.Hel == true)?.Gjord;
        var sida = Page<Kopiepost>.Inom(request.Sida, alla.Count);
        return Result<Kopialista>.Ok(new(schema.Pa, lage, schema.Pa ? await schema.LageAsync(Kod, cancellationToken) : null,
            new([.. alla.Skip(Page<Kopiepost>.Offset(sida)).Take(Page<Kopiepost>.Storlek)], alla.Count, sida),
            senaste, lage.Mapp is not null && (senaste is null || nu - senaste > TimeSpan.FromDays(lage.VarnaEfterDagar)), hinder, nu));
    }

    public async Task<Result<Unit>> Handle(GorKopiaCommand request, CancellationToken cancellationToken)
    {
        if (kopior.Lage.Mapp is null) { return Result<Unit>.Refused(new Hinder("ingen-mapp", "Ingen mapp för säkerhetskopior är inställd (Kopia:Mapp).")); }
        if (!schema.Pa) { return Result<Unit>.Refused(new Hinder("jobb-av", "Jobben är avstängda på den här servern (inställningen Jobb:Pa). En säkerhetskopia görs med verbet sakerhetskopia.")); }
        if (await schema.LageAsync(Kod, cancellationToken) is { Pagar: not null } or { Vantar: true })
        {
            return Result<Unit>.Refused(new Hinder("jobb-pagar", "En säkerhetskopia görs redan. Vänta tills den är klar."));
        }
        await schema.KorNuAsync(Kod, anvandare.Namn, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Säkerhetskopia begärd", "En säkerhetskopia görs nu. Den visas här när den är klar."));
    }
}
