using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Import;

/// <summary>Filens rubriker och de kolumner som de kan kopplas till. Sort, blad och rad kan bytas.</summary>
[Kraver(Importratt.Nagon)]
public sealed record KolumnvalQuery : IQuery<Kolumnvalsida>, IImportbunden
{
    public Guid NamndId { get; init; }

    public Guid ImportId { get; init; }

    public Importsort? Sort { get; init; }

    public int? Rubrikrad { get; init; }

    public string? Blad { get; init; }
}

public sealed record Kolumnvalsida
{
    public Guid Id { get; init; }

    public Guid NamndId { get; init; }

    public required string Filnamn { get; init; }

    public Importsort Sort { get; init; }

    public int Rubrikrad { get; init; }

    public string? Blad { get; init; }

    public IReadOnlyList<string> AllaBlad { get; init; } = [];

    /// <summary>De rader som kan ha rubrikerna: radnumret och det som står där.</summary>
    public IReadOnlyList<(int Nr, string Text)> Inledande { get; init; } = [];

    public IReadOnlyList<Filrubrik> Rubriker { get; init; } = [];

    /// <summary>De register som användaren får föra in filer i.</summary>
    public IReadOnlyList<Importsort> Sorter { get; init; } = [];

    /// <summary>Registrets kolumner.</summary>
    public IReadOnlyList<string> Kolumner { get; init; } = [];

    /// <summary>Kolumnen som någon rubrik måste vara.</summary>
    public required string Obligatorisk { get; init; }

    /// <summary>Varför filen inte går att läsa med de valen.</summary>
    public string? Hinder { get; init; }
}

/// <summary>En rubrik i filen. Kolumn är den som den är kopplad till nu; tom när den inte läses in.</summary>
public sealed record Filrubrik(int Plats, string Text, IReadOnlyList<string> Exempel, string Kolumn, bool Ihagkommen, bool Egen);

public sealed class KolumnvalHandler(DbSession db, IFillager lager, IAnvandarkontext anvandare) : IRequestHandler<KolumnvalQuery, Result<Kolumnvalsida>>
{
    public async Task<Result<Kolumnvalsida>> Handle(KolumnvalQuery request, CancellationToken cancellationToken)
    {
        if (await Importpost.LasAsync(db, request.NamndId, request.ImportId, cancellationToken) is not { Vantar: true } post) { return Result<Kolumnvalsida>.NotFound(); }
        if (request.Sort is { } annan && !anvandare.Far(request.NamndId, annan)) { request = request with { Sort = null }; }
        var sparat = Kolumnval.Las(post.Kolumnval);
        var minne = await Kolumnminne.LasAsync(db, cancellationToken);
        var sida = new Kolumnvalsida { Id = post.Id, NamndId = post.NamndId, Filnamn = post.Filnamn, Sort = request.Sort ?? post.Sort, Sorter = anvandare.Sorter(post.NamndId), Obligatorisk = "" };

        if (await lager.LasAsync(post.Checksumma, cancellationToken) is not { } innehall) { return Result<Kolumnvalsida>.Ok(sida with { Hinder = Importlagring.FilenSaknas.Text }); }
        // Det sparade valet gäller så länge inget annat har valts på sidan.
        var galler = sparat is not null && (request.Sort ?? sparat.Sort) == sparat.Sort && (request.Rubrikrad ?? sparat.Rubrikrad) == sparat.Rubrikrad
            && (request.Blad ?? sparat.Blad) == sparat.Blad;
        var annatBlad = request.Blad is { } blad && sparat?.Blad is { } forut && blad != forut;
        var plats = new Filplats(request.Rubrikrad ?? (annatBlad ? null : sparat?.Rubrikrad), request.Blad ?? sparat?.Blad);
        var (fil, hinder) = Importfil.Las(innehall, plats, minne,
            rubriker => galler ? Kolumnkarta.Av(sparat!, rubriker) : request.Sort is { } sort ? Kolumnkarta.For(sort, rubriker, minne) : Gissad(rubriker), valt: galler);
        if (fil is null) { return Result<Kolumnvalsida>.Ok(sida with { Hinder = string.Join(" ", hinder.Select(h => h.Text)) }); }

        Kolumnkarta Gissad(IReadOnlyList<string> rubriker) =>
            Kolumnkarta.For(rubriker, minne) is var karta && anvandare.Far(post.NamndId, karta.Sort) ? karta : Kolumnkarta.For(post.Sort, rubriker, minne);

        return Result<Kolumnvalsida>.Ok(sida with
        {
            Sort = fil.Sort,
            Rubrikrad = fil.Rubrikrad,
            Blad = fil.Blad,
            AllaBlad = fil.AllaBlad,
            Inledande = [.. fil.Inledande.Select(r => (r.Nr, Radlasare.Kort(string.Join(", ", r.Celler.Where(c => !string.IsNullOrWhiteSpace(c)).Select(c => c.Trim())))))],
            Rubriker = [.. Rubriker(fil)],
            Kolumner = [.. Kolumnkarta.Kolumner(fil.Sort).Select(k => k.Namn)],
            Obligatorisk = fil.Karta.Obligatorisk.Namn,
        });
    }

    /// <summary>Alla platser i rad; en plats utan rubrik och utan innehåll visas inte men behåller sin plats i formuläret.</summary>
    private static IEnumerable<Filrubrik> Rubriker(Importfil fil)
    {
        for (var i = 0; i < fil.Rubriker.Count; i++)
        {
            var exempel = fil.Rader.Where(r => i < r.Celler.Length && !string.IsNullOrWhiteSpace(r.Celler[i])).Take(3)
                .Select(r => Radlasare.Kort(Domain.Import.Celltext.Enradig(r.Celler[i]) ?? "–")).ToList();
            yield return new(i, fil.Rubriker[i], exempel, fil.Karta.Pa(i)?.Namn ?? "", fil.Karta.Ihagkomna.Contains(i), Kolumnkarta.ArEgen(fil.Rubriker[i]));
        }
    }
}

