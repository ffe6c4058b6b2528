using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// The logs of the process, without the framework's line for each request: it holds the whole URL, into which careless clients put
/// secrets. The lines with the sealed keys of the key ring are left out too. No configured level brings them back.
/// </summary>
internal sealed class DiscreetLogs(IEnumerable<ILoggerProvider> providers, IOptionsMonitor<LoggerFilterOptions> filter) : ILoggerFactory
{
    private const string LogsWholeUrls = "Microsoft.AspNetCore.Hosting.Diagnostics";
    private const string LogsSealedKeys = "Microsoft.AspNetCore.DataProtection.EntityFrameworkCore.EntityFrameworkCoreXmlRepository";

    private readonly LoggerFactory logs = new(providers, filter);

    public ILogger CreateLogger(string categoryName) =>
        categoryName is LogsWholeUrls or LogsSealedKeys ? NullLogger.Instance : logs.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => logs.AddProvider(provider);

    public void Dispose() => logs.Dispose();
}
