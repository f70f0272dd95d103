using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Nämndens avtal och enheter med risken inför ett planår, den högsta först.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record RisklistaQuery : IQuery<Risklista>, INamndbunden, IPaged
{
    public Guid NamndId { get; init; }

    public int? Ar { get; init; }

    public string? Q { get; init; }

    public string? Omrade { get; init; }

    /// <summary>Bara dem där någon uppgift saknas.</summary>
    public bool Saknas { get; init; }

    /// <summary>Också det som registret säger inte ska följas upp, till exempel avtal som har löpt ut.</summary>
    public bool Alla { get; init; }

    public string? Sortering { get; init; }

    public int Sida { get; init; } = 1;
}

public sealed record Risklista
{
    public required string Namnd { get; init; }

    public required int Ar { get; init; }

    public required Page<Riskrad> Sida { get; init; }

    public required IReadOnlyList<string> Verksamhetsomraden { get; init; }

    public required string Sortering { get; init; }

    /// <summary>Vikternas summa: den högsta poäng som går att få.</summary>
    public required int HogstPoang { get; init; }

    /// <summary>Hur många som ligger på varje nivå, i nivåernas ordning.</summary>
    public required IReadOnlyList<(string Niva, int Antal)> Nivaer { get; init; }

    /// <summary>Hur många av dem som följs upp som saknar någon uppgift.</summary>
    public required int AntalMedOkanda { get; init; }
}

/// <summary>Ett objekt med sin risk. Frekvens är null när registret säger att det inte följs upp; Skal säger då varför.</summary>
public sealed record Riskrad(Planobjekt Objekt, Riskbedomning Risk, Frekvens? Frekvens, string? Skal);

public sealed class RisklistaHandler(DbSession db, TimeProvider clock) : IRequestHandler<RisklistaQuery, Result<Risklista>>
{
    private const string NamndSql = "SELECT Namn FROM Namnd WHERE Id = @NamndId";

    public async Task<Result<Risklista>> Handle(RisklistaQuery request, CancellationToken cancellationToken)
    {
        var namnd = await db.SingleOrDefaultAsync<string>(NamndSql, new { request.NamndId }, cancellationToken);
        if (namnd is null) { return Result<Risklista>.NotFound(); }

        var urval = await Riskurval.LasAsync(db, request, clock.Idag(), cancellationToken);
        var sida = Page<Riskrad>.Inom(request.Sida, urval.Rader.Count);
        var foljsUpp = urval.Alla.Where(r => r.Frekvens is not null).ToList();
        return Result<Risklista>.Ok(new Risklista
        {
            Namnd = namnd,
            Ar = urval.Ar,
            Sida = new Page<Riskrad>([.. urval.Rader.Skip(Page<Riskrad>.Offset(sida)).Take(Page<Riskrad>.Storlek)], urval.Rader.Count, sida),
            Verksamhetsomraden = [.. urval.Alla.Select(r => r.Objekt.Verksamhetsomrade).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Order(Riskurval.Svenska)],
            Sortering = urval.Sortering,
            HogstPoang = urval.Regler.Vikter.Values.Sum(),
            Nivaer = [.. urval.Regler.Nivaer.Select(n => (n.Namn, foljsUpp.Count(r => r.Frekvens!.Niva == n.Namn)))],
            AntalMedOkanda = foljsUpp.Count(r => r.Risk.Okanda > 0),
        });
    }
}

/// <summary>Raderna i risklistan: samma för sidan och för filen. Risken räknas ut, den lagras inte, så listan filtreras och ordnas här.</summary>
internal sealed record Riskurval(int Ar, Planregler Regler, IReadOnlyList<Riskrad> Alla, IReadOnlyList<Riskrad> Rader, string Sortering)
{
    public static readonly StringComparer Svenska = StringComparer.Create(System.Globalization.CultureInfo.GetCultureInfo("sv-SE"), ignoreCase: true);

    private static readonly HashSet<string> Ordningar = ["namn", "-namn", "omrade", "-omrade", "utforare", "-utforare", "poang", "-poang", "okanda", "-okanda"];

