using System.Security.Cryptography;
using System.Text;

namespace Uppfoljning.Application.Import;

/// <summary>Något att säga om en rad, och i vilken kolumn det står.</summary>
public sealed record Iakttagelse(string? Kolumn, string Text)
{
    public override string ToString() => Kolumn is null ? Text : $"{Kolumn}: {Text}";
}

/// <summary>Vad som ändras i registret: kolumnen, det som står där nu och det som filen säger. Null är inte känt.</summary>
public sealed record Andring(string Kolumn, string? Fore, string? Efter)
{
    public override string ToString() => $"{Kolumn}: {Fore ?? "inte känt"} → {Efter ?? "inte känt"}";
}

/// <summary>En rad i filen, tolkad mot registret.</summary>
public sealed record Importrad
{
    /// <summary>Radnumret som kalkylarket visar.</summary>
    public required int Nr { get; init; }

    public required string Namn { get; init; }

    public required Radutfall Utfall { get; init; }

    public IReadOnlyList<Iakttagelse> Fel { get; init; } = [];

    public IReadOnlyList<Iakttagelse> Varningar { get; init; } = [];

    public IReadOnlyList<Andring> Andringar { get; init; } = [];

    /// <summary>Avtalet eller enheten i registret som raden gäller; null när den är ny.</summary>
    public Guid? ObjektId { get; init; }

    public bool HarProblem => Fel.Count > 0 || Varningar.Count > 0;
}

/// <summary>En kolumn, och hur många rader som lämnar uppgiften okänd.</summary>
public sealed record Okandkolumn(string Kolumn, int Antal);

/// <summary>Hela filen tolkad mot registret så som det är nu: vad som skulle hända om den fördes in.</summary>
public sealed class Importtolkning
{
    public Importtolkning(IReadOnlyList<Importrad> rader, IReadOnlyList<Okandkolumn> okant, IReadOnlyList<string> filvarningar)
    {
        (Rader, Okant, Filvarningar) = (rader, okant, filvarningar);
        foreach (var rad in rader)
        {
            AntalFel += rad.Fel.Count;
            AntalVarningar += rad.Varningar.Count;
            if (rad.Fel.Count > 0) { RaderMedFel++; }
            if (rad.Varningar.Count > 0) { RaderMedVarning++; }
            switch (rad.Utfall)
            {
                case Radutfall.Ny: Nya++; break;
                case Radutfall.Andras: Andrade++; break;
                case Radutfall.Lika: Lika++; break;
                default: break;
            }
        }
    }

    public IReadOnlyList<Importrad> Rader { get; }

    public IReadOnlyList<Okandkolumn> Okant { get; }

    /// <summary>Det som gäller hela filen: kolumner som utelämnas eller saknas.</summary>
    public IReadOnlyList<string> Filvarningar { get; }

    public int AntalFel { get; }

    public int AntalVarningar { get; }

    public int RaderMedFel { get; }

    public int RaderMedVarning { get; }

    public int Nya { get; }

    public int Andrade { get; }

    public int Lika { get; }

    /// <summary>Ett avtryck av vad som skulle hända. Den som för in filen godkänner just detta; har registret ändrats är avtrycket ett annat.</summary>
    public string Avtryck()
    {
        using var summa = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var rad in Rader)
        {
            summa.AppendData(Encoding.UTF8.GetBytes($"{rad.Nr} {rad.Utfall} {rad.ObjektId}\n"));
            foreach (var andring in rad.Andringar) { summa.AppendData(Encoding.UTF8.GetBytes($"{andring}\n")); }
        }
        return Convert.ToHexString(summa.GetHashAndReset());
    }
}
