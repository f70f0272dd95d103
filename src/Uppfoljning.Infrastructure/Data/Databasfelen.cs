using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Data;

/// <summary>Vad ett fel från någon av databaserna beror på, för den som inte har databasen till hands: starten och schemaläggaren.</summary>
public static class Databasfelen
{
    public static Databasfel Av(DbException fel) => fel switch
    {
        SqliteException sqlite => SqliteDatabase.Av(sqlite),
        SqlException sqlServer => SqlServerDatabase.Av(sqlServer),
        _ => Databasfel.Annat,
    };
}
