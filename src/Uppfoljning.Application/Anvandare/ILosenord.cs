namespace Uppfoljning.Application.Anvandare;

/// <summary>Gör och prövar lösenordssummor. Själva lösenordet lämnar aldrig anropet.</summary>
public interface ILosenord
{
    string Summa(string losenord);

    /// <summary>Prövar lösenordet mot summan. Utan summa tar det lika lång tid och stämmer aldrig.</summary>
    bool Stammer(string? summa, string losenord);

    /// <summary>Om summan är gjord med mindre arbete än en ny, så att den ska göras om när lösenordet nästa gång är känt.</summary>
    bool ArGammal(string summa);
}

/// <summary>Krypterar det som databasen ska ha men inte kunna läsas av den som bara har databasen.</summary>
public interface IForvar
{
    string Las(string hemligt);

    /// <summary>Det hemliga, eller null när det inte går att öppna: nycklarna är bytta eller borta.</summary>
    string? Oppna(string last);
}
