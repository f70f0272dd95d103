using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Drift;

/// <summary>Var databasen säger nej.</summary>
public enum Felpunkt
{
    Oppning,
    Borjan,
    Sats,

    /// <summary>COMMIT skickas aldrig.</summary>
    ForeCommit,

    /// <summary>COMMIT går igenom men svaret kommer inte fram.</summary>
    EfterCommit,
}

/// <summary>Den riktiga databasen, som faller med ett tillfälligt fel där testet säger, så många gånger som det säger.</summary>
internal sealed class Feldatabas(IDatabase inre) : IDatabase
{
    private readonly Lock _las = new();
    private readonly Dictionary<Felpunkt, int> _antal = [];
    private (Felpunkt Punkt, int Nr, int Ganger)? _fel;

    /// <summary>Hur många gånger den har fallit sedan <see cref="Fall"/>.</summary>
    public int Fallit { get; private set; }

    /// <summary>Görs en gång, när den faller.</summary>
    public Action? EfterFall { get; set; }

    public string Namn => inre.Namn;

    /// <summary>Faller vid punkten, den <paramref name="nr"/>:e gången den nås från nu, och de följande <paramref name="ganger"/> − 1.</summary>
    public void Fall(Felpunkt punkt, int nr, int ganger = 1)
    {
        lock (_las)
        {
            _antal.Clear();
            (_fel, Fallit) = ((punkt, nr, ganger), 0);
        }
    }

    public void Lugn() => _fel = null;

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        Na(Felpunkt.Oppning);
        return new Anslutning(await inre.OpenAsync(cancellationToken), this);
    }

    public ValueTask<IDisposable?> WriterTurnAsync(CancellationToken cancellationToken) => inre.WriterTurnAsync(cancellationToken);

    public string Text(string sql) => inre.Text(sql);

    public bool IsUniqueViolation(DbException exception) => inre.IsUniqueViolation(exception);

    public bool IsForeignKeyViolation(DbException exception) => inre.IsForeignKeyViolation(exception);

    public Task RullaTillbakaAsync(DbTransaction transaction) => inre.RullaTillbakaAsync(transaction is Transaktion egen ? egen.Inre : transaction);

    public Databasfel Fel(DbException exception) => inre.Fel(exception);

    public bool IsTransient(DbException exception) => inre.IsTransient(exception);

    public Task<Databasgranskning> GranskaAsync(CancellationToken cancellationToken) => inre.GranskaAsync(cancellationToken);

    private void Na(Felpunkt punkt)
    {
        lock (_las)
        {
            var nr = _antal[punkt] = _antal.GetValueOrDefault(punkt) + 1;
            if (_fel is not { } fel || fel.Punkt != punkt || nr < fel.Nr || nr >= fel.Nr + fel.Ganger) { return; }
            Fallit++;
            var efter = EfterFall;
            EfterFall = null;
            efter?.Invoke();
        }
        throw new SqliteException($"Provfel vid {punkt}.", 5);
    }

    private sealed class Anslutning(DbConnection inre, Feldatabas databas) : DbConnection
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

        protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
        {
            databas.Na(Felpunkt.Borjan);
            return new Transaktion(inre.BeginTransaction(isolationLevel), this, databas);
        }

        protected override DbCommand CreateDbCommand() => new Kommando(inre.CreateCommand(), databas);

        protected override void Dispose(bool disposing)
        {
            if (disposing) { inre.Dispose(); }
            base.Dispose(disposing);
        }
    }

    private sealed class Transaktion(DbTransaction inre, DbConnection anslutning, Feldatabas databas) : DbTransaction
    {
        public DbTransaction Inre => inre;

        public override IsolationLevel IsolationLevel => inre.IsolationLevel;

        protected override DbConnection DbConnection => anslutning;

        public override void Commit()
        {
            databas.Na(Felpunkt.ForeCommit);
            inre.Commit();
            databas.Na(Felpunkt.EfterCommit);
        }

        public override void Rollback() => inre.Rollback();

        protected override void Dispose(bool disposing)
        {
            if (disposing) { inre.Dispose(); }
            base.Dispose(disposing);
        }
    }

    [SuppressMessage("Security", "CA2100", Justification = "The text is the product's own and is passed on unchanged.")]
    private sealed class Kommando(DbCommand inre, Feldatabas databas) : DbCommand
    {
        private DbTransaction? _transaktion;

        [AllowNull]
        public override string CommandText { get => inre.CommandText; set => inre.CommandText = value; }

        public override int CommandTimeout { get => inre.CommandTimeout; set => inre.CommandTimeout = value; }

        public override CommandType CommandType { get => inre.CommandType; set => inre.CommandType = value; }

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get => inre.UpdatedRowSource; set => inre.UpdatedRowSource = value; }

        protected override DbConnection? DbConnection { get; set; }

        protected override DbParameterCollection DbParameterCollection => inre.Parameters;

        protected override DbTransaction? DbTransaction
        {
            get => _transaktion;
            set
            {
                _transaktion = value;
                inre.Transaction = (value as Transaktion)?.Inre ?? value;
            }
        }

        public override void Cancel() => inre.Cancel();

        public override int ExecuteNonQuery()
        {
            databas.Na(Felpunkt.Sats);
            return inre.ExecuteNonQuery();
        }

        public override object? ExecuteScalar()
        {
            databas.Na(Felpunkt.Sats);
            return inre.ExecuteScalar();
        }

        public override void Prepare() => inre.Prepare();

        protected override DbParameter CreateDbParameter() => inre.CreateParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
        {
            databas.Na(Felpunkt.Sats);
            return inre.ExecuteReader(behavior);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) { inre.Dispose(); }
            base.Dispose(disposing);
        }
    }
}
