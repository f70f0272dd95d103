using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Jobb;

/// <summary>Jobben och hur de ligger till.</summary>
[Kraver(Roll.Administrator)]
public sealed record JobblistaQuery : IQuery<Jobblista>, IKommunbunden;

/// <summary>Pa: om jobben körs på den här servern. Annars är inget känt om hur de ligger till.</summary>
public sealed record Jobblista(bool Pa, IReadOnlyList<Jobbrad> Jobb);

public sealed record Jobbrad(Jobb Jobb, Jobblage? Lage);

/// <summary>Ett jobb med sin historik.</summary>
[Kraver(Roll.Administrator)]
public sealed record JobbbladQuery : IQuery<Jobbblad>, IKommunbunden, IPaged
{
    public string Kod { get; init; } = "";

    public int Sida { get; init; } = 1;
}

public sealed record Jobbblad(bool Pa, Jobb Jobb, Jobblage? Lage, Page<Jobbrapport> Historik);

public sealed class JobblistaHandler(IJobbschema schema) : IRequestHandler<JobblistaQuery, Result<Jobblista>>, IRequestHandler<JobbbladQuery, Result<Jobbblad>>
{
    public async Task<Result<Jobblista>> Handle(JobblistaQuery request, CancellationToken cancellationToken)
    {
        var rader = new List<Jobbrad>();
        foreach (var jobb in Jobben.Alla) { rader.Add(new(jobb, schema.Pa ? await schema.LageAsync(jobb.Kod, cancellationToken) : null)); }
        return Result<Jobblista>.Ok(new(schema.Pa, rader));
    }

    public async Task<Result<Jobbblad>> Handle(JobbbladQuery request, CancellationToken cancellationToken)
    {
        if (Jobben.Med(request.Kod) is not { } jobb) { return Result<Jobbblad>.NotFound(); }
        if (!schema.Pa) { return Result<Jobbblad>.Ok(new(false, jobb, null, new([], 0, 1))); }

        var antal = (await schema.HistorikAsync(jobb.Kod, 0, 1, cancellationToken)).Antal;
        var sida = Page<Jobbrapport>.Inom(request.Sida, antal);
        var historik = await schema.HistorikAsync(jobb.Kod, Page<Jobbrapport>.Offset(sida), Page<Jobbrapport>.Storlek, cancellationToken);
        return Result<Jobbblad>.Ok(new(true, jobb, await schema.LageAsync(jobb.Kod, cancellationToken), new(historik.Rader, historik.Antal, sida)));
    }
}
