using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Integritet;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Integritet;

/// <summary>
/// Vad som finns om en människa (artikel 15 i dataskyddsförordningen). Frågan gäller en person i taget och tar inga jokertecken, så att den inte kan ge
/// ett urval av personer (3 kap. 3 § DSL). Registrator söker i sina nämnder, administratör i det som gäller hela kommunen.
/// Varje fråga skrivs i loggen med skälet, och vem den gällde så att namnet inte står där.
/// </summary>
[Kraver(Soker)]
public sealed record PersonutdragQuery : Personfraga, IQuery<Personutdrag>, INamndfiltrerad;

/// <summary>Frågan: vem och varför.</summary>
public abstract record Personfraga
{
    internal const Roll Soker = Roll.Registrator | Roll.Administrator;

    /// <summary>Personnummer, e-postadress, hela namnet eller användarnamnet.</summary>
    public string Sokt { get; init; } = "";

    /// <summary>Varför: den begäran som besvaras.</summary>
    public string Skal { get; init; } = "";

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public abstract class PersonfragaValidator<T> : AbstractValidator<T> where T : Personfraga
{
    private const string Jokertecken = "%*?;,";

    protected PersonfragaValidator()
    {
        RuleFor(c => c.Sokt).Cascade(CascadeMode.Stop)
            .NotEmpty().WithMessage("Ange personnummer, e-postadress, hela namnet eller användarnamnet.")
            .MaximumLength(254).WithMessage("Det du söker får ha högst 254 tecken.")
            .Must(text => !text.Any(t => Jokertecken.Contains(t, StringComparison.Ordinal))).WithMessage($"Sök en person i taget, utan jokertecken ({Behandlingsregister.Sokbegransning}).")
            .Must(text => text.Count(char.IsLetterOrDigit) >= 3).WithMessage("Skriv hela namnet, numret eller adressen.")
            .Must(text => !text.All(t => char.IsDigit(t) || t is '-' or '+' or ' ') || Organisationsnummer.TryTolka(text, out _))
            .WithMessage("Personnumret går inte att läsa: siffrorna är för få eller kontrollsiffran stämmer inte.");
        RuleFor(c => c.Skal).NotEmpty().WithMessage("Ange varför du söker, till exempel begärans diarienummer.").MaximumLength(500).WithMessage("Skälet får ha högst 500 tecken.");
    }
}

public sealed class PersonutdragValidator : PersonfragaValidator<PersonutdragQuery>;

/// <summary>Vad den som frågar söker på.</summary>
public enum Personsokning
{
    Nummer,
    Epost,
    Namn,
    Konto,
}

/// <summary>Svaret på en fråga om en människa.</summary>
public sealed record Personutdrag : ILoggadLasning
{
    public required string Maskerat { get; init; }

    public required Personsokning Sort { get; init; }

    public required string Skal { get; init; }

    public required DateTimeOffset Tid { get; init; }

    /// <summary>Nämnderna som söktes igenom.</summary>
    public required IReadOnlyList<string> Namnder { get; init; }

    /// <summary>Om det som gäller hela kommunen söktes igenom.</summary>
    public bool Kommun { get; init; }

    public IReadOnlyList<Personutdragsdel> Delar { get; init; } = [];

    public int Antal => Delar.Sum(d => d.Fynd.Count);

    public IReadOnlyList<string> Ur => Namnder;

    public AuditEntry? Lasning => new("Uppgifter om en person sammanställda", $"Det som finns om {Maskerat} sammanställt, {(Antal == 1 ? "1 uppgift" : $"{Antal} uppgifter")}. Skäl: {Doltpersonnummer.I(Skal)}",
        new { Sokt = Maskerat, Sort, Skal = Doltpersonnummer.I(Skal), Antal });
}

/// <summary>Fynden i en tabell. Fler: det finns fler än de som är med.</summary>
public sealed record Personutdragsdel(Modul Modul, string Tabell, IReadOnlyList<Personfynd> Fynd, bool Fler)
{
    /// <summary>Tabellens namn i ord.</summary>
    public string Rubrik => Registerord.Text(Tabell);
}

/// <summary>
/// En rad där personen förekommer. Sakert är falskt när det bara är en text som nämner ordet: det kan vara någon annan. Var är tom när raden inte har
/// något namn som får lämnas till personen.
/// </summary>
public sealed record Personfynd(string Var, IReadOnlyList<Personfalt> Falt, bool Sakert);

/// <summary>En uppgift i raden; Traff när det var den som frågan gällde.</summary>
public sealed record Personfalt(string Namn, string Varde, bool Traff);

/// <summary>Det som söksidan säger om var den söker.</summary>
[Kraver(Personfraga.Soker)]
public sealed record PersonsokningQuery : IQuery<Personsokningsblad>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Personsokningsblad(IReadOnlyList<string> Namnder, bool Kommun)
{
    public Personutdrag? Utdrag { get; init; }
}

public sealed class PersonutdragHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<PersonutdragQuery, Result<Personutdrag>>, IRequestHandler<PersonsokningQuery, Result<Personsokningsblad>>
{
    private const string NamnderSql = "SELECT Namn FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    public async Task<Result<Personsokningsblad>> Handle(PersonsokningQuery request, CancellationToken cancellationToken) =>
        Result<Personsokningsblad>.Ok(new(await db.QueryAsync<string>(NamnderSql, new { request.Namnder }, cancellationToken), Kommun(anvandare)));

    public async Task<Result<Personutdrag>> Handle(PersonutdragQuery request, CancellationToken cancellationToken) =>
        Result<Personutdrag>.Ok(await SammanstallAsync(db, request, anvandare, clock, eget: false, cancellationToken));

    /// <param name="db">Databasen.</param>
    /// <param name="request">Frågan.</param>
    /// <param name="anvandare">Den som frågar.</param>
    /// <param name="clock">Klockan.</param>
    /// <param name="eget">Om personens eget nummer ska stå helt: i filen som lämnas till henne, men inte på sidan.</param>
    /// <param name="cancellationToken">Avbryter.</param>
    internal static async Task<Personutdrag> SammanstallAsync(
        DbSession db, Personfraga request, IAnvandarkontext anvandare, TimeProvider clock, bool eget, CancellationToken cancellationToken)
    {
        var kommun = Kommun(anvandare);
        var subjekt = await Personsubjekt.LasAsync(db, request.Sokt.Trim(), request.Namnder, kommun, cancellationToken);
        var delar = new List<Personutdragsdel>();
        foreach (var tabell in Personuppgifter.Alla.GroupBy(p => p.Tabell))
        {
            if (await Persontabell.SokAsync(db, tabell.Key, [.. tabell], subjekt, request.Namnder, kommun, eget ? subjekt.Nummer : null, cancellationToken) is { Fynd.Count: > 0 } del) { delar.Add(del); }
        }
        return new()
        {
            Maskerat = Personuppgifter.Maskerat(request.Sokt),
            Sort = subjekt.Sort,
            Skal = request.Skal.Trim(),
            Tid = clock.GetUtcNow(),
            Namnder = await db.QueryAsync<string>(NamnderSql, new { request.Namnder }, cancellationToken),
            Kommun = kommun,
            Delar = [.. delar.OrderBy(d => d.Modul)],
        };
    }

    private static bool Kommun(IAnvandarkontext anvandare) => anvandare.KommunRoller.HarNagon(Roll.Administrator);
}
