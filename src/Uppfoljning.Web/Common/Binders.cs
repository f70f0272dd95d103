using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Binders;
using Microsoft.Extensions.Options;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Web.Common;

/// <summary>Datum skrivs för hand på flera sätt, och belopp i kronor; här blir de datum och öre.</summary>
public sealed class SvenskaBinders : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context)
    {
        var typ = Nullable.GetUnderlyingType(context.Metadata.ModelType) ?? context.Metadata.ModelType;
        if (typ == typeof(DateOnly)) { return new Binder(text => Datumtext.TryTolka(text, out var datum) ? datum : null, "Datumet går inte att läsa. Skriv det som 2026-11-21."); }
        if (typ == typeof(long) && context.Metadata.PropertyName?.EndsWith("Ore", StringComparison.Ordinal) == true)
        {
            return new Binder(text => Belopp.TryTolka(text, out var ore) ? ore : null, "Beloppet går inte att läsa. Skriv det i kronor, till exempel 1 250 000.");
        }
        if (context.Metadata.ModelType is { IsGenericType: true } lista && lista.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return new Listbinder((IModelBinder)Activator.CreateInstance(
                typeof(ArrayModelBinder<>).MakeGenericType(lista.GetGenericArguments()),
                context.CreateBinder(context.Metadata.ElementMetadata!),
                context.Services.GetRequiredService<ILoggerFactory>(),
                true,
                context.Services.GetRequiredService<IOptions<MvcOptions>>().Value)!);
        }
        return null;
    }

    /// <summary>MVC fills the list that stands in the property; an empty one by default cannot be filled. Here it is replaced.</summary>
    private sealed class Listbinder(IModelBinder array) : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext bindingContext)
        {
            bindingContext.Model = null;
            return array.BindModelAsync(bindingContext);
        }
    }

    private sealed class Binder(Func<string, object?> tolka, string fel) : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext bindingContext)
        {
            var skrivet = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
            if (skrivet == ValueProviderResult.None) { return Task.CompletedTask; }

            bindingContext.ModelState.SetModelValue(bindingContext.ModelName, skrivet);
            var text = skrivet.FirstValue;
            if (string.IsNullOrWhiteSpace(text))
            {
                bindingContext.Result = ModelBindingResult.Success(null);
            }
            else if (tolka(text) is { } varde)
            {
                bindingContext.Result = ModelBindingResult.Success(varde);
            }
            else
            {
                bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, fel);
            }
            return Task.CompletedTask;
        }
    }
}
