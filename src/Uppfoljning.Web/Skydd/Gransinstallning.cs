using Uppfoljning.Application.Common;

namespace Uppfoljning.Web.Skydd;

/// <summary>Hur mycket, hur länge och hur ofta: sektionen Granser i inställningarna.</summary>
public sealed record Gransinstallning
{
    /// <summary>Ett formulär utan filer får vara så här stort.</summary>
    public int StorstaFormularKb { get; init; } = 1024;

    /// <summary>Så länge får en vanlig sida ta.</summary>
    public int TidsgransSekunder { get; init; } = 60;

    /// <summary>Så länge får en fil ta: att lämna in, eller att göra och hämta.</summary>
    public int TidsgransFilSekunder { get; init; } = 600;

    public Inloggningsgrans Inloggning { get; init; } = new();

    public Sokgrans Sok { get; init; } = new();

    public Filgrans Filer { get; init; } = new();

    public long StorstaFormular => StorstaFormularKb * 1024L;

    /// <exception cref="DriftException">Ett tal är utanför det som går.</exception>
    public static Gransinstallning Las(IConfiguration configuration)
    {
        var sektion = configuration.GetSection("Granser");
        Gransinstallning granser;
        try
        {
            granser = sektion.Get<Gransinstallning>() ?? new Gransinstallning();
        }
        catch (InvalidOperationException fel)
        {
            throw new DriftException($"Inställningarna under Granser går inte att läsa: {fel.Message}");
        }
        Inom("StorstaFormularKb", granser.StorstaFormularKb, 64, 20 * 1024);
        Inom("TidsgransSekunder", granser.TidsgransSekunder, 5, 3600);
        Inom("TidsgransFilSekunder", granser.TidsgransFilSekunder, granser.TidsgransSekunder, 24 * 3600);
        Inom("Inloggning:PerAdress", granser.Inloggning.PerAdress, 0, 100_000);
        Inom("Inloggning:PerNamn", granser.Inloggning.PerNamn, 0, 100_000);
        Inom("Inloggning:Sekunder", granser.Inloggning.Sekunder, 1, 3600);
        Inom("Sok:PerAnvandare", granser.Sok.PerAnvandare, 0, 100_000);
        Inom("Sok:Sekunder", granser.Sok.Sekunder, 1, 3600);
        Inom("Filer:Samtidiga", granser.Filer.Samtidiga, 0, 1000);
        Inom("Filer:Ko", granser.Filer.Ko, 0, 1000);
        return granser;
    }

    private static void Inom(string namn, int varde, int minst, int hogst)
    {
        if (varde < minst || varde > hogst) { throw new DriftException($"Inställningen Granser:{namn} är {varde} men ska vara mellan {minst} och {hogst}."); }
    }
}

/// <summary>Försök att logga in, byta lösenord eller visa en kod. Noll stänger av gränsen.</summary>
public sealed record Inloggningsgrans
{
    /// <summary>Från en adress. En hel kommun kan komma från samma, och alla loggar in klockan åtta.</summary>
    public int PerAdress { get; init; } = 300;

    /// <summary>På ett användarnamn, varifrån de än kommer.</summary>
    public int PerNamn { get; init; } = 10;

    public int Sekunder { get; init; } = 60;
}

/// <summary>Sökningar, också de som görs medan man skriver. Noll stänger av gränsen.</summary>
public sealed record Sokgrans
{
    public int PerAnvandare { get; init; } = 60;

    public int Sekunder { get; init; } = 10;
}

/// <summary>Filer som en och samma person låter göra på en gång; de som väntar gör det i tur och ordning. Noll stänger av gränsen.</summary>
public sealed record Filgrans
{
    public int Samtidiga { get; init; } = 2;

    public int Ko { get; init; } = 6;
}