/// <summary>Kopplar filens rubriker till registrets kolumner. Kommunen minns kopplingen: nästa fil med samma rubrik kopplas likadant.</summary>
[Kraver(Importratt.Nagon)]
public sealed record ValjKolumnerCommand : ICommand<Unit>, IImportbunden
{
    public Guid NamndId { get; init; }

    public Guid ImportId { get; init; }

    public Importsort Sort { get; init; }

    public int Rubrikrad { get; init; } = 1;

    public string? Blad { get; init; }

    /// <summary>Registrets kolumn för varje plats i filen; tom när den inte läses in.</summary>
    public IReadOnlyList<string> Kolumn { get; init; } = [];
}

public sealed class ValjKolumnerValidator : AbstractValidator<ValjKolumnerCommand>
{
    public ValjKolumnerValidator()
    {
        RuleFor(c => c.Kolumn).NotEmpty().WithMessage("Välj minst en kolumn.");
        RuleFor(c => c.Sort).IsInEnum().WithMessage("Välj vilket register filen är.");
    }
}

public sealed class ValjKolumnerHandler(DbSession db, IFillager lager, IAnvandarkontext anvandare) : IRequestHandler<ValjKolumnerCommand, Result<Unit>>
{
    private const string ValSql = """
        UPDATE Import
        SET Sort = @Sort, Kolumnval = @Kolumnval, AntalRader = @AntalRader
        WHERE Id = @ImportId AND NamndId = @NamndId AND Tillstand IN ('Provad', 'Misslyckad')
        """;

    public async Task<Result<Unit>> Handle(ValjKolumnerCommand request, CancellationToken cancellationToken)
    {
        if (await Importpost.LasAsync(db, request.NamndId, request.ImportId, cancellationToken) is not { } post) { return Result<Unit>.NotFound(); }
        if (!post.Vantar) { return Result<Unit>.Refused(post.RedanAvslutad()); }
        if (!anvandare.Far(request.NamndId, request.Sort)) { return Result<Unit>.Refused(Importratt.Nekad(request.Sort) with { Falt = nameof(request.Sort) }); }
        if (await lager.LasAsync(post.Checksumma, cancellationToken) is not { } innehall) { return Result<Unit>.Refused(Importlagring.FilenSaknas); }

        var val = new Kolumnval
        {
            Sort = request.Sort,
            Rubrikrad = request.Rubrikrad,
            Blad = request.Blad,
            Kolumner = request.Kolumn.Index().Where(k => !string.IsNullOrEmpty(k.Item)).ToDictionary(k => k.Index, k => k.Item),
        };
        if (Fel(val) is { Count: > 0 } fel) { return Result<Unit>.Refused(fel); }
        var (fil, hinder) = Importfil.Las(innehall, val);
        if (fil is null) { return Result<Unit>.Refused(hinder); }
        if (val.Kolumner.Keys.FirstOrDefault(i => i >= fil.Rubriker.Count, -1) is var utanfor and >= 0)
        {
            return Result<Unit>.Refused(new Hinder("okand-plats", "Filen har inte så många rubriker på den raden. Öppna sidan på nytt.", Falt: $"Kolumn[{utanfor}]"));
        }

        await db.ExecuteAsync(ValSql, new { request.ImportId, request.NamndId, Sort = request.Sort.ToString(), Kolumnval = val.Text(), AntalRader = fil.Rader.Count }, cancellationToken);
        await Kolumnminne.SparaAsync(db, request.Sort, fil.Rubriker.Select((rubrik, i) => (rubrik, val.Kolumner.GetValueOrDefault(i))), cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Kolumner valda",
            $"{(val.Kolumner.Count == 1 ? "1 kolumn" : $"{val.Kolumner.Count} kolumner")} i filen {post.Filnamn} är kopplade till {request.Sort.Registret()}.",
            new { ImportId = post.Id, Kolumner = val.Kolumner.ToDictionary(k => fil.Rubriker[k.Key] is { Length: > 0 } rubrik ? $"{k.Key + 1} {rubrik}" : $"{k.Key + 1}", k => k.Value) }));
    }

    /// <summary>Allt som är fel med valet, vid sina fält.</summary>
    private static List<Hinder> Fel(Kolumnval val)
    {
        var kolumner = Kolumnkarta.Kolumner(val.Sort).Select(k => k.Namn).ToHashSet();
        var fel = val.Kolumner.Where(k => !kolumner.Contains(k.Value))
            .Select(k => new Hinder("okand-kolumn", $"{val.Sort.Registret()} har ingen kolumn {k.Value}.", Falt: $"Kolumn[{k.Key}]")).ToList();
        foreach (var samma in val.Kolumner.GroupBy(k => k.Value).Where(g => g.Count() > 1))
        {
            fel.AddRange(samma.Select(k => new Hinder("dubbel-kolumn", $"Två rubriker är kopplade till {samma.Key}. Välj en av dem.", Falt: $"Kolumn[{k.Key}]")));
        }
        var karta = Kolumnkarta.Av(val, []);
        if (!val.Kolumner.Values.Contains(karta.Obligatorisk.Namn))
        {
            fel.Add(new("kolumn-saknas", $"Ingen rubrik är kopplad till {karta.Obligatorisk}. Varje rad i {val.Sort.Registret()} måste ha den; välj vilken rubrik det är."));
        }
        return fel;
    }
}
