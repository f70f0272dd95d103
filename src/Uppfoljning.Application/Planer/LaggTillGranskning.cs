using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Lägger till en särskild granskning vid sidan av den regelbundna uppföljningen, också i en beslutad plan (UPP-04).</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record LaggTillGranskningCommand : ICommand<Guid>, IArendebunden
{
    public Guid PlanId { get; init; }

    /// <summary>Avtalet eller enheten; null för ett tema utan objekt.</summary>
    public Guid? ObjektId { get; init; }

    /// <summary>Temats namn när inget objekt är valt.</summary>
    public string? Tema { get; init; }

    public Utlosare? Utlosare { get; init; }

    /// <summary>Lagen, eller beslutet.</summary>
    public string? Utlosartext { get; init; }

    public DateOnly? Utlosardatum { get; init; }

    public string? VadSomFoljsUpp { get; init; }

    public string? Ansvarig { get; init; }

    public int? ForstaManad { get; init; }

    public int? SistaManad { get; init; }

    public int? Timmar { get; init; }

    public string? AterkopplingNamnd { get; init; }

    public string? AterkopplingUtforare { get; init; }

    public string? AterkopplingAllmanhet { get; init; }

    Guid IArendebunden.ArendeId => PlanId;
}

public sealed class LaggTillGranskningValidator : AbstractValidator<LaggTillGranskningCommand>
{
    public LaggTillGranskningValidator()
    {
        RuleFor(c => c.Tema).NotEmpty().WithMessage("Välj ett avtal eller en enhet, eller skriv ett tema.").When(c => c.ObjektId is null);
        RuleFor(c => c.Tema).Empty().WithMessage("Du har valt ett avtal eller en enhet. Töm temat, eller välj inget objekt.").When(c => c.ObjektId is not null);
        Text(c => c.Tema, "Temat", 200);
        Text(c => c.Utlosartext, "Texten om lagen eller beslutet", 500);
        Text(c => c.VadSomFoljsUpp, "Texten om vad som granskas", 1000);
        Text(c => c.Ansvarig, "Ansvarig", 200);
        Text(c => c.AterkopplingNamnd, "Återkopplingen till nämnden", 500);
        Text(c => c.AterkopplingUtforare, "Återkopplingen till utföraren", 500);
        Text(c => c.AterkopplingAllmanhet, "Återkopplingen till allmänheten", 500);
        RuleFor(c => c.Utlosare).IsInEnum().WithMessage("Välj bland det som visas.");
        RuleFor(c => c.Timmar).InclusiveBetween(1, AndraPlanradValidator.FlestTimmar).WithMessage($"Ange timmarna som ett helt tal, 1–{AndraPlanradValidator.FlestTimmar}, eller lämna tomt.");
    }

    private void Text(System.Linq.Expressions.Expression<Func<LaggTillGranskningCommand, string?>> falt, string namn, int langst) =>
        RuleFor(falt).MaximumLength(langst).WithMessage($"{namn} får ha högst {langst} tecken.");
}

public sealed class LaggTillGranskningHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<LaggTillGranskningCommand, Result<Guid>>
{
    private const string AndradSql = "UPDATE Planrad SET AndradAv = @AndradAv, AndradTid = @AndradTid WHERE Id = @Id";

    public async Task<Result<Guid>> Handle(LaggTillGranskningCommand request, CancellationToken cancellationToken)
    {
        if (await Plan.LasAsync(db, request.PlanId, cancellationToken) is not { } plan) { return Result<Guid>.NotFound(); }
        if (Granskningsregler.ProvaTillagg(plan.Tillstand) is { Count: > 0 } stangd) { return Result<Guid>.Refused(stangd); }

        var idag = clock.Idag();
        var underlag = await Planunderlag.LasAsync(db, plan.NamndId, plan.Ar, plan.Id, idag, cancellationToken);
        var objekt = request.ObjektId is { } id ? underlag.Register.FirstOrDefault(o => o.Id == id) : null;
        if (request.ObjektId is not null && objekt is null)
        {
            return Result<Guid>.Refused(new Hinder("okant-objekt", "Avtalet eller enheten finns inte i nämndens register.", Falt: nameof(request.ObjektId)));
        }

        var del = underlag.Rader.Where(r => r.Slag == Radslag.SarskildGranskning && objekt is not null && r.ObjektId == objekt.Id).Select(r => r.Del).DefaultIfEmpty(0).Max() + 1;
        var rad = new Planrad
        {
            Id = Guid.CreateVersion7(),
            // Efter de andra: en beslutad plans rader och deras nummer ändras inte.
            Nr = underlag.Rader.Select(r => r.Nr).DefaultIfEmpty(0).Max() + 1,
            Andrad = true,
            Slag = Radslag.SarskildGranskning,
            Del = del,
            AvtalId = objekt?.AvtalId,
            EnhetId = objekt?.EnhetId,
            Verksamhetsomrade = objekt?.Verksamhetsomrade,
            Objekt = objekt?.Namn ?? Text(request.Tema),
            UtforareId = objekt?.UtforareId,
            Utforare = objekt?.Utforare,
            Driftsform = objekt?.Driftsform,
            Avtalsnummer = objekt?.Avtalsnummer,
            Start = objekt?.Start,
            Slut = objekt?.Slut,
            VadSomFoljsUpp = Text(request.VadSomFoljsUpp),
            Former = Uppfoljningsformer.Skriv([Uppfoljningsform.SarskildGranskning]),
            Ansvarig = Text(request.Ansvarig),
            ForstaManad = request.ForstaManad,
            SistaManad = request.SistaManad,
            Timmar = request.Timmar,
            Utlosare = request.Utlosare,
            Utlosartext = Text(request.Utlosartext),
            Utlosardatum = request.Utlosardatum,
            AterkopplingNamnd = Text(request.AterkopplingNamnd),
            AterkopplingUtforare = Text(request.AterkopplingUtforare),
            AterkopplingAllmanhet = Text(request.AterkopplingAllmanhet),
            Skal = "",
        };
        if (Granskningsregler.Prova(rad, idag) is { Count: > 0 } hinder) { return Result<Guid>.Refused(hinder); }

        rad = rad with { Skal = Planskal.Skriv(Skalen(rad, plan, idag)) };
        await Planrader.LaggInAsync(db, plan.Id, [rad], cancellationToken);
        await db.ExecuteAsync(AndradSql, new { rad.Id, AndradAv = anvandare.Namn, AndradTid = clock.GetUtcNow() }, cancellationToken);
        return Result<Guid>.Ok(rad.Id, new AuditEntry("Särskild granskning tillagd",
            $"Särskild granskning av {rad.Objekt} tillagd som rad {rad.Nr}: {rad.Utlosare!.Value.Text().ToLowerInvariant()} {rad.Utlosardatum!.Value.Iso()}.{(plan.Tillstand == Plantillstand.Utkast ? "" : " Det som nämnden beslutade är oförändrat.")}",
            new { RadId = rad.Id, rad.Nr, rad.AvtalId, rad.EnhetId, rad.Utlosare, rad.Utlosartext, rad.Utlosardatum }));
    }

