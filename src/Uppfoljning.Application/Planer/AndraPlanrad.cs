using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Ändrar de fem punkterna i en rad i ett utkast. Raden behålls sedan när planen genereras om.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record AndraPlanradCommand : ICommand<Unit>, IArendebunden
{
    public Guid PlanId { get; init; }

    public Guid RadId { get; init; }

    /// <summary>Radens version då den öppnades. Två kan ändra olika rader i samma plan utan att störa varandra.</summary>
    public int Version { get; init; }

    public string VadSomFoljsUpp { get; init; } = "";

    public IReadOnlyList<Uppfoljningsform> Former { get; init; } = [];

    public string Ansvarig { get; init; } = "";

    public int? ForstaManad { get; init; }

    public int? SistaManad { get; init; }

    public int? IntervallManader { get; init; }

    /// <summary>Timmar per tillfälle; tomt ger formernas timmar enligt nämndens regler.</summary>
    public int? Timmar { get; init; }

    public string AterkopplingNamnd { get; init; } = "";

    public string AterkopplingUtforare { get; init; } = "";

    public string AterkopplingAllmanhet { get; init; } = "";

    /// <summary>Varför raden ändras; visas bland radens skäl.</summary>
    public string? Motiv { get; init; }

    Guid IArendebunden.ArendeId => PlanId;

    public static AndraPlanradCommand Av(Guid planId, Planrad rad) => new()
    {
        PlanId = planId,
        RadId = rad.Id,
        Version = rad.Version,
        VadSomFoljsUpp = rad.VadSomFoljsUpp,
        Former = Uppfoljningsformer.Las(rad.Former),
        Ansvarig = rad.Ansvarig,
        ForstaManad = rad.ForstaManad,
        SistaManad = rad.SistaManad,
        IntervallManader = rad.IntervallManader,
        Timmar = rad.Timmar,
        AterkopplingNamnd = rad.AterkopplingNamnd,
        AterkopplingUtforare = rad.AterkopplingUtforare,
        AterkopplingAllmanhet = rad.AterkopplingAllmanhet,
    };
}

public sealed class AndraPlanradValidator : AbstractValidator<AndraPlanradCommand>
{
    public const int FlestTimmar = 2000;

    public AndraPlanradValidator()
    {
        Text(c => c.VadSomFoljsUpp, "Texten om vad som följs upp", 1000);
        Text(c => c.Ansvarig, "Ansvarig", 200);
        Text(c => c.AterkopplingNamnd, "Återkopplingen till nämnden", 500);
        Text(c => c.AterkopplingUtforare, "Återkopplingen till utföraren", 500);
        Text(c => c.AterkopplingAllmanhet, "Återkopplingen till allmänheten", 500);
        Text(c => c.Motiv, "Skälet till ändringen", 300);
        RuleFor(c => c.Timmar).InclusiveBetween(1, FlestTimmar).WithMessage($"Ange timmarna som ett helt tal, 1–{FlestTimmar}, eller lämna tomt.");
        RuleForEach(c => c.Former).IsInEnum().WithMessage("Välj bland de former som visas.").OverridePropertyName(nameof(AndraPlanradCommand.Former));
    }

    private void Text(System.Linq.Expressions.Expression<Func<AndraPlanradCommand, string?>> falt, string namn, int langst) =>
        RuleFor(falt).MaximumLength(langst).WithMessage($"{namn} får ha högst {langst} tecken.");
}

public sealed class AndraPlanradHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<AndraPlanradCommand, Result<Unit>>
{
    private const int LangstIFakta = 120;

    private const string AndraSql = """
        UPDATE Planrad
        SET Version = Version + 1, Andrad = 1, AndradAv = @AndradAv, AndradTid = @AndradTid, VadSomFoljsUpp = @VadSomFoljsUpp, Former = @Former, Ansvarig = @Ansvarig,
            ForstaManad = @ForstaManad, SistaManad = @SistaManad, FlerManader = @FlerManader, IntervallManader = @IntervallManader,
            Bestams = @Bestams, Timmar = @Timmar, AterkopplingNamnd = @AterkopplingNamnd,
            AterkopplingUtforare = @AterkopplingUtforare, AterkopplingAllmanhet = @AterkopplingAllmanhet, Skal = @Skal
        WHERE Id = @RadId AND PlanId = @PlanId AND Version = @Version
        """;

