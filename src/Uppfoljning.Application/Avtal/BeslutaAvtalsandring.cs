using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Avtal;

/// <summary>Beslutar ett ändringsavtal på en av lagens grunder (K4), eller byter utförare (K5).</summary>
[Kraver(Roll.Beslutsfattare)]
public sealed record BeslutaAvtalsandringCommand : ICommand<Guid>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    public int Version { get; init; }

    public Andringsgrund? Grund { get; init; }

    public DateOnly? Beslutad { get; init; }

    public string Beskrivning { get; init; } = "";

    public long? AvtalsvardeOre { get; init; }

    public long? AndringOre { get; init; }

    /// <summary>Avtalets nya sista dag; null när ändringen inte flyttar den.</summary>
    public DateOnly? NyttSlut { get; init; }

    public bool Byggentreprenad { get; init; }

    public bool? UnderTroskel { get; init; }

    public bool? KaraktarOforandrad { get; init; }

    public string? Klausul { get; init; }

    public bool? Nodvandig { get; init; }

    public bool? KanInteBytaUtforare { get; init; }

    public bool? BetydandeOlagenhet { get; init; }

    public string? Oforutsett { get; init; }

    public string? NyUtforare { get; init; }

    public string? NyttOrganisationsnummer { get; init; }

    public bool? UteslutningKontrollerad { get; init; }

    public bool? Kvalificerad { get; init; }

    public bool? AndraHadeDeltagit { get; init; }

    public bool? BalansenForskjuten { get; init; }

    public bool? OmfattningenUtvidgad { get; init; }

    public bool? UtforarenByts { get; init; }

    /// <summary>Den som beslutar har sett vad den vägledande prövningen visar och beslutar ändå (AND-11).</summary>
    public bool VagledandeBekraftad { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;

    internal Andringsfakta Fakta(Avtalsgangunderlag avtal, long tidigareOre, bool tidigareOkant) => new()
    {
        Tillstand = avtal.Tillstand,
        Start = avtal.Start,
        Slut = avtal.Slut,
        NyttSlut = NyttSlut,
        Regler = avtal.Regler,
        Grund = Grund,
        Beslutad = Beslutad,
        AvtalsvardeOre = AvtalsvardeOre,
        AndringOre = AndringOre,
        TidigareMindreOre = tidigareOre,
        TidigareOkant = tidigareOkant,
        Byggentreprenad = Byggentreprenad,
        UnderTroskel = UnderTroskel,
        KaraktarOforandrad = KaraktarOforandrad,
        Klausul = Klausul,
        Nodvandig = Nodvandig,
        KanInteBytaUtforare = KanInteBytaUtforare,
        BetydandeOlagenhet = BetydandeOlagenhet,
        Oforutsett = Oforutsett,
        NyUtforare = NyUtforare,
        UteslutningKontrollerad = UteslutningKontrollerad,
        Kvalificerad = Kvalificerad,
        AndraHadeDeltagit = AndraHadeDeltagit,
        BalansenForskjuten = BalansenForskjuten,
        OmfattningenUtvidgad = OmfattningenUtvidgad,
        UtforarenByts = UtforarenByts,
    };
}

public sealed class BeslutaAvtalsandringValidator : AbstractValidator<BeslutaAvtalsandringCommand>
{
    public BeslutaAvtalsandringValidator()
    {
        RuleFor(c => c.Beskrivning).NotEmpty().WithMessage("Beskriv vad som ändras.").MaximumLength(1000).WithMessage("Beskrivningen får ha högst 1 000 tecken.");
        RuleFor(c => c.AvtalsvardeOre).InclusiveBetween(0, Belopp.StorstOre).WithMessage("Värdet ska vara noll eller mer, och högst en biljon kronor.");
        RuleFor(c => c.AndringOre).InclusiveBetween(-Belopp.StorstOre, Belopp.StorstOre).WithMessage("Värdet är högst en biljon kronor.");
        RuleFor(c => c.Klausul).MaximumLength(200).WithMessage("Klausulen får ha högst 200 tecken.");
        RuleFor(c => c.Oforutsett).MaximumLength(500).WithMessage("Beskrivningen får ha högst 500 tecken.");
        RuleFor(c => c.NyUtforare).MaximumLength(200).WithMessage("Utförarens namn får ha högst 200 tecken.");
        RuleFor(c => c.NyttOrganisationsnummer)
            .Must(text => Organisationsnummer.TryTolka(text, out _)).When(c => !string.IsNullOrWhiteSpace(c.NyttOrganisationsnummer))
            .WithMessage("Organisationsnumret stämmer inte. Skriv tio siffror, till exempel 556677-8899; den sista är en kontrollsiffra.");
    }
}

public sealed class BeslutaAvtalsandringHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<BeslutaAvtalsandringCommand, Result<Guid>>
{
    private const string TidigareSql = """
        SELECT COUNT(*) AS Antal, COUNT(VardeOre) AS MedVarde, SUM(VardeOre) AS Summa
        FROM Avtalsandring
        WHERE AvtalId = @AvtalId AND Grund = 'MindreVarde'
        """;

    private const string LaggInSql = """
        INSERT INTO Avtalsandring (Id, AvtalId, Beslutad, Grund, VardeOre, Beskrivning, Registrerad, RegistreradAv)
        VALUES (@Id, @AvtalId, @Beslutad, @Grund, @VardeOre, @Beskrivning, @Registrerad, @RegistreradAv)
        """;

    private const string SlutSql = "UPDATE Avtal SET Slut = @NyttSlut WHERE Id = @AvtalId";

    private const string BytSql = "UPDATE Avtal SET UtforareId = @UtforareId, Driftsform = NULL WHERE Id = @AvtalId";

    public async Task<Result<Guid>> Handle(BeslutaAvtalsandringCommand request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        if (await Avtalsganglasning.UnderlagAsync(db, request.AvtalId, idag, cancellationToken) is not { } avtal) { return Result<Guid>.NotFound(); }

        var tidigare = (await db.SingleOrDefaultAsync<Tidigare>(TidigareSql, new { request.AvtalId }, cancellationToken))!;
        var provning = Avtalsandringar.Prova(request.Fakta(avtal, tidigare.Summa ?? 0, tidigare.Antal > tidigare.MedVarde), idag);
        var hinder = provning.Hinder.ToList();
        if (provning.Vagledande.Count > 0 && !request.VagledandeBekraftad)
        {
            hinder.AddRange(provning.Vagledande.Select(h => h with { Text = $"Vägledande: {h.Text}" }));
            hinder.Add(new("vagledande", "17 kap. LOU gäller inte direkt för avtalet, eller så är det inte känt om den gör det. Prövningen är vägledande: bekräfta att ändringen görs ändå.",
                Falt: nameof(request.VagledandeBekraftad)));
        }
        if (hinder.Count > 0) { return Result<Guid>.Refused(hinder); }

        // Slutet som var står i ändringen, så att det syns på avtalet också sedan fler har gjorts.
        var slutet = request.NyttSlut is { } nytt ? $" Avtalet slutar {nytt.Iso()} i stället för {avtal.Slut?.Iso() ?? "en dag som inte var känd"}." : "";
        var (id, grund, beskrivning) = (Guid.CreateVersion7(), request.Grund!.Value, request.Beskrivning.Trim() + slutet);
        await db.ExecuteAsync(LaggInSql, new
        {
            Id = id,
            request.AvtalId,
            request.Beslutad,
            Grund = grund.ToString(),
            VardeOre = request.AndringOre,
            Beskrivning = beskrivning,
            Registrerad = clock.GetUtcNow(),
            RegistreradAv = anvandare.Namn,
        }, cancellationToken);
        if (request.NyttSlut is not null) { await db.ExecuteAsync(SlutSql, new { request.AvtalId, request.NyttSlut }, cancellationToken); }
        if (grund == Andringsgrund.BytAvUtforare) { await BytAsync(request, cancellationToken); }

        var mening = grund == Andringsgrund.BytAvUtforare
            ? $"Avtalet {avtal.Benamning} gick över från {avtal.Utforare ?? "okänd utförare"} till {request.NyUtforare!.Trim()}."
            : $"Avtalet {avtal.Benamning} ändrat.";
        return Result<Guid>.Ok(id, new AuditEntry(grund == Andringsgrund.BytAvUtforare ? "Utförare bytt" : "Avtal ändrat med ändringsavtal",
            $"{mening} {beskrivning} Grund: {grund.Text().ToLowerInvariant()} ({grund.Lagrum()}).{(provning.Annonseras ? " Ändringen ska annonseras (17 kap. 16 § LOU)." : "")}",
            new { request.AvtalId, AndringId = id, Grund = grund, request.Beslutad, request.AndringOre, request.NyttSlut, SlutFore = request.NyttSlut is null ? null : avtal.Slut, provning.Steg, Vagledande = provning.Vagledande.Select(h => h.Kod) }));
    }

    private async Task BytAsync(BeslutaAvtalsandringCommand request, CancellationToken cancellationToken)
    {
        var nummer = Organisationsnummer.TryTolka(request.NyttOrganisationsnummer, out var tolkat) ? tolkat : null;
        var utforare = await Utforarskrivning.HittaEllerSkapaAsync(db, request.NyUtforare, nummer, null, cancellationToken);
        await db.ExecuteAsync(BytSql, new { request.AvtalId, UtforareId = utforare }, cancellationToken);
        await Avtalssokord.SkrivAsync(db, request.AvtalId, cancellationToken);
    }

    private sealed record Tidigare
    {
        public int Antal { get; init; }

        public int MedVarde { get; init; }

        public long? Summa { get; init; }
    }
}
