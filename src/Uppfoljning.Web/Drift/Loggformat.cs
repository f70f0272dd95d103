using System.Collections;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Web.Drift;

/// <summary>
/// Serverns logg på standard ut: en rad är ett JSON-objekt, eller en rad text. Den bär aldrig uppgifter om personer: av det som ett meddelande har med
/// sig skrivs bara tal, tider, id och de namn som står i listan här, och av ett fel dess typ, nummer och var i koden det hände. Ett nytt meddelande
/// kan alltså inte läcka av misstag; vill man se ett värde läggs namnet till här.
/// </summary>
internal sealed class Loggformat(IOptionsMonitor<Loggformatval> val) : ConsoleFormatter(Namn)
{
    public const string Namn = "uppfoljning";

    /// <summary>Värden som är text och som aldrig kommer från en person: namn ur koden, rutter, lägen.</summary>
    private static readonly HashSet<string> Tillatna = new(StringComparer.OrdinalIgnoreCase)
    {
        "Metod", "Vag", "Kommando", "Begaran", "Jobb", "Driftdel", "Nyckel", "Checksumma", "Driftvarning", "Atgard", "EnvName", "address",
        "Fil", "Undan", "Mapp", "JobKey", "SchedulerName", "InstanceId", "FriendlyName",
    };

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var (mall, varden) = Delar(logEntry.State);
        // Without a template the text is finished, and what is in it cannot be known.
        mall ??= $"({logEntry.Category} {logEntry.EventId.Id})";
        var spar = Activity.Current?.TraceId.ToHexString();
        if (val.CurrentValue.Json)
        {
            SkrivJson(textWriter, logEntry.LogLevel, logEntry.Category, logEntry.EventId.Id, mall, varden, spar, logEntry.Exception);
        }
        else
        {
            textWriter.Write(string.Create(CultureInfo.InvariantCulture, $"{val.CurrentValue.Clock.GetUtcNow():yyyy-MM-dd HH:mm:ss.fff}Z {Niva(logEntry.LogLevel),-7} {logEntry.Category}: {Ifylld(mall, varden)}"));
            if (spar is not null) { textWriter.Write($" [{spar}]"); }
            if (logEntry.Exception is { } fel) { textWriter.Write($"\n{Beskriv(fel)}"); }
        }
        textWriter.Write('\n');
    }

    private void SkrivJson(TextWriter ut, LogLevel niva, string kalla, int handelse, string mall, List<(string Namn, string Varde)> varden, string? spar, Exception? fel)
    {
        using var buffert = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffert, Json))
        {
            json.WriteStartObject();
            json.WriteString("tid", val.CurrentValue.Clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteString("niva", Niva(niva));
            json.WriteString("kalla", kalla);
            if (handelse != 0) { json.WriteNumber("handelse", handelse); }
            if (spar is not null) { json.WriteString("korrelation", spar); }
            json.WriteString("text", Ifylld(mall, varden));
            if (varden.Count > 0)
            {
                json.WriteStartObject("varden");
                foreach (var (namn, varde) in varden.DistinctBy(v => v.Namn)) { json.WriteString(namn, varde); }
                json.WriteEndObject();
            }
            if (fel is not null) { json.WriteString("fel", Beskriv(fel)); }
            json.WriteEndObject();
        }
        ut.Write(Encoding.UTF8.GetString(buffert.GetBuffer(), 0, (int)buffert.Length));
    }

    private static (string? Mall, List<(string Namn, string Varde)> Varden) Delar<TState>(TState state)
    {
        string? mall = null;
        var varden = new List<(string, string)>();
        if (state is IReadOnlyList<KeyValuePair<string, object?>> delar)
        {
            foreach (var (namn, varde) in delar)
            {
                if (namn == "{OriginalFormat}") { mall = varde as string; }
                else if (Skrivs(namn, varde) is { } text) { varden.Add((namn, text)); }
            }
        }
        return (mall, varden);
    }

    private static string? Skrivs(string namn, object? varde) => varde switch
    {
        null => null,
        bool or byte or short or int or long or uint or ulong or float or double or decimal => Convert.ToString(varde, CultureInfo.InvariantCulture),
        Guid or DateTimeOffset or DateTime or DateOnly or TimeSpan or Enum => Convert.ToString(varde, CultureInfo.InvariantCulture),
        IEnumerable and not string => null,
        _ => Tillatna.Contains(namn) ? Convert.ToString(varde, CultureInfo.InvariantCulture)?.ReplaceLineEndings(" ") : null,
    };

    /// <summary>Mallen med de värden som får skrivas; de andra står kvar som sina namn.</summary>
    private static string Ifylld(string mall, List<(string Namn, string Varde)> varden)
    {
        foreach (var (namn, varde) in varden) { mall = mall.Replace($"{{{namn}}}", varde, StringComparison.Ordinal); }
        return mall.ReplaceLineEndings(" ");
    }

    /// <summary>
    /// Felets typ och var det hände, ända in. Dess text skrivs bara när den är vår egen eller operativsystemets om en fil eller ett nät, som inte har
    /// något ur en begäran; för databasens fel skrivs numret, för deras text kan innehålla raden.
    /// </summary>
    internal static string Beskriv(Exception fel)
    {
        var text = new StringBuilder();
        for (var e = fel; e is not null; e = e.InnerException)
        {
            if (text.Length > 0) { text.Append("\n--- ").Append("orsak: "); }
            text.Append(e.GetType().FullName);
            if (e is DbException databas) { text.Append(CultureInfo.InvariantCulture, $" (nummer {Nummer(databas)})"); }
            // A bad request is an IOException too, and quotes what was sent.
            if (e is DriftException or (IOException and not BadHttpRequestException) or UnauthorizedAccessException or System.Net.Sockets.SocketException) { text.Append(": ").Append(e.Message); }
            if (e.StackTrace is { } spar) { text.Append('\n').Append(spar); }
        }
        return text.ToString();
    }

    private static int Nummer(DbException fel)
    {
        // SqlException.Number and SqliteException.SqliteErrorCode, neither of which is known here.
        var egenskap = fel.GetType().GetProperty("Number") ?? fel.GetType().GetProperty("SqliteExtendedErrorCode");
        return egenskap?.GetValue(fel) is int nummer ? nummer : fel.ErrorCode;
    }

    private static string Niva(LogLevel niva) => niva switch
    {
        LogLevel.Trace => "spår",
        LogLevel.Debug => "detalj",
        LogLevel.Information => "info",
        LogLevel.Warning => "varning",
        LogLevel.Error => "fel",
        _ => "kritisk",
    };
}

internal sealed class Loggformatval : ConsoleFormatterOptions
{
    public bool Json { get; set; }

    public TimeProvider Clock { get; set; } = TimeProvider.System;
}

internal static class Loggval
{
    /// <summary>I utvecklingsmiljö den vanliga konsolen, om inget annat är sagt; annars husets format, som JSON.</summary>
    public static void AddLoggformat(this WebApplicationBuilder builder)
    {
        var format = builder.Configuration["Loggning:Format"];
        if (string.IsNullOrEmpty(format) && builder.Environment.IsDevelopment()) { return; }
        builder.Logging.AddConsoleFormatter<Loggformat, Loggformatval>(val => val.Json = format != "text");
        // After what systemd asks for, which would show messages as they are.
        builder.Services.PostConfigure<ConsoleLoggerOptions>(options => options.FormatterName = Loggformat.Namn);
    }
}
