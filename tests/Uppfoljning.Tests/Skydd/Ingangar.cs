using System.Reflection;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace Uppfoljning.Tests.Skydd;

/// <summary>Ett fält som en ingång binder: namnet så som det skickas, och typen.</summary>
internal sealed record Bundetfalt(string Namn, Type Typ);

/// <summary>En ingång till produkten: en adress, ett sätt och det som den binder.</summary>
internal sealed class Ingang
{
    private readonly TemplateMatcher _matchare;

    public Ingang(RouteEndpoint endpoint)
    {
        Endpoint = endpoint;
        Action = endpoint.Metadata.GetMetadata<ControllerActionDescriptor>();
        Monster = endpoint.RoutePattern.RawText!.TrimStart('/');
        Mall = TemplateParser.Parse(Monster);
        _matchare = new TemplateMatcher(Mall, new RouteValueDictionary());
        Satt = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is [var forsta, ..] ? forsta : "GET";
        Falt = Action is null ? [] : [.. Action.Parameters.SelectMany(p => Bundna(p.Name, p.ParameterType)).Where(f => Mall.Parameters.All(r => !string.Equals(r.Name, f.Namn, StringComparison.OrdinalIgnoreCase))).DistinctBy(f => f.Namn)];
    }

    public RouteEndpoint Endpoint { get; }

    public ControllerActionDescriptor? Action { get; }

    public string Monster { get; }

    public RouteTemplate Mall { get; }

    public string Satt { get; }

    public IReadOnlyList<Bundetfalt> Falt { get; }

    public override string ToString() => $"{Satt} /{Monster}";

    public RouteValueDictionary? Matcha(string stig)
    {
        var varden = new RouteValueDictionary();
        return _matchare.TryMatch(stig, varden) ? varden : null;
    }

    /// <summary>Alla ingångar, ur vägvisaren själv.</summary>
    public static IReadOnlyList<Ingang> Alla(IServiceProvider services) =>
        [.. services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(k => k.Endpoints).OfType<RouteEndpoint>().Select(e => new Ingang(e)).OrderBy(i => i.ToString(), StringComparer.Ordinal)];

    private static IEnumerable<Bundetfalt> Bundna(string namn, Type typ)
    {
        if (Enkel(typ)) { return [new(namn, typ)]; }
        var egna = typ.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && p.GetIndexParameters().Length == 0);
        return string.Equals(namn, "command", StringComparison.OrdinalIgnoreCase)
            ? egna.Select(p => new Bundetfalt($"Command.{p.Name}", p.PropertyType))
            : egna.Select(p => new Bundetfalt(p.Name, p.PropertyType));
    }

    private static bool Enkel(Type typ) => (Nullable.GetUnderlyingType(typ) ?? typ) is var t
        && (t.IsPrimitive || t.IsEnum || t == typeof(string) || t == typeof(Guid) || t == typeof(DateOnly) || t == typeof(TimeOnly) || t == typeof(decimal) || t.IsArray || t.IsInterface || t.IsGenericType);
}