    private IEnumerable<Planskal> Skalen(Planrad rad, Plan plan, DateOnly idag) =>
    [
        new(Skalsort.Raden, $"Särskild granskning vid sidan av den regelbundna uppföljningen ({Uppfoljningsformer.SarskildGranskningLagrum}). Utlöses av: {rad.Utlosare!.Value.Text().ToLowerInvariant()} {rad.Utlosardatum!.Value.Iso()}, {rad.Utlosartext}"),
        new(Skalsort.Tid, $"Görs i {Plantext.Period(rad.ForstaManad, rad.SistaManad, plan.Ar)}, enligt den som lade till den."),
        new(Skalsort.Andring, $"Tillagd av {anvandare.Namn} {idag.Iso()}{(plan.Tillstand == Plantillstand.Utkast ? "" : ", efter nämndens beslut om planen")}."),
    ];

    private static string Text(string? text) => text?.Trim().ReplaceLineEndings(" ") ?? "";
}

/// <summary>Formuläret för en särskild granskning: objekten att välja bland, och nämndens förval.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record GranskningsformularQuery(Guid PlanId, Guid? ObjektId = null) : IQuery<Granskningsformular>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

public sealed record Granskningsformular
{
    public required Plan Plan { get; init; }

    public required IReadOnlyList<Granskningsobjekt> Objekt { get; init; }

    public required LaggTillGranskningCommand Forval { get; init; }

    /// <summary>Timmarna för en särskild granskning enligt nämndens regler.</summary>
    public required int Formtimmar { get; init; }

    public required Mojlighet LaggTill { get; init; }

    /// <summary>Sant när planen redan är beslutad: granskningen står då vid sidan av den frysta versionen.</summary>
    public bool Beslutad => Plan.Tillstand != Plantillstand.Utkast;
}

/// <summary>Ett avtal eller en enhet att granska.</summary>
public sealed record Granskningsobjekt(Guid Id, Objektsort Sort, string Namn, string? Utforare, string? Avtalsnummer);

public sealed class GranskningsformularHandler(DbSession db, TimeProvider clock) : IRequestHandler<GranskningsformularQuery, Result<Granskningsformular>>
{
    public async Task<Result<Granskningsformular>> Handle(GranskningsformularQuery request, CancellationToken cancellationToken)
    {
        if (await Plan.LasAsync(db, request.PlanId, cancellationToken) is not { } plan) { return Result<Granskningsformular>.NotFound(); }
        var underlag = await Planunderlag.LasAsync(db, plan.NamndId, plan.Ar, null, clock.Idag(), cancellationToken);
        var regler = underlag.Regler;
        return Result<Granskningsformular>.Ok(new Granskningsformular
        {
            Plan = plan,
            Objekt = [.. underlag.Register.OrderBy(o => o.Sort).ThenBy(o => o.Namn, StringComparer.Create(Svenska, ignoreCase: true)).Select(o => new Granskningsobjekt(o.Id, o.Sort, o.Namn, o.Utforare, o.Avtalsnummer))],
            Forval = new LaggTillGranskningCommand
            {
                PlanId = plan.Id,
                ObjektId = underlag.Register.Any(o => o.Id == request.ObjektId) ? request.ObjektId : null,
                Ansvarig = regler.StandardAnsvarig,
                AterkopplingNamnd = regler.AterkopplingNamnd,
                AterkopplingUtforare = regler.AterkopplingUtforare,
                AterkopplingAllmanhet = regler.AterkopplingAllmanhet,
            },
            Formtimmar = regler.TimmarFor([Uppfoljningsform.SarskildGranskning]),
            LaggTill = Granskningsregler.ProvaTillagg(plan.Tillstand) is [var hinder, ..] ? Mojlighet.Nej(hinder.Text) : Mojlighet.Ja,
        });
    }

    private static readonly System.Globalization.CultureInfo Svenska = System.Globalization.CultureInfo.GetCultureInfo("sv-SE");
}