    private const string SenastSql = "SELECT AndradAv, AndradTid FROM Planrad WHERE Id = @RadId";

    public async Task<Result<Unit>> Handle(AndraPlanradCommand request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        var fore = await Planrader.LasEnAsync(db, request.PlanId, request.RadId, cancellationToken);
        if (plan is null || fore is null) { return Result<Unit>.NotFound(); }
        if (Plangang.ProvaAndring(plan.Tillstand) is { Count: > 0 } beslutad) { return Result<Unit>.Refused(beslutad); }
        if (fore.Version != request.Version) { return Result<Unit>.Conflict(await AndradAsync(request.RadId, plan, cancellationToken)); }

        var nytt = fore with
        {
            VadSomFoljsUpp = Text(request.VadSomFoljsUpp),
            Former = Uppfoljningsformer.Skriv(request.Former),
            Ansvarig = Text(request.Ansvarig),
            ForstaManad = request.ForstaManad,
            SistaManad = request.SistaManad,
            // En särskild granskning görs en gång.
            IntervallManader = fore.Slag == Radslag.SarskildGranskning ? null : request.IntervallManader,
            Timmar = request.Timmar,
            AterkopplingNamnd = Text(request.AterkopplingNamnd),
            AterkopplingUtforare = Text(request.AterkopplingUtforare),
            AterkopplingAllmanhet = Text(request.AterkopplingAllmanhet),
        };
        var rad = await MedTillfallenAsync(fore, nytt, plan, cancellationToken);
        if (Plankrav.Prova(rad) is { Count: > 0 } brister) { return Result<Unit>.Refused(brister); }
        var andringar = Andringar(fore, rad, plan.Ar);
        if (andringar.Count == 0) { return Result<Unit>.Refused(new Hinder("inget-andrat", "Du har inte ändrat något i raden.")); }

        var nu = clock.GetUtcNow();
        var antal = await db.ExecuteAsync(AndraSql, new
        {
            request.RadId,
            request.PlanId,
            request.Version,
            AndradAv = anvandare.Namn,
            AndradTid = nu,
            rad.VadSomFoljsUpp,
            rad.Former,
            rad.Ansvarig,
            rad.ForstaManad,
            rad.SistaManad,
            rad.FlerManader,
            rad.IntervallManader,
            Bestams = rad.Bestams?.ToString(),
            rad.Timmar,
            rad.AterkopplingNamnd,
            rad.AterkopplingUtforare,
            rad.AterkopplingAllmanhet,
            Skal = Skal(fore.Skal, andringar, request.Motiv, SvenskTid.Datum(nu)),
        }, cancellationToken);
        if (antal == 0) { return Result<Unit>.Conflict(await AndradAsync(request.RadId, plan, cancellationToken)); }

        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Planrad ändrad",
            $"Rad {fore.Nr}, {fore.Objekt}, ändrad: {Plantext.Uppraknade([.. andringar.Select(a => a.Falt)])}.",
            new
            {
                request.RadId,
                fore.Nr,
                Andringar = andringar.Select(a => new { a.Falt, Fore = Kort(a.Fore), Efter = Kort(a.Efter) }),
            }));
    }

    /// <summary>Månaderna efter den första perioden följer av tiden och intervallet. Ett intervall som någon har ändrat är valt för hand.</summary>
    private async Task<Planrad> MedTillfallenAsync(Planrad fore, Planrad rad, Plan plan, CancellationToken cancellationToken)
    {
        var nyttIntervall = rad.IntervallManader != fore.IntervallManader;
        if (!nyttIntervall && rad.ForstaManad == fore.ForstaManad && rad.SistaManad == fore.SistaManad) { return rad; }
        if (rad is not { ForstaManad: { } forsta and >= 1 and <= 12, SistaManad: { } sista and >= 1 and <= 12 }) { return rad; }
        var regler = await Planregelverk.LasAsync(db, plan.NamndId, plan.Ar, cancellationToken);
        return Planfonster.Lagd(rad, forsta, sista, rad.IntervallManader, plan.Ar, regler) with { Bestams = nyttIntervall ? Bestams.Hand : rad.Bestams };
    }

    private static List<Andring> Andringar(Planrad fore, Planrad efter, int ar)
    {
        List<Andring> alla =
        [
            new("vad som följs upp", Skalsort.Vad, fore.VadSomFoljsUpp, efter.VadSomFoljsUpp),
            new("form", Skalsort.Form, Former(fore), Former(efter)),
            new("ansvarig", Skalsort.Ansvarig, fore.Ansvarig, efter.Ansvarig),
            new("tid", Skalsort.Tid, Plantillfallen.Text(fore, ar), Plantillfallen.Text(efter, ar)),
            new("intervall", Skalsort.Intervall, Plantext.Intervall(fore.IntervallManader), Plantext.Intervall(efter.IntervallManader)),
            new("timmar", Skalsort.Andring, Timmarna(fore), Timmarna(efter)),
            new("återkoppling till nämnden", Skalsort.Aterkoppling, fore.AterkopplingNamnd, efter.AterkopplingNamnd),
            new("återkoppling till utföraren", Skalsort.Aterkoppling, fore.AterkopplingUtforare, efter.AterkopplingUtforare),
            new("återkoppling till allmänheten", Skalsort.Aterkoppling, fore.AterkopplingAllmanhet, efter.AterkopplingAllmanhet),
        ];
        return alla.FindAll(a => a.Fore != a.Efter);
    }

    /// <summary>Skälen efter ändringen: vem som valde det som är ändrat och vad som stod förut, och motivet.</summary>
    private string Skal(string fore, List<Andring> andringar, string? motiv, DateOnly idag)
    {
        var skal = Planskal.Las(fore).ToDictionary(s => s.Sort);
        foreach (var grupp in andringar.GroupBy(a => a.Sort))
        {
            var forut = grupp.Key is Skalsort.Vad or Skalsort.Aterkoppling ? "" : $" Förut: {grupp.First().Fore}.";
            skal[grupp.Key] = new(grupp.Key, $"Ändrad av {anvandare.Namn} {idag.Iso()}.{forut}");
        }
        if (Text(motiv) is { Length: > 0 } text) { skal[Skalsort.Andring] = new(Skalsort.Andring, text); }
        return Planskal.Skriv(skal.Values);
    }

    private async Task<Hinder> AndradAsync(Guid radId, Plan plan, CancellationToken cancellationToken)
    {
        var senast = await db.SingleOrDefaultAsync<Senast>(SenastSql, new { RadId = radId }, cancellationToken);
        var vem = senast?.AndradTid is { } tid && tid >= plan.Genererad
            ? $"{senast.AndradAv} ändrade raden {Tid(tid)}"
            : $"Planen genererades om {Tid(plan.Genererad)}";
        return new("andrad-av-annan", $"{vem}, efter att du öppnade sidan. Det du skrev finns kvar; jämför och spara igen.");
    }

    private static string Tid(DateTimeOffset tid) => $"{SvenskTid.Lokal(tid):yyyy-MM-dd} kl. {SvenskTid.Lokal(tid):HH.mm}";

    private static string Timmarna(Planrad rad) => rad.Timmar is { } t ? Plantext.Antal(t, "timme", "timmar") : "formernas timmar";

    private static string Former(Planrad rad) => Uppfoljningsformer.Uppraknade(Uppfoljningsformer.Las(rad.Former));

    private static string Text(string? text) => text?.Trim().ReplaceLineEndings(" ") ?? "";

    private static string Kort(string text) => text.Length <= LangstIFakta ? text : text[..LangstIFakta] + "…";

    private sealed record Andring(string Falt, Skalsort Sort, string Fore, string Efter);

    private sealed record Senast
    {
        public string? AndradAv { get; init; }

        public DateTimeOffset? AndradTid { get; init; }
    }
}
