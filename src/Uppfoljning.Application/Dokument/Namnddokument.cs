using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Dokument;

namespace Uppfoljning.Application.Dokument;

/// <summary>
/// Dokument på en nämnd. En nämnd är inget ärende: åtkomsten följer nämnden själv, och den som ser nämndens sida ser dokumenten. Handlarna är
/// desamma som för dokument på ett ärende.
/// </summary>
internal static class Namnddokument
{
    private const string NamndSql = "SELECT n.Id AS ObjektId, n.Id AS NamndId, n.Namn, n.Forkortning FROM Namnd n WHERE n.Id = @ObjektId";

    public static async Task<Dokumentplats?> PlatsAsync(DbSession db, Dokumentbegaran begaran, CancellationToken cancellationToken)
    {
        if (begaran.Objekt != Dokumentobjekt.Namnd) { return null; }
        var plats = await db.SingleOrDefaultAsync<Dokumentplats>(NamndSql, new { begaran.ObjektId }, cancellationToken);
        return plats is null ? null : plats with { Objekt = begaran.Objekt };
    }
}

/// <summary>En nämnds egna dokument, de senaste först.</summary>
[Kraver(Dokumentbegaran.LaserDelat)]
public sealed record NamnddokumentlistaQuery : Dokumentbegaran, IQuery<Dokumentlista>, INamndbunden, IPaged
{
    public int Sida { get; init; } = 1;

    Guid INamndbunden.NamndId => ObjektId;
}

/// <summary>Det som formuläret för ett nytt dokument på nämnden visar.</summary>
[Kraver(Dokumentbegaran.SkriverNamnd)]
public sealed record NyttNamnddokumentQuery : Dokumentbegaran, IQuery<Dokumentlista>, INamndbunden
{
    Guid INamndbunden.NamndId => ObjektId;
}

/// <summary>Ett av nämndens egna dokument.</summary>
[Kraver(Dokumentbegaran.LaserDelat)]
public sealed record NamnddokumentQuery : Dokumentbegaran, IQuery<Dokumentblad>, INamndbunden
{
    public Guid DokumentId { get; init; }

    Guid INamndbunden.NamndId => ObjektId;
}

/// <summary>Innehållet i ett av nämndens egna dokument.</summary>
[Kraver(Dokumentbegaran.LaserDelat)]
public sealed record NamndfilQuery : Dokumentbegaran, IQuery<Dokumentinnehall>, INamndbunden
{
    public Guid DokumentId { get; init; }

    Guid INamndbunden.NamndId => ObjektId;
}

/// <summary>Tar emot och prövar filer till en nämnd, innan de läggs in.</summary>
[Kraver(Dokumentbegaran.SkriverNamnd)]
public sealed record MottagningPaNamndQuery : Mottagning, IQuery<IReadOnlyList<Mottagenfil>>, INamndbunden
{
    Guid INamndbunden.NamndId => ObjektId;
}

public sealed class MottagningPaNamndValidator : MottagningValidator<MottagningPaNamndQuery>;

/// <summary>Lägger in dokument på en nämnd, till exempel reglemente och delegationsordning.</summary>
[Kraver(Dokumentbegaran.SkriverNamnd)]
public sealed record LaggInNamnddokumentCommand : Dokumentinlagg, ICommand<IReadOnlyList<Guid>>, INamndbunden
{
    Guid INamndbunden.NamndId => ObjektId;
}

public sealed class LaggInNamnddokumentValidator : DokumentinlaggValidator<LaggInNamnddokumentCommand>;

/// <summary>Tar bort ett av nämndens egna dokument. Händelsen och filens kontrollsumma står kvar.</summary>
[Kraver(Dokumentbegaran.SkriverNamnd)]
public sealed record TaBortNamnddokumentCommand : Dokumentborttagning, ICommand<MediatR.Unit>, INamndbunden
{
    Guid INamndbunden.NamndId => ObjektId;
}

public sealed class TaBortNamnddokumentValidator : DokumentborttagningValidator<TaBortNamnddokumentCommand>;
