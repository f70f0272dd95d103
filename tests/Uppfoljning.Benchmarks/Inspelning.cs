using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Dapper;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Benchmarks;

/// <summary>En databas som minns varje sats och dess värden, för att kunna köra om dem utanför pipelinen.</summary>
internal sealed class Inspelning(IDatabase inre) : IDatabase
{
    private readonly List<(string, DynamicParameters)> _fragor = [];

    public IReadOnlyList<(string Sql, DynamicParameters Varden)> Fragor => _fragor;

    public string Namn => inre.Namn;

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => new Anslutning(await inre.OpenAsync(cancellationToken), this);

    public ValueTask<IDisposable?> WriterTurnAsync(CancellationToken cancellationToken) => inre.WriterTurnAsync(cancellationToken);

    public string Text(string sql) => inre.Text(sql);

    public bool IsUniqueViolation(DbException exception) => inre.IsUniqueViolation(exception);

    public bool IsForeignKeyViolation(DbException exception) => inre.IsForeignKeyViolation(exception);

    public bool IsTransient(DbException exception) => inre.IsTransient(exception);

    public Task<Databasgranskning> GranskaAsync(CancellationToken cancellationToken) => inre.GranskaAsync(cancellationToken);
    public Task RullaTillbakaAsync(DbTransaction transaction) => inre.RullaTillbakaAsync(transaction);

    public Databasfel Fel(DbException exception) => inre.Fel(exception);

    private void Minns(DbCommand command)
    {
        var varden = new DynamicParameters();
        foreach (DbParameter p in command.Parameters) { varden.Add(p.ParameterName, p.Value, p.DbType); }
        _fragor.Add((command.CommandText, varden));
    }

    private sealed class Anslutning(DbConnection inre, Inspelning inspelning) : DbConnection
    {
        [AllowNull]
        public override string ConnectionString { get => inre.ConnectionString; set => inre.ConnectionString = value; }

        public override string Database => inre.Database;

        public override string DataSource => inre.DataSource;

        public override string ServerVersion => inre.ServerVersion;

        public override ConnectionState State => inre.State;

        public override void ChangeDatabase(string databaseName) => inre.ChangeDatabase(databaseName);

        public override void Close() => inre.Close();

        public override void Open() => inre.Open();

        protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => inre.BeginTransaction(isolationLevel);

        protected override DbCommand CreateDbCommand() => new Kommando(inre.CreateCommand(), inspelning);

        protected override void Dispose(bool disposing)
        {
            if (disposing) { inre.Dispose(); }
            base.Dispose(disposing);
        }
    }

    [SuppressMessage("Security", "CA2100", Justification = "The text is the product's own and is passed on unchanged.")]
    private sealed class Kommando(DbCommand inre, Inspelning inspelning) : DbCommand
    {
        [AllowNull]
        public override string CommandText { get => inre.CommandText; set => inre.CommandText = value; }

        public override int CommandTimeout { get => inre.CommandTimeout; set => inre.CommandTimeout = value; }

        public override CommandType CommandType { get => inre.CommandType; set => inre.CommandType = value; }

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get => inre.UpdatedRowSource; set => inre.UpdatedRowSource = value; }

        protected override DbConnection? DbConnection { get; set; }

        protected override DbParameterCollection DbParameterCollection => inre.Parameters;

        protected override DbTransaction? DbTransaction { get => inre.Transaction; set => inre.Transaction = value; }

        public override void Cancel() => inre.Cancel();

        public override int ExecuteNonQuery() => inre.ExecuteNonQuery();

        public override object? ExecuteScalar() => inre.ExecuteScalar();

        public override void Prepare() => inre.Prepare();

        protected override DbParameter CreateDbParameter() => inre.CreateParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
        {
            inspelning.Minns(inre);
            return inre.ExecuteReader(behavior);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) { inre.Dispose(); }
            base.Dispose(disposing);
        }
    }
}
