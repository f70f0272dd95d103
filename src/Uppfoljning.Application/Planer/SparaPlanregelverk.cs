using System.Globalization;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>
/// Sparar en omgång av nämndens regler för planen. Listornas tal är text, så att ett tal som inte går att läsa står kvar vid sitt fält.
/// </summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record SparaPlanregelverkCommand : ICommand<Guid>, INamndbunden
{
    public Guid NamndId { get; init; }

    /// <summary>Omgången som ändras; null för en ny.</summary>
    public Guid? OmgangId { get; init; }

    /// <summary>Omgångens version då den öppnades; 0 för en ny.</summary>
    public int Version { get; init; }

    public DateOnly? GallerFran { get; init; }

    /// <summary>En vikt per faktor, i faktorernas ordning.</summary>
    public IReadOnlyList<string?> Vikter { get; init; } = [];

    public int? OkantProcent { get; init; }

    public Granssort Granssort { get; init; }

    public IReadOnlyList<Nivafalt> Nivaer { get; init; } = [];

    /// <summary>Timmar per form, i formernas ordning.</summary>
    public IReadOnlyList<string?> Timmar { get; init; } = [];

    public int? LedigManad { get; init; }

    public int? TidigaManader { get; init; }

    public int? ForberedelseManader { get; init; }

    public int? ManaderEfterStart { get; init; }

    public string? StandardAnsvarig { get; init; }

    public string? AterkopplingNamnd { get; init; }

    public string? AterkopplingUtforare { get; init; }

    public string? AterkopplingAllmanhet { get; init; }

    public string? AterkopplingAllmanhetValfrihet { get; init; }

    /// <summary>Så som reglerna står i formuläret.</summary>
    internal static SparaPlanregelverkCommand Av(Guid namndId, Planregler r, DateOnly gallerFran, Guid? omgangId = null, int version = 0) => new()
    {
        NamndId = namndId,
        OmgangId = omgangId,
        Version = version,
        GallerFran = gallerFran,
        Vikter = [.. Enum.GetValues<Riskfaktor>().Select(f => Text(r.Vikter.GetValueOrDefault(f)))],
        OkantProcent = r.OkantProcent,
        Granssort = r.Granssort,
        Nivaer = [.. r.Nivaer.Select(n => new Nivafalt { Namn = n.Namn, Grans = r.Granssort == Granssort.Poang ? Riskbedomning.Text(n.Grans) : Text(n.Grans), IntervallManader = Text(n.IntervallManader) })],
        Timmar = [.. Enum.GetValues<Uppfoljningsform>().Select(f => Text(r.Formtider.GetValueOrDefault(f)))],
        LedigManad = r.LedigManad,
        TidigaManader = r.TidigaManader,
        ForberedelseManader = r.ForberedelseManader,
        ManaderEfterStart = r.ManaderEfterStart,
        StandardAnsvarig = r.StandardAnsvarig,
        AterkopplingNamnd = r.AterkopplingNamnd,
        AterkopplingUtforare = r.AterkopplingUtforare,
        AterkopplingAllmanhet = r.AterkopplingAllmanhet,
        AterkopplingAllmanhetValfrihet = r.AterkopplingAllmanhetValfrihet,
    };

    /// <summary>Formuläret med alla fält, och plats för en nivå till: det som skickades kan sakna några.</summary>
    public SparaPlanregelverkCommand Fylld(SparaPlanregelverkCommand? sparad) => this with
    {
        Vikter = Fyll(Vikter, Enum.GetValues<Riskfaktor>().Length),
        Timmar = Fyll(Timmar, Enum.GetValues<Uppfoljningsform>().Length),
        Nivaer =
        [
            .. Ifyllda.Concat(Enumerable.Repeat(new Nivafalt(), Planregelkrav.FlestNivaer))
                .Take(Math.Min(Math.Max(Ifyllda.Count, sparad?.Nivaer.Count ?? 0) + 1, Math.Max(Ifyllda.Count, Planregelkrav.FlestNivaer))),
        ],
    };

    /// <summary>Nivåerna utan tomma rader sist: de är plats för fler. En tom rad mitt i är ett fel som syns vid sina fält.</summary>
    private IReadOnlyList<Nivafalt> Ifyllda => [.. Nivaer.Take(Nivaer.Count - Nivaer.Reverse().TakeWhile(n => n.Tom).Count())];

    /// <summary>Reglerna så som de är skrivna, och allt som hindrar att de sparas.</summary>
    internal (Planregler Regler, IReadOnlyList<Hinder> Hinder) Tolka()
    {
        var hinder = new List<Hinder>();
        if (GallerFran is null) { hinder.Add(new("dag-saknas", "Ange från vilken dag reglerna gäller.", Falt: nameof(GallerFran))); }
        var regler = new Planregler
        {
            GallerFran = GallerFran,
            Vikter = Enum.GetValues<Riskfaktor>().ToDictionary(f => f, f => Heltal(Falt(Vikter, (int)f), $"Vikter[{(int)f}]", hinder)),
            Granssort = Granssort,
            Nivaer =
            [
                .. Ifyllda.Select((n, i) => new Risknivaregel(n.Namn?.Trim() ?? "",
                    Granssort == Granssort.Poang ? Poang(n.Grans, $"Nivaer[{i}].Grans", hinder) : Heltal(n.Grans, $"Nivaer[{i}].Grans", hinder),
                    Heltal(n.IntervallManader, $"Nivaer[{i}].IntervallManader", hinder))),
            ],
            OkantProcent = OkantProcent ?? -1,
            Formtider = Enum.GetValues<Uppfoljningsform>().ToDictionary(f => f, f => Heltal(Falt(Timmar, (int)f), $"Timmar[{(int)f}]", hinder)),
            LedigManad = LedigManad ?? -1,
            TidigaManader = TidigaManader ?? -1,
            ForberedelseManader = ForberedelseManader ?? -1,
            ManaderEfterStart = ManaderEfterStart ?? -1,
            StandardAnsvarig = Enrad(StandardAnsvarig),
            AterkopplingNamnd = Enrad(AterkopplingNamnd),
            AterkopplingUtforare = Enrad(AterkopplingUtforare),
            AterkopplingAllmanhet = Enrad(AterkopplingAllmanhet),
            AterkopplingAllmanhetValfrihet = Enrad(AterkopplingAllmanhetValfrihet),
        };
        var olasta = hinder.Select(h => h.Falt).ToHashSet();
        hinder.AddRange(Planregelkrav.Prova(regler).Where(h => !olasta.Contains(h.Falt)));
        return (regler, hinder);
    }

    private static IReadOnlyList<string?> Fyll(IReadOnlyList<string?> falt, int antal) => [.. Enumerable.Range(0, antal).Select(i => Falt(falt, i))];

    private static string? Falt(IReadOnlyList<string?> falt, int i) => i < falt.Count ? falt[i] : null;

    private static int Heltal(string? text, string falt, List<Hinder> hinder)
    {
        if (int.TryParse(text?.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var tal)) { return tal; }
        hinder.Add(new("tal-saknas", "Ange ett heltal med siffror.", Falt: falt));
        return 0;
    }

    private static int Poang(string? text, string falt, List<Hinder> hinder)
    {
        if (decimal.TryParse(text?.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var poang)
            && poang <= 10_000 && decimal.Truncate(poang * 100) == poang * 100)
        {
            return (int)(poang * 100);
        }
        hinder.Add(new("tal-saknas", "Ange poängen med högst två decimaler, till exempel 62,5.", Falt: falt));
        return 0;
    }

    private static string Text(int tal) => tal.ToString(CultureInfo.InvariantCulture);

    private static string Enrad(string? text) => text?.Trim().ReplaceLineEndings(" ") ?? "";
}

