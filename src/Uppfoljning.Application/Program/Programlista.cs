using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Namnder;
using Uppfoljning.Domain.Program;

namespace Uppfoljning.Application.Program;

/// <summary>
/// Fullmäktiges program i sina versioner. Programmet delas av nämnderna och läses av alla som arbetar i någon nämnd; hur många planer som
/// vilar på en version räknas bara i de nämnder där användaren arbetar.
/// </summary>
[Kraver(Roll.NagonINamnden | Roll.Administrator)]
public sealed record ProgramlistaQuery : IQuery<Programlista>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

/// <summary>Gallande: den version som gäller i dag. Brist: vad lagen säger när ingen gör det.</summary>
public sealed record Programlista(IReadOnlyList<Programrad> Versioner, Mandatperiod Nu, Guid? Gallande, Hinder? Brist, bool KanRegistrera);

public sealed record Programrad
{
    public Guid Id { get; init; }

    public int Mandatperiod { get; init; }

    public int Versionsnr { get; init; }

    public string Namn { get; init; } = "";

    public DateOnly Beslutsdatum { get; init; }

    public string Paragraf { get; init; } = "";

    public DateOnly GallerFran { get; init; }

    public int AntalPunkter { get; init; }

    public int AntalPlaner { get; init; }

    internal Programversion Version => new()
    {
        Id = Id,
        Mandatperiod = Mandatperiod,
        Versionsnr = Versionsnr,
        Beslutsdatum = Beslutsdatum,
        GallerFran = GallerFran,
    };
}

public sealed class ProgramlistaHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<ProgramlistaQuery, Result<Programlista>>
{
    private const string VersionerSql = """
        SELECT g.Id, g.Mandatperiod, g.Versionsnr, g.Namn, g.Beslutsdatum, g.Paragraf, g.GallerFran,
               (SELECT COUNT(*) FROM Programpunkt u WHERE u.ProgramId = g.Id) AS AntalPunkter,
               (SELECT COUNT(*) FROM Uppfoljningsplan p WHERE p.ProgramId = g.Id AND p.NamndId IN @Namnder) AS AntalPlaner
        FROM Program g
        ORDER BY g.Mandatperiod DESC, g.Versionsnr DESC
        """;

    public async Task<Result<Programlista>> Handle(ProgramlistaQuery request, CancellationToken cancellationToken)
    {
        var rader = await db.QueryAsync<Programrad>(VersionerSql, new { request.Namnder }, cancellationToken);
        var idag = clock.Idag();
        List<Programversion> versioner = [.. rader.Select(r => r.Version)];
        return Result<Programlista>.Ok(new Programlista(rader, Mandatperiod.For(idag), Programregler.Gallande(versioner, idag)?.Id,
            Programregler.Brist(versioner, idag), anvandare.KommunRoller.HarNagon(Roll.Administrator)));
    }
}

/// <summary>Läser programmets versioner åt frågor som redan har prövat åtkomsten: vad som gäller en dag avgör Domain.</summary>
internal static class Programversioner
{
    private const string AllaSql = "SELECT Id, Mandatperiod, Versionsnr, Beslutsdatum, GallerFran FROM Program";

    public static Task<IReadOnlyList<Programversion>> LasAsync(DbSession db, CancellationToken cancellationToken) =>
        db.QueryAsync<Programversion>(AllaSql, null, cancellationToken);
}
