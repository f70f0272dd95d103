using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Jobb;

/// <summary>Skickar ett jobbs begäran genom pipelinen, var och en i sin egen omgång och transaktion.</summary>
public interface IJobbsandare
{
    /// <summary>Som systemet självt.</summary>
    Task<Result<T>> SomSystemAsync<T>(IRequest<Result<T>> request);

    /// <summary>Som en människa, med de roller hon har nu. Null när kontot inte längre gäller.</summary>
    Task<Result<T>?> SomPersonAsync<T>(Guid anvandareId, IRequest<Result<T>> request);
}