    public static async Task<Riskurval> LasAsync(DbSession db, RisklistaQuery request, DateOnly idag, CancellationToken cancellationToken)
    {
        var ar = request.Ar is >= Datumtext.MinstAr and <= Datumtext.StorstAr ? request.Ar.Value : Plangang.Planar(idag);
        var underlag = await Planunderlag.LasAsync(db, request.NamndId, ar, planId: null, idag, cancellationToken);
        var alla = Rakna(underlag);
        var sortering = request.Sortering is { } s && Ordningar.Contains(s) ? s : "-poang";
        var sokta = Sokord.Sokta(request.Q);
        var valda = alla.Where(r => (request.Alla || r.Frekvens is not null)
            && (string.IsNullOrEmpty(request.Omrade) || string.Equals(r.Objekt.Verksamhetsomrade, request.Omrade, StringComparison.OrdinalIgnoreCase))
            && (!request.Saknas || r.Risk.Okanda > 0)
            && Traffar(r.Objekt, sokta));
        return new(ar, underlag.Regler, alla, [.. Ordna(valda, sortering)], sortering);
    }

    /// <summary>Risken och nivån för varje objekt, jämförda med samma objekt som planen jämför dem med.</summary>
    public static IReadOnlyList<Riskrad> Rakna(Planunderlag underlag)
    {
        var inte = Plangenerering.Foresla(underlag.Register, underlag.Ar, underlag.Regler).Utan.Where(u => u.Slag == Utanslag.Register).ToDictionary(u => u.ObjektId, u => u.Skal);
        var frekvenser = new Frekvensval([.. underlag.Register.Where(o => !inte.ContainsKey(o.Id))], underlag.Ar, underlag.Regler);
        var arsborjan = new DateOnly(underlag.Ar, 1, 1);
        return
        [
            .. underlag.Register.Select(o =>
            {
                if (inte.TryGetValue(o.Id, out var skal)) { return new Riskrad(o, Riskbedomning.Av(o.Risk, underlag.Regler.Vikter, underlag.Regler.OkantProcent, arsborjan), null, skal); }
                var frekvens = frekvenser.For(o);
                return new Riskrad(o, frekvens.Risk, frekvens, null);
            }),
        ];
    }

    private static bool Traffar(Planobjekt o, IReadOnlyList<string> sokta)
    {
        if (sokta.Count == 0) { return true; }
        var ord = Sokord.I(o.Namn, o.Utforare, o.Avtalsnummer, o.Verksamhetsomrade);
        return sokta.All(s => ord.Any(o => o.StartsWith(s, StringComparison.Ordinal)));
    }

    private static IEnumerable<Riskrad> Ordna(IEnumerable<Riskrad> rader, string sortering)
    {
        var fallande = sortering.StartsWith('-');
        var ordnade = sortering.TrimStart('-') switch
        {
            "namn" => Efter(r => r.Objekt.Namn, Svenska),
            // Det som inte är känt står sist, åt vilket håll listan än ordnas.
            "omrade" => rader.OrderBy(r => r.Objekt.Verksamhetsomrade is null).ThenMed(r => r.Objekt.Verksamhetsomrade ?? "", Svenska, fallande),
            "utforare" => rader.OrderBy(r => r.Objekt.Utforare is null).ThenMed(r => r.Objekt.Utforare ?? "", Svenska, fallande),
            "okanda" => Efter(r => r.Risk.Okanda, Comparer<int>.Default),
            _ => Efter(r => r.Risk.Poang, Comparer<int>.Default),
        };
        return ordnade.ThenBy(r => r.Objekt.Namn, Svenska).ThenBy(r => r.Objekt.Id);

        IOrderedEnumerable<Riskrad> Efter<T>(Func<Riskrad, T> nyckel, IComparer<T> jamforare) =>
            fallande ? rader.OrderByDescending(nyckel, jamforare) : rader.OrderBy(nyckel, jamforare);
    }
}

internal static class Riskordning
{
    public static IOrderedEnumerable<Riskrad> ThenMed(this IOrderedEnumerable<Riskrad> rader, Func<Riskrad, string> nyckel, IComparer<string> jamforare, bool fallande) =>
        fallande ? rader.ThenByDescending(nyckel, jamforare) : rader.ThenBy(nyckel, jamforare);
}
