namespace Uppfoljning.Application.Common;

/// <summary>Vägen ut till en tjänst som står i inställningarna, och bara till den: ingen proxy, inga omdirigeringar, ett största svar.</summary>
public interface IUtklient
{
    /// <summary>En klient för adressen, och för de andra som samma tjänst har.</summary>
    /// <exception cref="DriftException">Adressen är inte https.</exception>
    HttpClient Skapa(Uri adress, TimeSpan tidsgrans, IEnumerable<Uri> andra, int storstaSvar);
}
