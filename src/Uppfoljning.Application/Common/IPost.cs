namespace Uppfoljning.Application.Common;

/// <summary>Ett brev till en person.</summary>
public sealed record Brev(Guid Id, string Till, string Amne, string Text);

/// <summary>Skickar brev.</summary>
public interface IPost
{
    /// <summary>Om det finns en server att skicka genom.</summary>
    bool Installd { get; }

    /// <summary>Skickar brevet. Null när servern tog emot det, annars varför inte, på svenska och utan hemligheter.</summary>
    Task<string?> SkickaAsync(Brev brev, CancellationToken cancellationToken);
}
