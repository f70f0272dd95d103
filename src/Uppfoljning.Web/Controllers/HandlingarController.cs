using System.Text;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Rapporter;

namespace Uppfoljning.Web.Controllers;

/// <summary>Det som alla handlingar delar: stilmallen, som beror på kommunens inställningar och därför inte är en fil på disk.</summary>
public sealed class HandlingarController(Rapportstil stil) : Controller
{
    [HttpGet("/handlingar/stil.css")]
    [ResponseCache(Duration = 3600, Location = ResponseCacheLocation.Client)]
    public FileContentResult Stil() => File(Encoding.UTF8.GetBytes(stil.Css), "text/css; charset=utf-8");
}
