using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Dokument;

namespace Uppfoljning.Application.Dokument;

/// <summary>Dokumenten på ett ärende, de senaste först.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ArendedokumentlistaQuery : Dokumentbegaran, IQuery<Dokumentlista>, IArendebunden, IPaged
{
    public int Sida { get; init; } = 1;

    Guid IArendebunden.ArendeId => ObjektId;
}

/// <summary>Det som formuläret för att lägga in visar; bara för den som får lägga in.</summary>
[Kraver(Dokumentbegaran.Skriver)]
public sealed record NyttArendedokumentQuery : Dokumentbegaran, IQuery<Dokumentlista>, IArendebunden
{
    Guid IArendebunden.ArendeId => ObjektId;
}

public sealed record Dokumentlista
{
    public required Dokumentplats Plats { get; init; }

    public required Page<Dokumentrad> Sida { get; init; }

    public bool KanSkrivas { get; init; }

    /// <summary>Största fil, i MB.</summary>
    public int StorstaFilMb { get; init; }

    /// <summary>Om filer prövas mot skadlig kod innan de läggs in.</summary>
    public bool Virusskydd { get; init; }
}

public sealed record Dokumentrad
{
    private const string AntalSql = "SELECT COUNT(*) FROM Dokument WHERE ObjektId = @ObjektId AND ObjektSort = @Objekt AND Borttaget IS NULL";

    private const string RaderSql = """
        SELECT Id, Sort, Filnamn, Filtyp, Storlek, Checksumma, Beskrivning, Inlagt, InlagtAv
        FROM Dokument
        WHERE ObjektId = @ObjektId AND ObjektSort = @Objekt AND Borttaget IS NULL
        ORDER BY Inlagt DESC, Id DESC
        OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string RadSql = """
        SELECT Id, Sort, Filnamn, Filtyp, Storlek, Checksumma, Beskrivning, Inlagt, InlagtAv
        FROM Dokument
        WHERE Id = @DokumentId AND ObjektId = @ObjektId AND ObjektSort = @Objekt AND Borttaget IS NULL
        """;

    public Guid Id { get; init; }

    public Dokumentsort? Sort { get; init; }

    public string Filnamn { get; init; } = "";

    public Filtyp Filtyp { get; init; }

    public long Storlek { get; init; }

    public string Checksumma { get; init; } = "";

    public string? Beskrivning { get; init; }

    public DateTimeOffset Inlagt { get; init; }

    public string InlagtAv { get; init; } = "";

    internal static async Task<Page<Dokumentrad>> SidaAsync(DbSession db, Dokumentplats plats, int sida, CancellationToken cancellationToken)
    {
        var objekt = plats.Objekt.ToString();
        var antal = await db.SingleOrDefaultAsync<int>(AntalSql, new { plats.ObjektId, Objekt = objekt }, cancellationToken);
        sida = Page<Dokumentrad>.Inom(sida, antal);
        var rader = antal == 0 ? [] : await db.QueryAsync<Dokumentrad>(RaderSql,
            new { plats.ObjektId, Objekt = objekt, Offset = Page<Dokumentrad>.Offset(sida), Limit = Page<Dokumentrad>.Storlek }, cancellationToken);
        return new Page<Dokumentrad>(rader, antal, sida);
    }

    internal static Task<Dokumentrad?> LasAsync(DbSession db, Dokumentplats plats, Guid dokumentId, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<Dokumentrad>(RadSql, new { plats.ObjektId, Objekt = plats.Objekt.ToString(), DokumentId = dokumentId }, cancellationToken);
}

public sealed class DokumentlistaHandler(DbSession db, IAnvandarkontext anvandare, Dokumentinstallning installning, IVirusskydd virusskydd)
    : IRequestHandler<ArendedokumentlistaQuery, Result<Dokumentlista>>, IRequestHandler<NyttArendedokumentQuery, Result<Dokumentlista>>,
      IRequestHandler<DeladDokumentlistaQuery, Result<Dokumentlista>>, IRequestHandler<NyttDelatDokumentQuery, Result<Dokumentlista>>,
      IRequestHandler<NamnddokumentlistaQuery, Result<Dokumentlista>>, IRequestHandler<NyttNamnddokumentQuery, Result<Dokumentlista>>
{
    public async Task<Result<Dokumentlista>> Handle(ArendedokumentlistaQuery request, CancellationToken cancellationToken) =>
        await ListaAsync(await Dokumentplats.ArendeAsync(db, request, cancellationToken), request.Sida, cancellationToken);

    public async Task<Result<Dokumentlista>> Handle(NyttArendedokumentQuery request, CancellationToken cancellationToken) =>
        await ListaAsync(await Dokumentplats.ArendeAsync(db, request, cancellationToken), 1, cancellationToken);

    public async Task<Result<Dokumentlista>> Handle(DeladDokumentlistaQuery request, CancellationToken cancellationToken) =>
        await ListaAsync(await DeladeDokument.PlatsAsync(db, request, request.Namnder, cancellationToken), request.Sida, cancellationToken);

    public async Task<Result<Dokumentlista>> Handle(NyttDelatDokumentQuery request, CancellationToken cancellationToken) =>
        await ListaAsync(await DeladeDokument.PlatsAsync(db, request, request.Namnder, cancellationToken), 1, cancellationToken);

    public async Task<Result<Dokumentlista>> Handle(NamnddokumentlistaQuery request, CancellationToken cancellationToken) =>
        await ListaAsync(await Namnddokument.PlatsAsync(db, request, cancellationToken), request.Sida, cancellationToken);

    public async Task<Result<Dokumentlista>> Handle(NyttNamnddokumentQuery request, CancellationToken cancellationToken) =>
        await ListaAsync(await Namnddokument.PlatsAsync(db, request, cancellationToken), 1, cancellationToken);

    private async Task<Result<Dokumentlista>> ListaAsync(Dokumentplats? plats, int sida, CancellationToken cancellationToken) => plats is null
        ? Result<Dokumentlista>.NotFound()
        : Result<Dokumentlista>.Ok(new Dokumentlista
        {
            Plats = plats,
            Sida = await Dokumentrad.SidaAsync(db, plats, sida, cancellationToken),
            KanSkrivas = plats.KanSkrivas(anvandare),
            StorstaFilMb = installning.StorstaFilMb,
            Virusskydd = virusskydd.Pa,
        });
}
