using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Mal;

namespace Uppfoljning.Application.Mal;

/// <summary>Sparar hur ett års värde är uppdelat, alla grupper på en gång. Rader utan något skrivet räknas inte. Värdet för alla rörs inte.</summary>
[Kraver(Namndmalsuppgifter.Skoter)]
public sealed record SparaUppdelningCommand : ICommand<Unit>, IVersionsbunden
{
    public const int FlestRader = 60;

    public const int LangstaOmrade = 100;

    public Guid MalId { get; init; }

    public Guid IndikatorId { get; init; }

    public int Ar { get; init; }

    public int Version { get; init; }

    public IReadOnlyList<Konuppgift> Kon { get; init; } = [];

    public IReadOnlyList<Aldersuppgift> Aldrar { get; init; } = [];

    public IReadOnlyList<Omradesuppgift> Omraden { get; init; } = [];

    Guid IArendebunden.ArendeId => MalId;
}

/// <summary>Det som skrivs om en grupp.</summary>
public abstract record Gruppuppgift
{
    /// <summary>Så som det skrivs, 87,5; tomt är inte känt.</summary>
    public string? Varde { get; init; }

    /// <summary>Hur många personer som är bakom värdet; tomt är inte känt.</summary>
    public int? Personer { get; init; }

    internal bool HarTal => !string.IsNullOrWhiteSpace(Varde) || Personer is not null;
}

public sealed record Konuppgift : Gruppuppgift
{
    public Kon Kon { get; init; }
}

public sealed record Aldersuppgift : Gruppuppgift
{
    public string? Alder { get; init; }

    internal bool HarNagot => HarTal || !string.IsNullOrWhiteSpace(Alder);
}

public sealed record Omradesuppgift : Gruppuppgift
{
    public string? Omrade { get; init; }

    internal bool HarNagot => HarTal || !string.IsNullOrWhiteSpace(Omrade);
}

public sealed class SparaUppdelningValidator : AbstractValidator<SparaUppdelningCommand>
{
    public SparaUppdelningValidator()
    {
        RuleFor(c => c.Kon).Must(k => k.Count == Enum.GetValues<Kon>().Length && k.Select(u => u.Kon).Distinct().Count() == k.Count)
            .WithMessage("Formuläret är inte helt. Öppna det igen.");
        RuleFor(c => c.Aldrar).Must(a => a.Count <= SparaUppdelningCommand.FlestRader).WithMessage($"Skriv högst {SparaUppdelningCommand.FlestRader} åldersgrupper.");
        RuleFor(c => c.Omraden).Must(a => a.Count <= SparaUppdelningCommand.FlestRader).WithMessage($"Skriv högst {SparaUppdelningCommand.FlestRader} områden.");
        RuleForEach(c => c.Kon).ChildRules(Talen);
        RuleForEach(c => c.Aldrar).ChildRules(a =>
        {
            Talen(a);
            a.RuleFor(u => u.Alder).Must(t => Aldersgrupp.TryTolka(t, out _)).When(u => u.HarNagot)
                .WithMessage("Skriv åldern som 65–79, 80 år och äldre eller ett enda år.");
        });
        RuleForEach(c => c.Omraden).ChildRules(o =>
        {
            Talen(o);
            o.RuleFor(u => u.Omrade).NotEmpty().WithMessage("Ange området.").When(u => u.HarTal);
            o.RuleFor(u => u.Omrade).MaximumLength(SparaUppdelningCommand.LangstaOmrade).WithMessage($"Området får ha högst {SparaUppdelningCommand.LangstaOmrade} tecken.");
        });
        RuleFor(c => c).Custom((c, sammanhang) =>
        {
            foreach (var (falt, text) in Krockar(c)) { sammanhang.AddFailure(falt, text); }
        });
    }

    private static void Talen<T>(InlineValidator<T> grupp) where T : Gruppuppgift
    {
        grupp.RuleFor(u => u.Varde).Must(v => Indikatorvarden.TryTolka(v, out _)).When(u => !string.IsNullOrWhiteSpace(u.Varde))
            .WithMessage("Skriv värdet som ett tal med högst två decimaler, eller lämna det tomt om det inte är känt.");
        grupp.RuleFor(u => u.Personer).InclusiveBetween(0, 100_000_000).WithMessage("Skriv antalet personer som ett helt tal, 0 eller mer.");
    }

