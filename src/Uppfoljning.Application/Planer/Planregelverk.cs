using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Planer;

/// <summary>Nämndens regler för planen: den omgång som gäller den 1 januari planåret, och de regler om form och intervall som gäller någon dag under året.</summary>
internal static class Planregelverk
{
    private const string HuvudSql = """
        SELECT Id, GallerFran, Version, Granssort, OkantProcent, ForberedelseManader, TidigaManader, ManaderEfterStart, LedigManad, StandardAnsvarig,
               AterkopplingNamnd, AterkopplingUtforare, AterkopplingAllmanhet, AterkopplingAllmanhetValfrihet
        FROM Planregelverk
        WHERE NamndId = @NamndId AND GallerFran <= @Arsborjan
          AND NOT EXISTS (SELECT 1 FROM Planregelverk s WHERE s.NamndId = @NamndId AND s.GallerFran <= @Arsborjan AND s.GallerFran > Planregelverk.GallerFran)
        """;

    private const string OmgangSql = """
        SELECT Id, GallerFran, Version, Granssort, OkantProcent, ForberedelseManader, TidigaManader, ManaderEfterStart, LedigManad, StandardAnsvarig,
               AterkopplingNamnd, AterkopplingUtforare, AterkopplingAllmanhet, AterkopplingAllmanhetValfrihet
        FROM Planregelverk
        WHERE NamndId = @NamndId AND Id = @Id
        """;

    private const string VikterSql = "SELECT Faktor, Vikt FROM Planvikt WHERE RegelverkId = @Id";

    private const string NivaerSql = "SELECT Namn, Grans, IntervallManader FROM Planniva WHERE RegelverkId = @Id ORDER BY Nr";

    private const string FormtiderSql = "SELECT Form, Timmar FROM Planformtid WHERE RegelverkId = @Id";

    private const string ReglerSql = """
        SELECT Id, Version, Slag, Benamning, Kalla, Verksamhetsomrade, Driftsform, AvtalId, Form, HogstIntervallManader, GallerFran, GallerTill
        FROM Planregel
        WHERE NamndId = @NamndId
        ORDER BY GallerFran, Benamning, Id
        """;

    /// <summary>Reglerna för nämndens plan för året.</summary>
    public static async Task<Planregler> LasAsync(DbSession db, Guid namndId, int ar, CancellationToken cancellationToken)
    {
        var regler = (await AllaReglerAsync(db, namndId, cancellationToken)).Where(r => r.GallerUnder(ar)).ToList();
        var parametrar = new { NamndId = namndId, Arsborjan = new DateOnly(ar, 1, 1) };
        return await db.SingleOrDefaultAsync<Huvud>(HuvudSql, parametrar, cancellationToken) is { } h
            ? await LasAsync(db, h, regler, cancellationToken)
            : Planregler.Forval with { Regler = regler };
    }

    /// <summary>En omgång av nämndens regler, utan reglerna om form och intervall; null när den inte finns i nämnden.</summary>
    public static async Task<Planregler?> OmgangAsync(DbSession db, Guid namndId, Guid omgangId, CancellationToken cancellationToken) =>
        await db.SingleOrDefaultAsync<Huvud>(OmgangSql, new { NamndId = namndId, Id = omgangId }, cancellationToken) is { } h
            ? await LasAsync(db, h, [], cancellationToken)
            : null;

    private static async Task<Planregler> LasAsync(DbSession db, Huvud h, IReadOnlyList<Planregel> regler, CancellationToken cancellationToken)
    {
        var nyckel = new { h.Id };
        return new Planregler
        {
            GallerFran = h.GallerFran,
            Granssort = h.Granssort,
            OkantProcent = h.OkantProcent,
            Vikter = (await db.QueryAsync<Viktrad>(VikterSql, nyckel, cancellationToken)).ToDictionary(v => v.Faktor, v => v.Vikt),
            Nivaer = [.. (await db.QueryAsync<Nivarad>(NivaerSql, nyckel, cancellationToken)).Select(n => new Risknivaregel(n.Namn, n.Grans, n.IntervallManader))],
            Formtider = (await db.QueryAsync<Formtidsrad>(FormtiderSql, nyckel, cancellationToken)).ToDictionary(f => f.Form, f => f.Timmar),
            Regler = regler,
            ForberedelseManader = h.ForberedelseManader,
            TidigaManader = h.TidigaManader,
            ManaderEfterStart = h.ManaderEfterStart,
            LedigManad = h.LedigManad,
            StandardAnsvarig = h.StandardAnsvarig,
            AterkopplingNamnd = h.AterkopplingNamnd,
            AterkopplingUtforare = h.AterkopplingUtforare,
            AterkopplingAllmanhet = h.AterkopplingAllmanhet,
            AterkopplingAllmanhetValfrihet = h.AterkopplingAllmanhetValfrihet,
        };
    }

    /// <summary>Alla nämndens regler om form och intervall, också de som inte gäller längre.</summary>
    public static async Task<IReadOnlyList<Planregel>> AllaReglerAsync(DbSession db, Guid namndId, CancellationToken cancellationToken) =>
    [
        .. (await db.QueryAsync<Regelrad>(ReglerSql, new { NamndId = namndId }, cancellationToken)).Select(r => new Planregel
        {
            Id = r.Id,
            Version = r.Version,
            Slag = r.Slag,
            Benamning = r.Benamning,
            Kalla = r.Kalla,
            Verksamhetsomrade = r.Verksamhetsomrade,
            Driftsform = r.Driftsform is null ? null : Enum.Parse<Driftsform>(r.Driftsform),
            AvtalId = r.AvtalId,
            Form = r.Form is null ? null : Enum.Parse<Uppfoljningsform>(r.Form),
            HogstIntervallManader = r.HogstIntervallManader,
            GallerFran = r.GallerFran,
            GallerTill = r.GallerTill,
        }),
    ];

    private sealed record Huvud
    {
        public Guid Id { get; init; }

        public DateOnly GallerFran { get; init; }

        public int Version { get; init; }

        public Granssort Granssort { get; init; }

        public int OkantProcent { get; init; }

        public int ForberedelseManader { get; init; }

        public int TidigaManader { get; init; }

        public int ManaderEfterStart { get; init; }

        public int LedigManad { get; init; }

        public string StandardAnsvarig { get; init; } = "";

        public string AterkopplingNamnd { get; init; } = "";

        public string AterkopplingUtforare { get; init; } = "";

        public string AterkopplingAllmanhet { get; init; } = "";

        public string AterkopplingAllmanhetValfrihet { get; init; } = "";
    }

    private sealed record Viktrad
    {
        public Riskfaktor Faktor { get; init; }

        public int Vikt { get; init; }
    }

    private sealed record Nivarad
    {
        public string Namn { get; init; } = "";

        public int Grans { get; init; }

        public int IntervallManader { get; init; }
    }

    private sealed record Formtidsrad
    {
        public Uppfoljningsform Form { get; init; }

        public int Timmar { get; init; }
    }

    private sealed record Regelrad
    {
        public Guid Id { get; init; }

        public int Version { get; init; }

        public Regelslag Slag { get; init; }

        public string Benamning { get; init; } = "";

        public string Kalla { get; init; } = "";

        public string? Verksamhetsomrade { get; init; }

        public string? Driftsform { get; init; }

        public Guid? AvtalId { get; init; }

        public string? Form { get; init; }

        public int? HogstIntervallManader { get; init; }

        public DateOnly GallerFran { get; init; }

        public DateOnly? GallerTill { get; init; }
    }
}
