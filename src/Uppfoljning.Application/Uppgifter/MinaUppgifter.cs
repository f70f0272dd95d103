using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Uppgifter;

namespace Uppfoljning.Application.Uppgifter;

/// <summary>Startsidan: vad som ska göras i de nämnder där användaren arbetar. Egenskaperna är adressens filter.</summary>
[Kraver(Roll.NagonINamnden | Roll.Administrator)]
public sealed record MinaUppgifterQuery : IQuery<MinaUppgifter>, INamndfiltrerad
{
    /// <summary>Allas uppgifter i nämnderna, inte bara mina.</summary>
    public bool Alla { get; init; }

    public Uppgiftssort? Sort { get; init; }

    public Guid? Namnd { get; init; }

    /// <summary>Så många visas i gruppen Försenat.</summary>
    public int Forsenat { get; init; } = MinaUppgifter.Steg;

    /// <summary>Så många visas i gruppen Denna vecka.</summary>
    public int Vecka { get; init; } = MinaUppgifter.Steg;

    /// <summary>Så många visas i gruppen Senare.</summary>
    public int Senare { get; init; } = MinaUppgifter.Steg;

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

/// <summary>FlerAvtal: det finns fler avtal än de som hann räknas; de som slutar först är med.</summary>
public sealed record MinaUppgifter(IReadOnlyList<Uppgiftsgruppering> Grupper, IReadOnlyList<Namndval> Namnder, DateOnly Idag, bool FlerAvtal, bool KanHaUppgifter)
{
    /// <summary>Så många uppgifter visas i taget i en grupp.</summary>
    public const int Steg = 20;

    /// <summary>Det som har förfallit och som den inloggade inte har sagt att hon sett.</summary>
    public IReadOnlySet<Forfallen> Nya { get; init; } = new HashSet<Forfallen>();

    public int AntalNya { get; init; }

    public bool Ny(Uppgift uppgift) => uppgift.Dag is { } dag && Nya.Contains(new(Forfallen.For(uppgift), dag));

    public int Antal => Grupper.Sum(g => g.Antal);
}

public sealed record Uppgiftsgruppering(Uppgiftsgrupp Grupp, IReadOnlyList<Uppgift> Uppgifter, int Antal);

/// <summary>Registret läses, med @Namnder, i <see cref="Uppgiftslasning"/>.</summary>
public sealed class MinaUppgifterHandler(DbSession db, TimeProvider clock, IAnvandarkontext anvandare, Avtalsdatumtider installda)
    : IRequestHandler<MinaUppgifterQuery, Result<MinaUppgifter>>
{
    public async Task<Result<MinaUppgifter>> Handle(MinaUppgifterQuery request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        var (last, alla) = await RaknaAsync(db, request, anvandare, installda, idag, cancellationToken);
        var uppgifter = alla.ToLookup(u => Uppgiftsrakning.Grupp(u.Dag, idag));
        var osedda = await ForfallnaHandler.OseddaAsync(db, anvandare.Id, cancellationToken);
        var svar = new MinaUppgifter(
            [
                Gruppera(Uppgiftsgrupp.Forsenat, request.Forsenat),
                Gruppera(Uppgiftsgrupp.DennaVecka, request.Vecka),
                Gruppera(Uppgiftsgrupp.Senare, request.Senare),
            ],
            last.Namnder, idag, last.FlerAvtal, last.Namnder.Count > 0)
        {
            Nya = osedda,
        };
        return Result<MinaUppgifter>.Ok(svar with { AntalNya = uppgifter.SelectMany(g => g).Count(svar.Ny) });

        Uppgiftsgruppering Gruppera(Uppgiftsgrupp grupp, int visa)
        {
            var gruppens = uppgifter[grupp].ToList();
            return new(grupp, [.. gruppens.Take(Math.Clamp(visa, MinaUppgifter.Steg, Uppgiftslasning.FlestAvtal))], gruppens.Count);
        }
    }

    /// <summary>Alla uppgifter i urvalet, lika för sidan och för exporten.</summary>
    internal static async Task<(Uppgiftslasning Last, IReadOnlyList<Uppgift> Uppgifter)> RaknaAsync(
        DbSession db, MinaUppgifterQuery request, IAnvandarkontext anvandare, Avtalsdatumtider installda, DateOnly idag, CancellationToken cancellationToken)
    {
        var jag = Person(anvandare);
        var last = await Uppgiftslasning.LasAsync(db, request, jag, installda, idag, cancellationToken);
        return (last, [.. Uppgiftsrakning.Alla(last.Underlag, jag, idag).Where(u => (request.Alla || u.Min) && (request.Sort is null || u.Sort == request.Sort))]);
    }

    private static Uppgiftsperson Person(IAnvandarkontext anvandare) => new(anvandare.Id, anvandare.Namn,
        anvandare.NamndRoller.ToDictionary(r => r.Key, r =>
            (r.Value.HarNagon(Roll.Avtalsansvarig) ? Uppgiftsroll.Avtalsansvarig : 0)
            | (r.Value.HarNagon(Roll.Uppfoljare) ? Uppgiftsroll.Uppfoljare : 0)
            | (r.Value.HarNagon(Roll.Namndsekreterare) ? Uppgiftsroll.Namndsekreterare : 0)
            | (r.Value.HarNagon(Roll.Registrator) ? Uppgiftsroll.Registrator : 0)),
        anvandare.KommunRoller.HarNagon(Roll.Administrator));
}
