using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Ändrar en eller flera rader på en gång: alla eller ingen. Har någon annan ändrat en av dem sägs vilken och av vem.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record AndraRaderCommand : Raderfalt, ICommand<Unit>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

public sealed class AndraRaderValidator : AbstractValidator<AndraRaderCommand>
{
    public const int LangstSkal = 250;

    public AndraRaderValidator()
    {
        RuleFor(c => c.Atgard).Must(Radatgarder.Alla.Contains).WithMessage("Välj vad som ska göras med raderna.");
        RuleFor(c => c.RadId).NotEmpty().WithMessage("Välj minst en rad.")
            .Must(r => r.All(t => Radval.Las(t) is not null)).WithMessage("En av de valda raderna gick inte att läsa. Välj raderna igen.");
        When(c => c.Atgard == Radatgarder.Flytta, () => RuleFor(c => c.Manad)
            .NotNull().WithMessage("Välj månad.").InclusiveBetween(1, 12).WithMessage("Välj en månad, januari till december."));
        When(c => c.Atgard == Radatgarder.Ansvarig, () => RuleFor(c => c.Ansvarig).NotEmpty().WithMessage("Ange vem som ansvarar för uppföljningen."));
        When(c => c.Atgard == Radatgarder.LamnaUt || (c.Atgard == Radatgarder.Forslag && c.Val.Any(v => v.Atgard == Radatgarder.LamnaUt)),
            () => RuleFor(c => c.Skal).NotEmpty().WithMessage("Ange varför raderna lämnas ut."));
        RuleFor(c => c.Ansvarig).MaximumLength(200).WithMessage("Ansvarig får ha högst 200 tecken.");
        RuleFor(c => c.Skal).MaximumLength(LangstSkal).WithMessage($"Skälet får ha högst {LangstSkal} tecken.");
    }
}

public sealed class AndraRaderHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<AndraRaderCommand, Result<Unit>>
{
    private const int FlestIFakta = 30;

    public async Task<Result<Unit>> Handle(AndraRaderCommand request, CancellationToken cancellationToken)
    {
        if (await Radandringar.LasAsync(db, anvandare, request.PlanId, clock.Idag(), cancellationToken) is not { } a) { return Result<Unit>.NotFound(); }
        if (Plangang.ProvaAndring(a.Plan.Tillstand) is { Count: > 0 } beslutad) { return Result<Unit>.Refused(beslutad); }

        var val = request.Val;
        if (await a.KonflikterAsync(db, val.Select(v => (v.RadId, v.Version)), cancellationToken) is { Count: > 0 } konflikter) { return Result<Unit>.Fail(Outcome.Conflict, konflikter); }

        var hinder = request.Gor(a.Andring, val).Select(h => h.Hinder).ToList();
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }
        if (!a.Andring.NagotAndrat) { return Result<Unit>.Refused(new Hinder("inget-andrat", "Raderna är redan så. Inget ändras.")); }

        await a.SkrivAsync(db, anvandare, clock, cancellationToken);
        var fore = a.Underlag.Rader.ToDictionary(r => r.Id);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry(val.Count == 1 ? "Planrad ändrad" : "Planrader ändrade", Mening(request, val, fore), new
        {
            request.Atgard,
            request.Manad,
            request.Ansvarig,
            request.Skal,
            Antal = val.Count,
            Rader = val.Take(FlestIFakta).Select(v => new { v.RadId, fore[v.RadId].Nr, v.Atgard, v.Varde }),
        }));
    }

    private static string Mening(AndraRaderCommand c, IReadOnlyList<Radval> val, Dictionary<Guid, Planrad> fore)
    {
        var vad = val.Count == 1 ? $"Rad {fore[val[0].RadId].Nr}, {fore[val[0].RadId].Objekt}," : Plantext.Antal(val.Count, "rad", "rader");
        return c.Atgard switch
        {
            Radatgarder.Flytta => $"{vad} {(val.Count == 1 ? "flyttad" : "flyttade")} till {Plantext.Manad(c.Manad!.Value)}.",
            Radatgarder.Ansvarig => $"{vad} fick {c.Ansvarig!.Trim()} som ansvarig.",
            Radatgarder.LamnaUt => $"{vad} {(val.Count == 1 ? "utelämnad" : "utelämnade")}: {c.Skal!.Trim()}",
            Radatgarder.SlaIhop => $"{vad} sammanslagna: {Planandring.Nagra([.. val.Select(v => fore[v.RadId].Objekt)])}.",
            _ => $"{Plantext.Antal(val.Count, "förslag", "förslag")} om timmarna genomförda: {Plantext.Uppraknade([.. Slag(val)])}.",
        };
    }

    private static IEnumerable<string> Slag(IReadOnlyList<Radval> val) => val.GroupBy(v => v.Atgard).Select(g => g.Key switch
    {
        Radatgarder.Flytta => Plantext.Antal(g.Count(), "flyttad", "flyttade"),
        Radatgarder.Glesa => Plantext.Antal(g.Count(), "med längre intervall", "med längre intervall"),
        _ => Plantext.Antal(g.Count(), "utelämnad", "utelämnade"),
    });
}
