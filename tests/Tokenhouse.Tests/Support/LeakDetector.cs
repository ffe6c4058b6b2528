using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tokenhouse.Tests.Support;

/// <summary>Everywhere that something may have been written which should not: what is logged, what is sent to operators, what is stored.</summary>
public static class LeakDetector
{
    /// <summary>A house whose logs are kept at every level, and whose traces and metrics are collected.</summary>
    public static TestServerOptions Overheard(this TestServerOptions plan, OtlpCollector collector, CapturedLogs logs) =>
        plan with
        {
            Settings =
            [
                "--OTEL_EXPORTER_OTLP_ENDPOINT",
                collector.Endpoint,
                "--OTEL_EXPORTER_OTLP_PROTOCOL",
                "http/protobuf",
                "--OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION",
                "true", // the worst that an operator can ask for
            ],
            Services = services =>
                services
                    .AddSingleton<ILoggerProvider>(logs)
                    .Configure<LoggerFilterOptions>(filter =>
                    {
                        filter.MinLevel = LogLevel.Trace;
                        foreach (var category in (string[])["Default", "Microsoft", "System", "Npgsql", "Tokenhouse"])
                            filter.AddFilter(category, LogLevel.Trace);
                        filter.AddFilter<CapturedLogs>(level => level >= LogLevel.Trace);
                        filter.AddFilter<CapturedLogs>("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Trace);
                    }),
        };

    /// <summary>Every value of every table as text.</summary>
    public static async Task<string> Dump(this TestServer server, string datacentre = "dc2")
    {
        var text = new StringBuilder();
        await using var db = server.Db(datacentre);
        await db.Database.OpenConnectionAsync();
        foreach (var table in db.Model.GetEntityTypes().Select(type => type.GetTableName()).Distinct())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                for (var column = 0; column < reader.FieldCount; column++)
                    text.Append(CultureInfo.InvariantCulture, $"{Value(reader.GetValue(column))}\n");
        }
        return text.ToString();
    }

    private static string Value(object value) =>
        value switch
        {
            byte[] bytes => Encoding.Latin1.GetString(bytes),
            string[] list => string.Join(' ', list),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
}
