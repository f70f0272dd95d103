using FluentValidation;
using MediatR;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Common;

/// <summary>Andra steget: formen. Det som saknas eller inte går att tolka, med fältets namn, utan att fråga databasen.</summary>
public sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var hinder = new List<Hinder>();
        foreach (var validator in validators)
        {
            var svar = await validator.ValidateAsync(request, cancellationToken);
            hinder.AddRange(svar.Errors.Select(fel => new Hinder("form", fel.ErrorMessage, Falt: fel.PropertyName)));
        }
        return hinder.Count == 0 ? await next() : TResponse.Fail(Outcome.Invalid, hinder);
    }
}
