using Uppfoljning.Application.Common;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Dokument;

namespace Uppfoljning.Application.Dokument;

/// <summary>
/// Dokument på det som nämnderna delar: utförare och program. En utförares dokument finns för dem som utföraren finns för; programmets läses av
/// den som arbetar i någon nämnd. De sköts av avtalsansvariga, programmets också av administratören. Handlarna är desamma som för dokument på ett ärende.
/// </summary>
internal static class DeladeDokument
{
    private const string UtforareSql = $"""
        SELECT u.Id AS ObjektId, u.Namn
        FROM Utforare u
        WHERE u.Id = @ObjektId AND EXISTS (SELECT 1 FROM Namnd n WHERE n.Id IN @Namnder)
          AND {Utforaratkomst.SynligDel}
        """;

    private const string ProgramSql = "SELECT p.Id AS ObjektId, p.Namn, p.Versionsnr FROM Program p WHERE p.Id = @ObjektId";

    public static async Task<Dokumentplats?> PlatsAsync(DbSession db, Dokumentbegaran begaran, IReadOnlyList<Guid> namnder, CancellationToken cancellationToken)
    {
        var plats = begaran.Objekt switch
        {
            Dokumentobjekt.Utforare => await db.SingleOrDefaultAsync<Dokumentplats>(UtforareSql, new { begaran.ObjektId, Namnder = namnder }, cancellationToken),
            Dokumentobjekt.Program => await db.SingleOrDefaultAsync<Dokumentplats>(ProgramSql, new { begaran.ObjektId }, cancellationToken),
            _ => null,
        };
        return plats is null ? null : plats with { Objekt = begaran.Objekt };
    }
}

/// <summary>Dokumenten på en utförare eller ett program, de senaste först.</summary>
[Kraver(Dokumentbegaran.LaserDelat)]
public sealed record DeladDokumentlistaQuery : Dokumentbegaran, IQuery<Dokumentlista>, INamndfiltrerad, IPaged
{
    public int Sida { get; init; } = 1;

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

/// <summary>Det som formuläret för ett nytt dokument på en utförare eller ett program visar.</summary>
[Kraver(Dokumentbegaran.SkriverDelat)]
public sealed record NyttDelatDokumentQuery : Dokumentbegaran, IQuery<Dokumentlista>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

/// <summary>Ett dokument på en utförare eller ett program.</summary>
[Kraver(Dokumentbegaran.LaserDelat)]
public sealed record DelatDokumentQuery : Dokumentbegaran, IQuery<Dokumentblad>, INamndfiltrerad
{
    public Guid DokumentId { get; init; }

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

/// <summary>Innehållet i ett dokument på en utförare eller ett program.</summary>
[Kraver(Dokumentbegaran.LaserDelat)]
public sealed record DeladFilQuery : Dokumentbegaran, IQuery<Dokumentinnehall>, INamndfiltrerad
{
    public Guid DokumentId { get; init; }

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

/// <summary>Tar emot och prövar filer till en utförare eller ett program, innan de läggs in.</summary>
[Kraver(Dokumentbegaran.SkriverDelat)]
public sealed record MottagningPaDelatQuery : Mottagning, IQuery<IReadOnlyList<Mottagenfil>>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed class MottagningPaDelatValidator : MottagningValidator<MottagningPaDelatQuery>;

/// <summary>Lägger in dokument på en utförare eller ett program.</summary>
[Kraver(Dokumentbegaran.SkriverDelat)]
public sealed record LaggInDelatDokumentCommand : Dokumentinlagg, ICommand<IReadOnlyList<Guid>>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed class LaggInDelatDokumentValidator : DokumentinlaggValidator<LaggInDelatDokumentCommand>;

/// <summary>Tar bort ett dokument från en utförare eller ett program. Händelsen och filens kontrollsumma står kvar.</summary>
[Kraver(Dokumentbegaran.SkriverDelat)]
public sealed record TaBortDelatDokumentCommand : Dokumentborttagning, ICommand<MediatR.Unit>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed class TaBortDelatDokumentValidator : DokumentborttagningValidator<TaBortDelatDokumentCommand>;
