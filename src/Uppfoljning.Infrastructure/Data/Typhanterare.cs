using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Uppfoljning.Infrastructure.Data;

/// <summary>Hur id, ögonblick och datum lagras. SQL Server har typerna; SQLite får text som sorterar rätt.</summary>
internal static class Typhanterare
{
    private const string Ogonblick = "yyyy-MM-dd HH:mm:ss.fff+00:00";
    private const string Dag = "yyyy-MM-dd";

    /// <summary>Ska anropas före den första frågan i processen.</summary>
    public static void Registrera()
    {
        SqlMapper.RemoveTypeMap(typeof(Guid));
        SqlMapper.RemoveTypeMap(typeof(Guid?));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.RemoveTypeMap(typeof(DateOnly));
        SqlMapper.RemoveTypeMap(typeof(DateOnly?));
        SqlMapper.AddTypeHandler(new Id());
        SqlMapper.AddTypeHandler(new Tidpunkt());
        SqlMapper.AddTypeHandler(new Datum());
    }

    private sealed class Id : SqlMapper.TypeHandler<Guid>
    {
        public override void SetValue(IDbDataParameter parameter, Guid value)
        {
            if (parameter is SqliteParameter)
            {
                parameter.DbType = DbType.String;
                parameter.Value = value.ToString().ToUpperInvariant();
                return;
            }
            parameter.DbType = DbType.Guid;
            parameter.Value = value;
        }

        public override Guid Parse(object value) => value is Guid guid ? guid : Guid.Parse((string)value);
    }

    private sealed class Tidpunkt : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            var utc = value.ToUniversalTime();
            if (parameter is SqliteParameter)
            {
                parameter.DbType = DbType.String;
                parameter.Value = utc.ToString(Ogonblick, CultureInfo.InvariantCulture);
                return;
            }
            parameter.DbType = DbType.DateTimeOffset;
            parameter.Value = utc;
        }

        public override DateTimeOffset Parse(object value) => value is DateTimeOffset tid
            ? tid
            : DateTimeOffset.ParseExact((string)value, Ogonblick, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }

    private sealed class Datum : SqlMapper.TypeHandler<DateOnly>
    {
        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            if (parameter is SqliteParameter)
            {
                parameter.DbType = DbType.String;
                parameter.Value = value.ToString(Dag, CultureInfo.InvariantCulture);
                return;
            }
            parameter.DbType = DbType.Date;
            parameter.Value = value.ToDateTime(TimeOnly.MinValue);
        }

        public override DateOnly Parse(object value) => value switch
        {
            DateOnly dag => dag,
            DateTime tid => DateOnly.FromDateTime(tid),
            _ => DateOnly.ParseExact((string)value, Dag, CultureInfo.InvariantCulture),
        };
    }
}
