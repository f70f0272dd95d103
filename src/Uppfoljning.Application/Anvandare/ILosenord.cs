namespace Uppfoljning.Application.Anvandare;

/// <summary>Gör och prövar lösenordssummor. Själva lösenordet lämnar aldrig anropet.</summary>
public interface ILosenord
{
    string Summa(string losenord);
}
