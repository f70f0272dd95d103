using MediatR;

namespace Uppfoljning.Application.Common;

/// <summary>Något som ändrar: körs i en transaktion och lämnar alltid en händelse efter sig.</summary>
public interface ICommand;

public interface ICommand<T> : IRequest<Result<T>>, ICommand;

/// <summary>Något som läser.</summary>
public interface IQuery<T> : IRequest<Result<T>>;

/// <summary>Gäller ett ärende; åtkomsten följer ärendets nämnd.</summary>
public interface IArendebunden
{
    Guid ArendeId { get; }
}

/// <summary>Gäller en nämnd som begäran själv namnger.</summary>
public interface INamndbunden
{
    Guid NamndId { get; }
}

/// <summary>
/// Gäller flera nämnder: listor och sådant som nämnder delar. Pipelinen fyller <see cref="Namnder"/> med dem där användaren har rollen,
/// och begärans SQL måste använda <c>@Namnder</c>.
/// </summary>
public interface INamndfiltrerad
{
    IReadOnlyList<Guid> Namnder { get; set; }
}

/// <summary>Gäller hela kommunen och ingen enskild nämnds ärenden: nämnder, användare och roller.</summary>
public interface IKommunbunden;

/// <summary>Bär den version som användaren såg; kommandot nekas om någon annan har ändrat ärendet sedan dess.</summary>
public interface IVersionsbunden : IArendebunden
{
    int Version { get; }
}

/// <summary>Vem som får: någon av rollerna, i den nämnd som begäran gäller.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KraverAttribute(Roll nagonAv) : Attribute
{
    public Roll NagonAv { get; } = nagonAv;
}

/// <summary>Kräver ingen roll; skälet står här och prövas av den som läser koden.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OppenAttribute(string skal) : Attribute
{
    public string Skal { get; } = skal;
}
