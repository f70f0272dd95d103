using MediatR;

namespace Uppfoljning.Application.Common;

/// <summary>Första steget för varje begäran: får den här användaren göra detta? <see cref="Behorighet"/> svarar.</summary>
public sealed class AuthorizationBehavior<TRequest, TResponse>(Behorighet behorighet) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var outcome = await behorighet.ProvaAsync(request, cancellationToken);
        return outcome == Outcome.Ok ? await next() : TResponse.Fail(outcome, []);
    }
}