    /// <summary>Åldersgrupper som överlappar och områden som står två gånger: då räknas samma personer två gånger.</summary>
    private static IEnumerable<(string Falt, string Text)> Krockar(SparaUppdelningCommand c)
    {
        var aldrar = new List<Aldersgrupp>();
        for (var i = 0; i < c.Aldrar.Count; i++)
        {
            if (!Aldersgrupp.TryTolka(c.Aldrar[i].Alder, out var grupp)) { continue; }
            foreach (var fore in aldrar.Where(a => a.Overlappar(grupp)).Take(1))
            {
                yield return ($"Aldrar[{i}].Alder", $"{grupp.Text()} överlappar {fore.Text()}. Samma ålder får bara finnas i en grupp.");
            }
            aldrar.Add(grupp);
        }

        var omraden = new HashSet<string>(StringComparer.CurrentCultureIgnoreCase);
        for (var i = 0; i < c.Omraden.Count; i++)
        {
            if (c.Omraden[i].Omrade?.Trim() is { Length: > 0 } omrade && !omraden.Add(omrade))
            {
                yield return ($"Omraden[{i}].Omrade", "Området står redan i listan.");
            }
        }
    }
}

/// <summary>Uppdelningen så som den är sparad, för den som får skriva den. De små grupperna är med; därför krävs rätten att sköta målen.</summary>
[Kraver(Namndmalsuppgifter.Skoter)]
public sealed record UppdelningsformularQuery(Guid MalId, Guid IndikatorId, int Ar) : IQuery<Uppdelningsformular>, IArendebunden
{
    Guid IArendebunden.ArendeId => MalId;
}

public sealed record Uppdelningsformular(string Indikator, string? Enhet, long? Varde, int Version, SparaUppdelningCommand Nu, IReadOnlyList<Sparadgrupp> Sparade);

/// <summary>En grupp så som den är sparad nu, att jämföra med när någon annan hann ändra.</summary>
public sealed record Sparadgrupp(Indelning Indelning, string Grupp, long? Varde, int? Personer);

