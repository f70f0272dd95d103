using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Common;
using Uppfoljning.Web.Drift;

namespace Uppfoljning.Web.Controllers;

public sealed record Felsida(int Kod, string Rubrik, string Text, string Spar);

/// <summary>Felen som sidor: vad som hände och vad man kan göra.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[Route("fel")]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class FelController : Controller
{
    [Route("{kod:int}")]
    public IActionResult Visa()
    {
        // Read from the route alone: binding would read the body, which is what is too large when the code is 413.
        // Only a request that has gone wrong has a code; whoever types the address has found a page that is not there.
        var gicksnett = HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null || HttpContext.Features.Get<IExceptionHandlerFeature>() is not null;
        var kod = gicksnett && int.TryParse((string)RouteData.Values["kod"]!, NumberStyles.None, CultureInfo.InvariantCulture, out var sagd) ? sagd : StatusCodes.Status404NotFound;
        var (rubrik, text) = kod switch
        {
            400 => ("Sidan gick inte att skicka", "Formuläret kan ha legat öppet för länge, eller så har det något i sig som inte går att läsa. Gå tillbaka, ladda om sidan och skicka igen. Inget har sparats."),
            403 => ("Du har inte rätt roll för detta", "En administratör kan ge dig rollen i nämnden."),
            404 => ("Sidan finns inte", "Den kan ha flyttats, eller så hör den till en nämnd som du inte arbetar för."),
            405 => ("Sidan finns inte", "Adressen går inte att öppna på det sättet."),
            413 => ("Det du skickade är för stort", "Välj en mindre fil. Inget har sparats."),
            414 => ("Adressen är för lång", "Välj färre urval i listan och försök igen."),
            408 => ("Det tog för lång tid att skicka", "Förbindelsen är långsam eller bröts. Inget har sparats. Försök igen."),
            415 => ("Sidan gick inte att skicka", "Formuläret kom i en form som inte går att läsa. Inget har sparats."),
            429 => ("Vänta en stund", "Det har kommit för många förfrågningar på kort tid. Försök igen om en minut; inget är låst."),
            504 => ("Det tog för lång tid", "Servern hann inte klart och avbröt. Inget har sparats. Försök igen, eller välj ett mindre urval."),
            500 when HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error is OvisstUtfallException => ("Vi vet inte om det blev sparat",
                "Databasen slutade svara precis när det skulle sparas. Titta om det du gjorde finns innan du gör det igen."),
            507 => ("Servern har inte plats för filerna", "Inget har sparats. Kontakta systemförvaltaren och försök igen."),
            _ => ("Något gick fel hos oss", "Det du senast sparade finns kvar; det du just försökte göra är inte sparat. Felet är antecknat i loggen."),
        };
        var status = kod is >= 400 and <= 599 ? kod : StatusCodes.Status404NotFound;
        Response.StatusCode = status;
        return View(new Felsida(status, rubrik, text, Korrelation.Id(HttpContext)));
    }
}
