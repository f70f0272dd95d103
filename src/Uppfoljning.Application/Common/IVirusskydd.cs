namespace Uppfoljning.Application.Common;

public enum Virusutfall
{
    Ren,

    /// <summary>Skadlig kod hittades.</summary>
    Skadlig,

    /// <summary>Tjänsten svarade inte, eller kunde inte prova filen. Filen räknas inte som ren.</summary>
    KundeInteProvas,
}

/// <param name="Utfall">Vad som kom fram.</param>
/// <param name="Fynd">Namnet på den skadliga koden, eller vad tjänsten svarade.</param>
public sealed record Virussvar(Virusutfall Utfall, string? Fynd = null);

/// <summary>Prövar filer mot skadlig kod innan de tas emot.</summary>
public interface IVirusskydd
{
    /// <summary>Om skyddet är påslaget; annars prövas inget.</summary>
    bool Pa { get; }

    /// <summary>Prövar hela innehållet från strömmens början. Ett skydd som inte svarar är aldrig ett godkännande.</summary>
    Task<Virussvar> ProvaAsync(Stream innehall, CancellationToken cancellationToken);
}
