using System.Linq.Expressions;
using FluentValidation;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Det som skrivs om en förlängning.</summary>
public abstract record Forlangningsuppgifter
{
    public int? Manader { get; init; }

    /// <summary>Besked så många månader före slutet på perioden dessförinnan.</summary>
    public int? BeskedManader { get; init; }

    /// <summary>Avtalets egen dag för besked.</summary>
    public DateOnly? SistaBesked { get; init; }
}

public abstract class ForlangningsuppgifterValidator<T> : AbstractValidator<T> where T : Forlangningsuppgifter
{
    protected ForlangningsuppgifterValidator()
    {
        RuleFor(c => c.Manader).NotNull().WithMessage("Ange hur många månader förlängningen gäller.");
        Antal(c => c.Manader, 1, Forlangning.MestManader, "Förlängningen");
        Antal(c => c.BeskedManader, 0, Forlangning.MestBeskedManader, "Tiden för besked");
        RuleFor(c => c.SistaBesked)
            .InclusiveBetween(new DateOnly(Datumtext.MinstAr, 1, 1), new DateOnly(Datumtext.StorstAr, 12, 31))
            .WithMessage($"Dagen ska ligga mellan år {Datumtext.MinstAr} och {Datumtext.StorstAr}.");
        RuleFor(c => c.SistaBesked).Null().When(c => c.BeskedManader is not null)
            .WithMessage("Ange antingen en dag eller ett antal månader för besked, inte båda.");
    }

    private void Antal(Expression<Func<T, int?>> falt, int minst, int hogst, string namn) =>
        RuleFor(falt).InclusiveBetween(minst, hogst).WithMessage($"{namn} ska vara mellan {minst} och {hogst} månader.");
}

/// <summary>Skriver förlängningar. Avtal som bara har antal och längd får rader första gången någon av dem används.</summary>
internal static class Forlangningsskrivning
{
    private const string LaggInSql = """
        INSERT INTO Avtalsforlangning (Id, AvtalId, Nr, Manader, BeskedManader, SistaBesked)
        VALUES (@Id, @AvtalId, @Nr, @Manader, @BeskedManader, @SistaBesked)
        """;

    // Exporten, listan och importen läser de två fälten; de säger vad som återstår. Är förlängningarna olika långa finns ingen gemensam längd.
    private const string FaltenSql = "UPDATE Avtal SET AntalForlangningar = @Antal, ForlangningManader = @Manader WHERE Id = @AvtalId";

    /// <summary>Raderna, inlagda ur avtalets fält om de inte fanns.</summary>
    public static async Task<IReadOnlyList<Forlangningsrad>> RaderAsync(DbSession db, Avtalsgangunderlag avtal, CancellationToken cancellationToken)
    {
        var rader = await Avtalsganglasning.ForlangningarAsync(db, avtal.Id, cancellationToken);
        if (rader.Count > 0) { return rader; }
        IReadOnlyList<Forlangningsrad> nya =
            [.. avtal.UrFalten().Select(f => new Forlangningsrad { Id = Guid.CreateVersion7(), Nr = f.Nr, Manader = f.Manader, BeskedManader = f.BeskedManader })];
        foreach (var rad in nya) { await LaggInAsync(db, avtal.Id, rad, cancellationToken); }
        return nya;
    }

    public static Task LaggInAsync(DbSession db, Guid avtalId, Forlangningsrad rad, CancellationToken cancellationToken) =>
        db.ExecuteAsync(LaggInSql, new { rad.Id, AvtalId = avtalId, rad.Nr, rad.Manader, rad.BeskedManader, rad.SistaBesked }, cancellationToken);

    /// <summary>Håller avtalets två fält i takt med raderna.</summary>
    public static Task FaltenAsync(DbSession db, Avtalsgangunderlag avtal, IEnumerable<Forlangningsrad> rader, CancellationToken cancellationToken)
    {
        var kvar = rader.Where(r => r.Beslutad is null).Select(r => r.Manader).ToList();
        int? manader = kvar.Count == 0 ? avtal.ForlangningManader : kvar.Distinct().Count() == 1 ? kvar[0] : null;
        return db.ExecuteAsync(FaltenSql, new { AvtalId = avtal.Id, Antal = kvar.Count, Manader = manader }, cancellationToken);
    }

    /// <summary>Hinder mot uppgifterna: dagen för besked ska ligga senast den dag då perioden dessförinnan slutar.</summary>
    public static IReadOnlyList<Hinder> Prova(Avtalsgangunderlag avtal, IEnumerable<Forlangningsrad> rader, int nr)
    {
        if (avtal.Tillstand is Avtalstillstand.Uppsagt or Avtalstillstand.Havt or Avtalstillstand.Upphort or Avtalstillstand.Arkiverat)
        {
            return [new("avtalet-slutar", $"Avtalet är {avtal.Tillstand.Text().ToLowerInvariant()} och kan inte längre förlängas.")];
        }
        if (avtal.Slut is not { } slut) { return []; }
        var period = Forlangningar.Kommande(slut, rader.Select(r => r.Forlangning())).FirstOrDefault(p => p.Forlangning.Nr == nr);
        if (period is null) { return [new("slut-for-sent", $"Förlängningen går förbi år {Datumtext.StorstAr}. Kontrollera antalet månader.", Falt: "Manader")]; }
        return period.Forlangning.SistaBesked > period.Fore
            ? [new("besked-efter-period", $"Sista dag för besked ska ligga senast {period.Fore.Iso()}, då perioden dessförinnan slutar.", Falt: "SistaBesked")]
            : [];
    }

    public static string Mening(Forlangningsrad rad) => $"{Tid.Manader(rad.Manader)}, " + rad switch
    {
        { SistaBesked: { } dag } => $"besked senast {dag.Iso()}",
        { BeskedManader: { } manader } => $"besked senast {Tid.Manader(manader)} före periodens slut",
        _ => "sista dag för besked inte känd",
    };
}
