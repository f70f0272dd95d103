using Microsoft.AspNetCore.Mvc.Filters;
using Uppfoljning.Application.Post;

namespace Uppfoljning.Web.Common;

/// <summary>Det som sidan gjorde kan ha lagt ett brev: den som skickar dem väcks, så att ingen behöver vänta på nästa omgång.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class VackerPostAttribute : Attribute, IResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (HttpMethods.IsPost(context.HttpContext.Request.Method)) { context.HttpContext.RequestServices.GetRequiredService<Postvackare>().Vack(); }
    }

    public void OnResultExecuted(ResultExecutedContext context) { }
}