/// <summary>En risknivå så som den skrivs i formuläret.</summary>
public sealed record Nivafalt
{
    public string? Namn { get; init; }

    public string? Grans { get; init; }

    public string? IntervallManader { get; init; }

    internal bool Tom => string.IsNullOrWhiteSpace(Namn) && string.IsNullOrWhiteSpace(Grans) && string.IsNullOrWhiteSpace(IntervallManader);
}

public sealed class SparaPlanregelverkHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<SparaPlanregelverkCommand, Result<Guid>>
{
    private const string LaggInSql = """
        INSERT INTO Planregelverk (Id, NamndId, GallerFran, Version, Granssort, OkantProcent, ForberedelseManader, TidigaManader, ManaderEfterStart, LedigManad, StandardAnsvarig,
            AterkopplingNamnd, AterkopplingUtforare, AterkopplingAllmanhet, AterkopplingAllmanhetValfrihet, AndradAv, AndradTid)
        VALUES (@Id, @NamndId, @GallerFran, 1, @Granssort, @OkantProcent, @ForberedelseManader, @TidigaManader, @ManaderEfterStart, @LedigManad, @StandardAnsvarig,
            @AterkopplingNamnd, @AterkopplingUtforare, @AterkopplingAllmanhet, @AterkopplingAllmanhetValfrihet, @AndradAv, @AndradTid)
        """;