public sealed class SparaUppdelningHandler(DbSession db)
    : IRequestHandler<SparaUppdelningCommand, Result<Unit>>, IRequestHandler<UppdelningsformularQuery, Result<Uppdelningsformular>>
{
    private const int TommaRader = 4;

    private const string VardeSql = """
        SELECT v.Id, i.Namn, i.Enhet, v.Varde, a.Version
        FROM Indikatorvarde v
        JOIN Indikator i ON i.Id = v.IndikatorId
        JOIN Arende a ON a.Id = i.NamndmalId
        WHERE i.Id = @IndikatorId AND i.NamndmalId = @MalId AND v.Ar = @Ar
        """;

    private const string TaBortSql = "DELETE FROM Indikatoruppdelning WHERE IndikatorvardeId = @VardeId";

    private const string LaggInSql = """
        INSERT INTO Indikatoruppdelning (Id, IndikatorvardeId, Kon, AlderFran, AlderTill, Omrade, Varde, Personer)
        VALUES (@Id, @IndikatorvardeId, @Kon, @AlderFran, @AlderTill, @Omrade, @Varde, @Personer)
        """;

    public async Task<Result<Unit>> Handle(SparaUppdelningCommand request, CancellationToken cancellationToken)
    {
        if (await VardeAsync(request.MalId, request.IndikatorId, request.Ar, cancellationToken) is not { } varde) { return Result<Unit>.NotFound(); }

        var fore = (await Uppdelningsgrupp.LasAsync(db, request.IndikatorId, cancellationToken)).Where(g => g.Ar == request.Ar).ToList();
        var grupper = Grupper(request);
        await db.ExecuteAsync(TaBortSql, new { VardeId = varde.Id }, cancellationToken);
        if (grupper.Count > 0)
        {
            await db.ExecuteAsync(LaggInSql, grupper.Select(g => new
            {
                Id = Guid.CreateVersion7(),
                IndikatorvardeId = varde.Id,
                Kon = g.Kon?.ToString(),
                g.AlderFran,
                g.AlderTill,
                g.Omrade,
                g.Varde,
                g.Personer,
            }), cancellationToken);
        }

        // The sentence is read by everyone in the nämnd and never carries a group's numbers; the facts stay with the log.
        int Antal(Indelning indelning) => grupper.Count(g => g.Indelning == indelning);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Uppdelning sparad", grupper.Count == 0
                ? $"{varde.Namn}, {request.Ar}: uppdelningen borttagen."
                : $"{varde.Namn}, {request.Ar}: uppdelad i {Antal(Indelning.Kon)} grupper efter kön, {Antal(Indelning.Alder)} efter ålder och {Antal(Indelning.Omrade)} efter område.",
            new { request.IndikatorId, request.Ar, Fore = fore, Efter = grupper }));
    }

    public async Task<Result<Uppdelningsformular>> Handle(UppdelningsformularQuery request, CancellationToken cancellationToken)
    {
        if (await VardeAsync(request.MalId, request.IndikatorId, request.Ar, cancellationToken) is not { } varde) { return Result<Uppdelningsformular>.NotFound(); }

        var grupper = (await Uppdelningsgrupp.LasAsync(db, request.IndikatorId, cancellationToken)).Where(g => g.Ar == request.Ar).ToList();
        var nu = new SparaUppdelningCommand
        {
            MalId = request.MalId,
            IndikatorId = request.IndikatorId,
            Ar = request.Ar,
            Version = varde.Version,
            Kon = [.. Enum.GetValues<Kon>().Select(k => grupper.FirstOrDefault(g => g.Kon == k) is { } g
                ? new Konuppgift { Kon = k, Varde = Skrivet(g.Varde), Personer = g.Personer }
                : new Konuppgift { Kon = k })],
            Aldrar =
            [
                .. grupper.Where(g => g.Indelning == Indelning.Alder).Select(g => new Aldersuppgift { Alder = g.Grupp, Varde = Skrivet(g.Varde), Personer = g.Personer }),
                .. Enumerable.Repeat(new Aldersuppgift(), TommaRader),
            ],
            Omraden =
            [
                .. grupper.Where(g => g.Indelning == Indelning.Omrade).Select(g => new Omradesuppgift { Omrade = g.Omrade, Varde = Skrivet(g.Varde), Personer = g.Personer }),
                .. Enumerable.Repeat(new Omradesuppgift(), TommaRader),
            ],
        };
        return Result<Uppdelningsformular>.Ok(new(varde.Namn, varde.Enhet, varde.Varde, varde.Version, nu,
            [.. grupper.OrderBy(g => g.Indelning).ThenBy(g => g.Kon).Select(g => new Sparadgrupp(g.Indelning, g.Grupp, g.Varde, g.Personer))]));
    }

    private Task<Vardet?> VardeAsync(Guid malId, Guid indikatorId, int ar, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<Vardet>(VardeSql, new { MalId = malId, IndikatorId = indikatorId, Ar = ar }, cancellationToken);

    private static List<Uppdelningsgrupp> Grupper(SparaUppdelningCommand c) =>
    [
        .. c.Kon.Where(k => k.HarTal).Select(k => new Uppdelningsgrupp { Ar = c.Ar, Kon = k.Kon, Varde = Tal(k.Varde), Personer = k.Personer }),
        .. c.Aldrar.Where(a => a.HarNagot).Select(a => Aldersgrupp.TryTolka(a.Alder, out var alder)
            ? new Uppdelningsgrupp { Ar = c.Ar, AlderFran = alder.Fran, AlderTill = alder.Till, Varde = Tal(a.Varde), Personer = a.Personer }
            : throw new InvalidOperationException("Åldern är redan prövad.")),
        .. c.Omraden.Where(o => o.HarNagot).Select(o => new Uppdelningsgrupp { Ar = c.Ar, Omrade = o.Omrade!.Trim(), Varde = Tal(o.Varde), Personer = o.Personer }),
    ];

    private static long? Tal(string? text) => Indikatorvarden.TryTolka(text, out var tal) ? tal : null;

    private static string? Skrivet(long? hundradelar) => hundradelar is { } h ? Indikatorvarden.Skriv(h) : null;

    private sealed record Vardet
    {
        public Guid Id { get; init; }

        public string Namn { get; init; } = "";

        public string? Enhet { get; init; }

        public long? Varde { get; init; }

        public int Version { get; init; }
    }
}
