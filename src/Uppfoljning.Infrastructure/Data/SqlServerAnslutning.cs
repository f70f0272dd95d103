using Microsoft.Data.SqlClient;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Data;

/// <summary>Anslutningen till SQL Server, med det som är säkert när inget annat är sagt.</summary>
/// <param name="Text">Anslutningssträngen som används.</param>
/// <param name="Varningar">Vad i den som bör ändras.</param>
internal sealed record SqlServerAnslutning(string Text, IReadOnlyList<string> Varningar)
{
    /// <exception cref="DriftException">Strängen går inte att läsa. Texten upprepar inte strängen, som kan ha ett lösenord.</exception>
    public static SqlServerAnslutning Las(string anslutning)
    {
        SqlConnectionStringBuilder b;
        try
        {
            b = new SqlConnectionStringBuilder(anslutning);
        }
        catch (Exception fel) when (fel is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new DriftException("Inställningen Databas:Anslutning går inte att läsa som en anslutning till SQL Server. Den ska se ut som Server=sql01;Database=Uppfoljning;Integrated Security=true.");
        }
        if (b.DataSource.Length == 0) { throw new DriftException("Inställningen Databas:Anslutning säger inte vilken server (Server=)."); }

        if (!b.ShouldSerialize("Encrypt")) { b.Encrypt = SqlConnectionEncryptOption.Mandatory; }
        if (!b.ShouldSerialize("Application Name")) { b.ApplicationName = "Uppfoljning"; }
        // A connection that was cut while idle, as in a failover, is opened again before the statement is sent.
        if (!b.ShouldSerialize("Connect Retry Count")) { b.ConnectRetryCount = 3; }
        if (!b.ShouldSerialize("Connect Retry Interval")) { b.ConnectRetryInterval = 2; }

        var varningar = new List<string>();
        if (b.Encrypt == SqlConnectionEncryptOption.Optional)
        {
            varningar.Add("Anslutningen till SQL Server är inte krypterad (Encrypt är av). Lösenord och uppgifter går i klartext på nätet.");
        }
        if (b.TrustServerCertificate)
        {
            varningar.Add("Serverns certifikat prövas inte (TrustServerCertificate är på). Någon på nätet kan ge sig ut för att vara servern. Installera ett certifikat som webbservern litar på och ta bort det.");
        }
        if (string.Equals(b.UserID, "sa", StringComparison.OrdinalIgnoreCase))
        {
            varningar.Add("Programmet ansluter som sa. Använd en egen inloggning med bara de rättigheter som behövs (db/sqlserver/0000_databas.sql).");
        }
        return new(b.ConnectionString, varningar);
    }
}