    private const string AndraSql = """
        UPDATE Planregelverk
        SET GallerFran = @GallerFran, Version = Version + 1, Granssort = @Granssort, OkantProcent = @OkantProcent, ForberedelseManader = @ForberedelseManader,
            TidigaManader = @TidigaManader, ManaderEfterStart = @ManaderEfterStart, LedigManad = @LedigManad, StandardAnsvarig = @StandardAnsvarig,
            AterkopplingNamnd = @AterkopplingNamnd, AterkopplingUtforare = @AterkopplingUtforare, AterkopplingAllmanhet = @AterkopplingAllmanhet,
            AterkopplingAllmanhetValfrihet = @AterkopplingAllmanhetValfrihet, AndradAv = @AndradAv, AndradTid = @AndradTid
        WHERE Id = @Id AND NamndId = @NamndId AND Version = @Version
        """;

    private const string TaBortVikterSql = "DELETE FROM Planvikt WHERE RegelverkId = @Id";

    private const string TaBortNivaerSql = "DELETE FROM Planniva WHERE RegelverkId = @Id";

    private const string TaBortFormtiderSql = "DELETE FROM Planformtid WHERE RegelverkId = @Id";

    private const string ViktSql = "INSERT INTO Planvikt (RegelverkId, Faktor, Vikt) VALUES (@Id, @Faktor, @Vikt)";

    private const string NivaSql = "INSERT INTO Planniva (RegelverkId, Nr, Namn, Grans, IntervallManader) VALUES (@Id, @Nr, @Namn, @Grans, @IntervallManader)";

    private const string FormtidSql = "INSERT INTO Planformtid (RegelverkId, Form, Timmar) VALUES (@Id, @Form, @Timmar)";

    public async Task<Result<Guid>> Handle(SparaPlanregelverkCommand request, CancellationToken cancellationToken)
    {
        var omgangar = await Planregelverksomgang.AllaAsync(db, request.NamndId, cancellationToken);
        var (regler, hinder) = await Provad(db, request, omgangar, cancellationToken);
        if (hinder.Count > 0) { return Result<Guid>.Refused(hinder); }

        var fran = request.GallerFran!.Value;
        var nu = omgangar.FirstOrDefault(o => request.OmgangId is { } id ? o.Id == id : o.GallerFran == fran);
        if (request.OmgangId is not null && nu is null) { return Result<Guid>.NotFound(); }
        if (nu is not null && nu.Version != request.Version) { return Result<Guid>.Conflict(Andrad(nu)); }

        var rad = new
        {
            Id = nu?.Id ?? Guid.CreateVersion7(),
            request.NamndId,
            GallerFran = fran,
            request.Version,
            Granssort = regler.Granssort.ToString(),
            regler.OkantProcent,
            regler.ForberedelseManader,
            regler.TidigaManader,
            regler.ManaderEfterStart,
            regler.LedigManad,
            regler.StandardAnsvarig,
            regler.AterkopplingNamnd,
            regler.AterkopplingUtforare,
            regler.AterkopplingAllmanhet,
            regler.AterkopplingAllmanhetValfrihet,
            AndradAv = anvandare.Namn,
            AndradTid = clock.GetUtcNow(),
        };
        if (nu is null)
        {
            await db.ExecuteAsync(LaggInSql, rad, cancellationToken);
        }
        else
        {
            if (await db.ExecuteAsync(AndraSql, rad, cancellationToken) == 0) { return Result<Guid>.Conflict(Andrad(nu)); }
            var nyckel = new { rad.Id };
            await db.ExecuteAsync(TaBortVikterSql, nyckel, cancellationToken);
            await db.ExecuteAsync(TaBortNivaerSql, nyckel, cancellationToken);
            await db.ExecuteAsync(TaBortFormtiderSql, nyckel, cancellationToken);
        }
        await db.ExecuteAsync(ViktSql, regler.Vikter.Select(v => new { rad.Id, Faktor = v.Key.ToString(), Vikt = v.Value }), cancellationToken);
        await db.ExecuteAsync(NivaSql, regler.Nivaer.Select((n, i) => new { rad.Id, Nr = i + 1, n.Namn, n.Grans, n.IntervallManader }), cancellationToken);
        await db.ExecuteAsync(FormtidSql, regler.Formtider.Select(t => new { rad.Id, Form = t.Key.ToString(), Timmar = t.Value }), cancellationToken);

        return Result<Guid>.Ok(rad.Id, new AuditEntry(nu is null ? "Planregler inlagda" : "Planregler ändrade",
            $"Nämndens regler för planen från {fran.Iso()} {(nu is null ? "inlagda" : "ändrade")}.",
            new
            {
                RegelverkId = rad.Id,
                GallerFran = fran.Iso(),
                Vikter = string.Join(", ", regler.Vikter.Select(v => $"{v.Key} {v.Value}")),
                rad.Granssort,
                Nivaer = string.Join(", ", regler.Nivaer.Select(n => $"{n.Namn} {n.Grans} var {n.IntervallManader} månad")),
                regler.OkantProcent,
                Timmar = string.Join(", ", regler.Formtider.Select(t => $"{t.Key} {t.Value}")),
            }));
    }

