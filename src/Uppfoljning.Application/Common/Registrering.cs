using System.Reflection;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Uppfoljning.Application.Common;

/// <summary>Registrerar pipelinen och alla användningsfall i ett assembly.</summary>
public static class Registrering
{
    // Read once: the assembly does not change while the program runs.
    private static readonly Lazy<IReadOnlyList<ServiceDescriptor>> Anvandningsfall = new(LasAnvandningsfall);

    /// <summary>
    /// Varje begäran ska ha exakt en handlare; en som saknas eller är dubbel stoppar starten, inte den första användaren.
    /// </summary>
    /// <exception cref="InvalidOperationException">En begäran saknar handlare eller har fler än en.</exception>
    public static IServiceCollection AddUppfoljningApplication(this IServiceCollection services)
    {
        services.Add(Anvandningsfall.Value);
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

    /// <summary>Handlaren till varje begäran, och alla validatorer.</summary>
    private static List<ServiceDescriptor> LasAnvandningsfall()
    {
        var typer = Assembly.GetExecutingAssembly().GetTypes().Where(t => t is { IsAbstract: false, ContainsGenericParameters: false }).ToList();
        var handlare = Genomfor(typer, typeof(IRequestHandler<,>)).ToLookup(t => t.Tjanst, t => t.Klass);
        var alla = new List<ServiceDescriptor>();
        foreach (var begaran in typer)
        {
            if (Begaran(begaran) is not { } svar) { continue; }
            var tjanst = typeof(IRequestHandler<,>).MakeGenericType(begaran, svar);
            if (handlare[tjanst].Count() != 1) { throw new InvalidOperationException($"{begaran.Name} har {handlare[tjanst].Count()} handlare och ska ha en."); }
            alla.Add(ServiceDescriptor.Transient(tjanst, handlare[tjanst].Single()));
        }
        alla.AddRange(Genomfor(typer, typeof(IValidator<>)).Select(t => ServiceDescriptor.Singleton(t.Tjanst, t.Klass)));
        return alla;
    }

    /// <summary>Klasserna som genomför den öppna generiska tjänsten, var och en med den slutna.</summary>
    private static IEnumerable<(Type Tjanst, Type Klass)> Genomfor(IEnumerable<Type> typer, Type oppen) =>
        typer.SelectMany(t => t.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == oppen).Select(i => (i, t)));

    /// <summary>Svarstypen om typen är en begäran, annars null.</summary>
    public static Type? Begaran(Type typ) => typ.GetInterfaces()
        .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>))?.GetGenericArguments()[0];
}
