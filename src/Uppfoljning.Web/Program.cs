using System.Globalization;
using Uppfoljning.Application.Common;
using Uppfoljning.Infrastructure;
using Uppfoljning.Infrastructure.Data;
using Uppfoljning.Web;
using Uppfoljning.Web.Common;
using Uppfoljning.Web.Drift;
using Uppfoljning.Web.Kommandorad;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = Visa.Svenska;
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Visa.Svenska;

try
{
    if (Verb.Finns(args))
    {
        return await Verb.KorAsync(args, (services, configuration) =>
        {
            if (Driftvard.Programmapp is { } bas) { Uppfoljning.Infrastructure.Registrering.ForankraSokvagar(configuration, bas); }
            services.AddUppfoljningInfrastructure(configuration);
        });
    }

    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = Driftvard.Programmapp });
    if (Driftvard.Programmapp is { } mapp) { Uppfoljning.Infrastructure.Registrering.ForankraSokvagar(builder.Configuration, mapp); }
    builder.Services.AddUppfoljningInfrastructure(builder.Configuration);
    builder.AddUppfoljningWeb();
    builder.Services.AddUppfoljningJobb(builder.Configuration);

    var app = builder.Build();
    await app.ForberedDatabasenAsync();
    app.UseUppfoljningWeb();
    await app.RunAsync();
    return Verb.Klart;
}
catch (DriftException fel)
{
    await Console.Error.WriteLineAsync(fel.Message);
    return Verb.Misslyckat;
}
catch (Exception fel) when (Driftfel.Starttext(fel, Databasfelen.Av) is { } text)
{
    await Console.Error.WriteLineAsync(text);
    return Verb.Misslyckat;
}

/// <summary>Ingången; synlig för testerna.</summary>
public partial class Program;
