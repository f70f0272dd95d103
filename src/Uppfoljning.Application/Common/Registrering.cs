using System.Reflection;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Uppfoljning.Application.Common;

/// <summary>Registrerar pipelinen och alla användningsfall i ett assembly.</summary>
public static class Registrering
{
    /// <summary>
    /// Varje begäran ska ha exakt en handlare; en som saknas eller är dubbel stoppar starten, inte den första användaren.
    /// </summary>
    /// <exception cref="InvalidOperationException">En begäran saknar handlare eller har fler än en.</exception>
    public static IServiceCollection AddUppfoljningApplication(this IServiceCollection services)
    {
        var typer = Assembly.GetExecutingAssembly().GetTypes().Where(t => t is { IsAbstract: false, ContainsGenericParameters: false }).ToList();

        foreach (var begaran in typer)
        {
            if (Begaran(begaran) is not { } svar) { continue; }
            var tjanst = typeof(IRequestHandler<,>).MakeGenericType(begaran, svar);
            var handlare = typer.Where(tjanst.IsAssignableFrom).ToList();
            if (handlare.Count != 1)
            {
                throw new InvalidOperationException($"{begaran.Name} har {handlare.Count} handlare och ska ha en.");
            }
            services.AddTransient(tjanst, handlare[0]);
        }

        foreach (var validator in typer)
        {
            foreach (var tjanst in validator.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IValidator<>)))
            {
                services.AddSingleton(tjanst, validator);
            }
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Import.Importforlopp>();
        services.AddScoped<DbSession>();
        services.AddScoped<Atkomst>();
        services.AddScoped<Behorighet>();
        services.TryAddSingleton(new Omforsoksinstallning());
        services.AddScoped<Omtag>();
        services.AddScoped<Omforsok>();
        services.AddSingleton<Logg.Logghuvudminne>();
        services.AddSingleton<Logg.Lasminne>();
        services.AddScoped<Logg.Loggbok>();
        services.AddSingleton<Logg.Loggstart>();
        services.AddScoped<Anvandare.Forsoksrakning>();
        services.AddScoped<Anvandare.Tvafaktorprov>();
        services.AddScoped<Post.Brevlada>();
        services.AddSingleton<Post.Postvackare>();
        services.AddSingleton<Post.Postutskick>();
        services.AddScoped<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(RetryBehavior<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(AuthorizationBehavior<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(TransactionBehavior<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(LasloggBehavior<,>));
        return services;
    }

    /// <summary>Svarstypen om typen är en begäran, annars null.</summary>
    public static Type? Begaran(Type typ) => typ.GetInterfaces()
        .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>))?.GetGenericArguments()[0];
}
