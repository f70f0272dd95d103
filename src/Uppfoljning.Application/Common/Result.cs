using Uppfoljning.Domain;

namespace Uppfoljning.Application.Common;

public enum Outcome
{
    Ok,

    /// <summary>Formen är fel: något saknas eller går inte att tolka.</summary>
    Invalid,

    /// <summary>Regler hindrar; alla hinder följer med.</summary>
    Refused,

    /// <summary>Finns inte, eller finns inte för den som frågar.</summary>
    NotFound,

    /// <summary>Finns, men kräver en annan roll i nämnden.</summary>
    Forbidden,

    /// <summary>Någon annan hann ändra.</summary>
    Conflict,
}

/// <summary>Vad som gjordes: en rubrik, en mening som är både svaret till användaren och raden i historiken, och fakta som JSON.</summary>
/// <remarks>
/// <c>ArendeId</c> anges när ärendet inte framgår av begäran, till exempel när det just skapades. Ett kommando som rör många ärenden säger
/// i <c>PerArende</c> vad som hände med vart och ett, så att varje ärendes historik är hel.
/// </remarks>
public sealed record AuditEntry(string Vad, string Mening, object? Fakta = null, Guid? ArendeId = null, IEnumerable<AuditEntry>? PerArende = null);

/// <summary>Det som pipelinen behöver kunna göra med ett svar utan att känna dess typ.</summary>
public interface IResult<TSelf> where TSelf : IResult<TSelf>
{
    Outcome Outcome { get; }

    AuditEntry? Audit { get; }

    /// <summary>Värdet, när typen inte behöver vara känd.</summary>
    object? Svar { get; }

    /// <summary>Det som återstår när svaret är genomfört, eller null.</summary>
    Func<CancellationToken, Task>? Efter { get; }

    static abstract TSelf Fail(Outcome outcome, IReadOnlyList<Hinder> hinder);
}

/// <summary>Utfallet av en begäran: ett värde, eller varför det inte blev något.</summary>
public sealed record Result<T> : IResult<Result<T>>
{
    private Result() { }

    public required Outcome Outcome { get; init; }

    public T? Value { get; private init; }

    public IReadOnlyList<Hinder> Hinder { get; private init; } = [];

    public AuditEntry? Audit { get; private init; }

    /// <summary>
    /// Det som görs först när databasen har sparat för gott, för att det inte går att rulla tillbaka: att ta bort en fil. Följer med svaret, så att det
    /// görs också när ingen fick svar på COMMIT men kommandot visade sig vara gjort. Går det fel står kommandot ändå fast.
    /// </summary>
    public Func<CancellationToken, Task>? Efter { get; init; }

    object? IResult<Result<T>>.Svar => Value;

    public bool IsOk => Outcome == Outcome.Ok;

    public static Result<T> Ok(T value, AuditEntry? audit = null) => new() { Outcome = Outcome.Ok, Value = value, Audit = audit };

    public static Result<T> Refused(params IReadOnlyList<Hinder> hinder) => Fail(Outcome.Refused, hinder);

    public static Result<T> NotFound() => Fail(Outcome.NotFound, []);

    public static Result<T> Conflict(Hinder hinder) => Fail(Outcome.Conflict, [hinder]);

    public static Result<T> Fail(Outcome outcome, IReadOnlyList<Hinder> hinder) => new() { Outcome = outcome, Hinder = hinder };
}
