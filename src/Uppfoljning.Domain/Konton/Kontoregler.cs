namespace Uppfoljning.Domain.Konton;

/// <summary>När ett konto får göras, stängas och öppnas.</summary>
public static class Kontoregler
{
    /// <summary>Så många fel i följd tas emot, i lösenord och koder tillsammans.</summary>
    public const int FlestForsok = 5;

    /// <summary>Så länge tas sedan inget emot. Därefter öppnas kontot av sig självt.</summary>
    public static readonly TimeSpan Lastid = TimeSpan.FromMinutes(15);

    /// <summary>Hinder mot att ta bort den här personens väg in som administratör: någon ska alltid kunna släppa in de andra.</summary>
    /// <param name="administrator">Om personen är administratör och kontot är öppet.</param>
    /// <param name="andra">Antalet andra öppna konton som är administratörer.</param>
    /// <param name="vad">Vad som skulle göras: stängas, sluta vara administratör.</param>
    public static IReadOnlyList<Hinder> ProvaSistaAdministrator(bool administrator, int andra, string vad) => administrator && andra == 0
        ? [new("sista-administratoren", $"Personen är den enda öppna administratören och kan inte {vad}. Gör en annan person till administratör först.")]
        : [];
}
