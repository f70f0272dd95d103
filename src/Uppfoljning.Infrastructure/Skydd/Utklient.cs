using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Skydd;

/// <summary>Den skyddade klienten, för den som inte känner den här delen av programmet.</summary>
internal sealed class Utklient : IUtklient
{
    public HttpClient Skapa(Uri adress, TimeSpan tidsgrans, IEnumerable<Uri> andra, int storstaSvar) => Skyddadklient.Skapa(adress, tidsgrans, andra, storstaSvar);
}
