using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Dokument;

namespace Uppfoljning.Application.Dokument;

/// <summary>Det som skrivs om dokumenten i formuläret.</summary>
public record Dokumentuppgifter : Dokumentbegaran
{
    public const int LangstaBeskrivning = 500;

    public Dokumentsort? Sort { get; init; }

    public string Beskrivning { get; init; } = "";
}

/// <summary>En fil så som den kom: namnet utifrån och en sökbar ström.</summary>
public sealed record Inkommenfil(string Filnamn, Stream Innehall);

/// <summary>En fil som är prövad och ligger i fillagret. Görs bara här, så att inget annat kan läggas in som dokument.</summary>
public sealed record Mottagenfil
{
    internal Mottagenfil() { }

    public string Filnamn { get; internal init; } = "";

    public Filtyp Filtyp { get; internal init; }

    public long Storlek { get; internal init; }

    public string Checksumma { get; internal init; } = "";
}

/// <summary>
/// Prövar filerna och lägger dem i fillagret, alla eller ingen. Ett eget steg före kommandot: att läsa stora filer och vänta på virusskyddet
/// får inte hålla databasens skrivtur. En fil som sedan inte blir ett dokument ligger kvar under sin checksumma utan att synas.
/// </summary>
public abstract record Mottagning : Dokumentuppgifter
{
    public IReadOnlyList<Inkommenfil> Filer { get; init; } = [];
}

/// <summary>Tar emot och prövar filer till ett ärende, innan de läggs in.</summary>
[Kraver(Skriver)]
public sealed record MottagningPaArendeQuery : Mottagning, IQuery<IReadOnlyList<Mottagenfil>>, IArendebunden
{
    Guid IArendebunden.ArendeId => ObjektId;
}

public abstract class MottagningValidator<T> : AbstractValidator<T> where T : Mottagning
{
    protected MottagningValidator()
    {
        RuleFor(c => c.Filer).NotEmpty().WithMessage("Välj minst en fil.")
            .Must(f => f.Count <= Dokumentinstallning.FlestFiler).WithMessage($"Lägg in högst {Dokumentinstallning.FlestFiler} filer på en gång.");
        RuleFor(c => c.Beskrivning).MaximumLength(Dokumentuppgifter.LangstaBeskrivning)
            .WithMessage($"Beskrivningen får ha högst {Dokumentuppgifter.LangstaBeskrivning} tecken.");
    }
}

public sealed class MottagningPaArendeValidator : MottagningValidator<MottagningPaArendeQuery>;

public sealed class MottagningHandler(DbSession db, IFillager lager, IVirusskydd virusskydd, Dokumentinstallning installning)
    : IRequestHandler<MottagningPaArendeQuery, Result<IReadOnlyList<Mottagenfil>>>, IRequestHandler<MottagningPaDelatQuery, Result<IReadOnlyList<Mottagenfil>>>,
      IRequestHandler<MottagningPaNamndQuery, Result<IReadOnlyList<Mottagenfil>>>
{
    public async Task<Result<IReadOnlyList<Mottagenfil>>> Handle(MottagningPaArendeQuery request, CancellationToken cancellationToken) =>
        await TaEmotAsync(await Dokumentplats.ArendeAsync(db, request, cancellationToken), request.Filer, cancellationToken);

    public async Task<Result<IReadOnlyList<Mottagenfil>>> Handle(MottagningPaDelatQuery request, CancellationToken cancellationToken) =>
        await TaEmotAsync(await DeladeDokument.PlatsAsync(db, request, request.Namnder, cancellationToken), request.Filer, cancellationToken);

    public async Task<Result<IReadOnlyList<Mottagenfil>>> Handle(MottagningPaNamndQuery request, CancellationToken cancellationToken) =>
        await TaEmotAsync(await Namnddokument.PlatsAsync(db, request, cancellationToken), request.Filer, cancellationToken);

    private async Task<Result<IReadOnlyList<Mottagenfil>>> TaEmotAsync(Dokumentplats? plats, IReadOnlyList<Inkommenfil> filer, CancellationToken cancellationToken)
    {
        if (plats is null) { return Result<IReadOnlyList<Mottagenfil>>.NotFound(); }

        var hinder = new List<Hinder>();
        var provade = new List<(string Namn, Filtyp Typ, Stream Innehall)>();
        foreach (var fil in filer)
        {
            var namn = Filnamn.Rensa(fil.Filnamn);
            var (typ, fel) = await Filkontroll.ProvaAsync(fil.Innehall, namn, installning.StorstaFil, cancellationToken);
            if (typ is { } godtagen) { provade.Add((namn, godtagen, fil.Innehall)); }
            else { hinder.Add(VidFaltet(fel!.Kod, $"”{namn}”: {fel.Text}")); }
        }
        if (hinder.Count == 0) { hinder.AddRange(await VirusAsync(provade, cancellationToken)); }
        if (hinder.Count > 0) { return Result<IReadOnlyList<Mottagenfil>>.Refused(hinder); }

        try
        {
            return Result<IReadOnlyList<Mottagenfil>>.Ok(await SparaAsync(provade, cancellationToken));
        }
        catch (FillagerException fel)
        {
            return Result<IReadOnlyList<Mottagenfil>>.Refused(VidFaltet("gick-inte-att-spara", fel.Message));
        }
    }

    private async Task<List<Hinder>> VirusAsync(List<(string Namn, Filtyp Typ, Stream Innehall)> filer, CancellationToken cancellationToken)
    {
        var hinder = new List<Hinder>();
        foreach (var (namn, _, innehall) in virusskydd.Pa ? filer : [])
        {
            var svar = await virusskydd.ProvaAsync(innehall, cancellationToken);
            if (svar.Utfall == Virusutfall.Skadlig)
            {
                hinder.Add(VidFaltet("skadlig-kod", $"”{namn}”: filen innehåller skadlig kod ({svar.Fynd}) och har inte lagts in. Kontakta it-avdelningen innan du öppnar den."));
            }
            else if (svar.Utfall == Virusutfall.KundeInteProvas)
            {
                // The next file would wait just as long.
                hinder.Add(VidFaltet("ej-kontrollerad", $"”{namn}”: filen kunde inte kontrolleras mot skadlig kod och har inte lagts in. Försök igen om en stund, och kontakta systemförvaltaren om det inte hjälper."));
                break;
            }
        }
        return hinder;
    }

    private async Task<List<Mottagenfil>> SparaAsync(List<(string Namn, Filtyp Typ, Stream Innehall)> filer, CancellationToken cancellationToken)
    {
        var mottagna = new List<Mottagenfil>();
        foreach (var (namn, typ, innehall) in filer)
        {
            innehall.Position = 0;
            var lagrad = await lager.SparaAsync(innehall, installning.StorstaFil, cancellationToken);
            mottagna.Add(new Mottagenfil { Filnamn = namn, Filtyp = typ, Storlek = lagrad.Storlek, Checksumma = lagrad.Checksumma });
        }
        return mottagna;
    }

    private static Hinder VidFaltet(string kod, string text) => new(kod, text, Falt: nameof(Mottagning.Filer));
}