    /// <summary>Reglerna, och allt som hindrar att de sparas: det skrivna, och det som nämnden redan har beslutat.</summary>
    internal static async Task<(Planregler Regler, IReadOnlyList<Hinder> Hinder)> Provad(
        DbSession db, SparaPlanregelverkCommand request, IReadOnlyList<Planregelverksomgang> omgangar, CancellationToken cancellationToken)
    {
        var (regler, tolkade) = request.Tolka();
        if (request.GallerFran is not { } fran) { return (regler, tolkade); }

        var hinder = tolkade.ToList();
        var fore = omgangar.FirstOrDefault(o => o.Id == request.OmgangId);
        var beslutat = await Planregelverksomgang.BeslutatArAsync(db, request.NamndId, cancellationToken);
        if (Planregelkrav.ProvaFran(fore is not null && fore.GallerFran < fran ? fore.GallerFran : fran, beslutat) is { } last) { hinder.Add(last); }
        if (request.OmgangId is { } id && omgangar.Any(o => o.Id != id && o.GallerFran == fran))
        {
            hinder.Add(new("finns-redan", "En annan omgång gäller redan från den dagen.", Falt: nameof(request.GallerFran)));
        }
        return (regler, hinder);
    }

    private static Hinder Andrad(Planregelverksomgang nu) => new("andrad-av-annan",
        $"{nu.AndradAv} sparade reglerna från {nu.GallerFran.Iso()} {SvenskTid.Lokal(nu.AndradTid):yyyy-MM-dd} kl. {SvenskTid.Lokal(nu.AndradTid):HH.mm}, efter att du öppnade sidan. Det du skrev finns kvar; jämför och spara igen.");
}

/// <summary>Vad reglerna gör med årets plan om de sparas. Prövas som när de sparas, men inget skrivs.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record PlanregelverkseffektQuery(SparaPlanregelverkCommand Regler) : IQuery<Planforhandsvisning>, INamndbunden
{
    Guid INamndbunden.NamndId => Regler.NamndId;
}

public sealed class PlanregelverkseffektHandler(DbSession db, TimeProvider clock) : IRequestHandler<PlanregelverkseffektQuery, Result<Planforhandsvisning>>
{
    public async Task<Result<Planforhandsvisning>> Handle(PlanregelverkseffektQuery request, CancellationToken cancellationToken)
    {
        var namndId = request.Regler.NamndId;
        var omgangar = await Planregelverksomgang.AllaAsync(db, namndId, cancellationToken);
        var (regler, hinder) = await SparaPlanregelverkHandler.Provad(db, request.Regler, omgangar, cancellationToken);
        if (hinder.Count > 0) { return Result<Planforhandsvisning>.Refused(hinder); }

        var fran = request.Regler.GallerFran!.Value;
        var idag = clock.Idag();
        // Flyttas en omgång framåt är det första året det som den inte längre styr.
        var fore = omgangar.FirstOrDefault(o => o.Id == request.Regler.OmgangId);
        var forst = fore is not null && fore.GallerFran < fran ? fore.GallerFran : fran;
        var ar = Planforhandsvisning.Planar(Planregelverksomgang.ForstaAr(forst), idag);
        var arsborjan = new DateOnly(ar, 1, 1);
        // Den omgång som gäller den 1 januari styr årets plan: den nya, om ingen annan gäller från en senare dag.
        var annan = omgangar.FirstOrDefault(o => o.Id != request.Regler.OmgangId && o.GallerFran != fran && o.GallerFran <= arsborjan);
        var styr = fran <= arsborjan && (annan is null || annan.GallerFran < fran);
        var gallande = styr ? regler
            : annan is null ? Planregler.Forval
            : await Planregelverk.OmgangAsync(db, namndId, annan.Id, cancellationToken) ?? Planregler.Forval;
        var utanVerkan = styr ? null : annan is null ? $"Planen för {ar} följer då förvalen." : $"Planen för {ar} följer då reglerna från {annan.GallerFran.Iso()}.";
        return Result<Planforhandsvisning>.Ok(await Planforhandsvisning.GorAsync(db, namndId, ar, idag, nu => gallande with { Regler = nu.Regler }, utanVerkan, cancellationToken));
    }
}
