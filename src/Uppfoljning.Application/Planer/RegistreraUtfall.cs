using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Registrerar vad som hände med ett av radens tillfällen, eller rättar det. Planen ändras inte; det som stod förut finns i historiken.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record RegistreraUtfallCommand : ICommand<Unit>, IArendebunden
{
    public const string Registrerat = "Utfall registrerat";
    public const string Rattat = "Utfall rättat";

    public Guid PlanId { get; init; }

    public Guid RadId { get; init; }

    public int Tillfalle { get; init; } = 1;

    /// <summary>Utfallets version då sidan öppnades; 0 när det inte fanns något.</summary>
    public int Version { get; init; }

    public Utfall? Utfall { get; init; }

    public DateOnly? Datum { get; init; }

    public int? NyManad { get; init; }

    public int? Timmar { get; init; }

    public string? Skal { get; init; }

    Guid IArendebunden.ArendeId => PlanId;

    public static RegistreraUtfallCommand Av(Guid planId, Guid radId, int tillfalle, Planutfall? u) => new()
    {
        PlanId = planId,
        RadId = radId,
        Tillfalle = tillfalle,
        Version = u?.Version ?? 0,
        Utfall = u?.Utfall,
        Datum = u?.Datum,
        NyManad = u?.NyManad,
        Timmar = u?.Timmar,
        Skal = u?.Skal,
    };
}

public sealed class RegistreraUtfallValidator : AbstractValidator<RegistreraUtfallCommand>
{
    public RegistreraUtfallValidator()
    {
        RuleFor(c => c.Utfall).NotNull().WithMessage("Välj vad som hände.").IsInEnum().WithMessage("Välj vad som hände.");
        RuleFor(c => c.Skal).MaximumLength(1000).WithMessage("Skälet får ha högst 1 000 tecken.");
    }
}

public sealed class RegistreraUtfallHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<RegistreraUtfallCommand, Result<Unit>>
{
    private const string NySql = """
        INSERT INTO Planutfall (Id, PlanId, RadId, Tillfalle, Utfall, Datum, NyManad, Timmar, Skal, Version, RegistreradAv, Registrerad)
        VALUES (@Id, @PlanId, @RadId, @Tillfalle, @Utfall, @Datum, @NyManad, @Timmar, @Skal, 1, @RegistreradAv, @Registrerad)
        """;

    private const string RattaSql = """
        UPDATE Planutfall
        SET Utfall = @Utfall, Datum = @Datum, NyManad = @NyManad, Timmar = @Timmar, Skal = @Skal, Version = Version + 1, RegistreradAv = @RegistreradAv, Registrerad = @Registrerad
        WHERE RadId = @RadId AND Tillfalle = @Tillfalle AND Version = @Version
        """;

    public async Task<Result<Unit>> Handle(RegistreraUtfallCommand request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        var rad = await Planrader.LasEnAsync(db, request.PlanId, request.RadId, cancellationToken);
        if (plan is null || rad is null) { return Result<Unit>.NotFound(); }

        var utfall = request.Utfall!.Value;
        var nu = clock.GetUtcNow();
        var skal = request.Skal?.Trim().ReplaceLineEndings(" ");
        var nytt = new Planutfall
        {
            RadId = rad.Id,
            Tillfalle = request.Tillfalle,
            Utfall = utfall,
            // Det som hör till ett annat utfall följer inte med.
            Datum = utfall == Utfall.Gjord ? request.Datum : null,
            NyManad = utfall == Utfall.Flyttad ? request.NyManad : null,
            Timmar = utfall == Utfall.Gjord ? request.Timmar : null,
            Skal = string.IsNullOrEmpty(skal) ? null : skal,
        };
        if (Utfallsregler.Prova(nytt, rad, Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag()), plan.Ar, SvenskTid.Datum(nu)) is { Count: > 0 } hinder) { return Result<Unit>.Refused(hinder); }

        var fore = (await Planutfallslasning.LasAsync(db, plan.Id, rad.Id, cancellationToken)).FirstOrDefault(u => u.Tillfalle == request.Tillfalle);
        if ((fore?.Version ?? 0) != request.Version) { return Result<Unit>.Conflict(AvAnnan(fore)); }
        if (fore is not null && (fore.Utfall, fore.Datum, fore.NyManad, fore.Timmar, fore.Skal) == (nytt.Utfall, nytt.Datum, nytt.NyManad, nytt.Timmar, nytt.Skal))
        {
            return Result<Unit>.Refused(new Hinder("inget-andrat", "Du har inte ändrat något i utfallet."));
        }

        var parametrar = new
        {
            Id = Guid.CreateVersion7(),
            PlanId = plan.Id,
            RadId = rad.Id,
            request.Tillfalle,
            Utfall = utfall.ToString(),
            nytt.Datum,
            nytt.NyManad,
            nytt.Timmar,
            nytt.Skal,
            request.Version,
            RegistreradAv = anvandare.Namn,
            Registrerad = nu,
        };
        await db.ExecuteAsync(fore is null ? NySql : RattaSql, parametrar, cancellationToken);

        var tillfallet = Plantillfallen.For(rad).Count > 1 ? $", tillfälle {request.Tillfalle}" : "";
        return Result<Unit>.Ok(Unit.Value, new AuditEntry(fore is null ? RegistreraUtfallCommand.Registrerat : RegistreraUtfallCommand.Rattat,
            $"Rad {rad.Nr}, {rad.Objekt}{tillfallet}: {Mening(nytt)}.{(fore is null ? "" : $" Förut: {Mening(fore)}.")}",
            new { PlanId = plan.Id, RadId = rad.Id, request.Tillfalle, Fore = fore is null ? null : Fakta(fore), Efter = Fakta(nytt) }));
    }

    private static string Mening(Planutfall u)
    {
        var skal = u.Skal is null ? "" : $", {u.Skal.TrimEnd('.')}";
        return u.Utfall switch
        {
            Utfall.Gjord => $"gjord {u.Datum?.Iso()}{(u.Timmar is { } t ? $", {Plantext.Antal(t, "timme", "timmar")}" : "")}{skal}",
            Utfall.Flyttad => $"flyttad till {Plantext.Manad(u.NyManad!.Value)}{skal}",
            _ => $"blir inte gjord{skal}",
        };
    }

    private static object Fakta(Planutfall u) => new { u.Utfall, u.Datum, u.NyManad, u.Timmar, u.Skal };

    private static Hinder AvAnnan(Planutfall? u) => new("andrad-av-annan", u is null
        ? "Utfallet har ändrats efter att du öppnade sidan. Det du skrev finns kvar; jämför och spara igen."
        : $"{u.RegistreradAv} registrerade utfallet {SvenskTid.Lokal(u.Registrerad):yyyy-MM-dd} kl. {SvenskTid.Lokal(u.Registrerad):HH.mm}, efter att du öppnade sidan: {Mening(u)}. Det du skrev finns kvar; jämför och spara igen.");
}
