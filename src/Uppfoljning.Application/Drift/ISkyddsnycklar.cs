namespace Uppfoljning.Application.Drift;

/// <summary>Nyckeln utanför databasen som skyddar nycklarna i den.</summary>
public interface ISkyddsnycklar
{
    /// <summary>Om det finns en plats för nyckeln. Annars ligger webbens nycklar inte i databasen.</summary>
    bool Pa { get; }

    /// <summary>Id för nycklarna, den äldsta först; den sista gäller.</summary>
    IReadOnlyList<string> Idn { get; }

    /// <summary>Om nyckeln står i inställningarna och byts där.</summary>
    bool IInstallning { get; }

    /// <summary>Var nycklarna finns, i en mening.</summary>
    string Plats { get; }

    /// <summary>Gör en ny nyckel, som gäller från nu, och ger dess id.</summary>
    /// <exception cref="Common.DriftException">Nyckeln står i inställningarna, eller går inte att spara.</exception>
    string Ny();

    /// <summary>Samma innehåll skyddat med den nyckel som gäller nu.</summary>
    string SkyddaOm(string innehall);
}

/// <summary>Ställer webbens nycklar i ordning när programmet startar.</summary>
public interface INyckelstart
{
    /// <exception cref="Common.DriftException">Nyckeln som skyddar dem saknas eller är en annan.</exception>
    Task ForberedAsync(CancellationToken cancellationToken);
}
