using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// The logs of the process, without the framework's line for each request: it holds the whole URL, into which careless clients put
/// secrets. No configured level brings it back.
/// </summary>
internal sealed class DiscreetLogs(IEnumerable<ILoggerProvider> providers, IOptionsMonitor<LoggerFilterOptions> filter) : ILoggerFactory
{
    private const string LogsWholeUrls = "Microsoft.AspNetCore.Hosting.Diagnostics";

    private readonly LoggerFactory logs = new(providers, filter);

    public ILogger CreateLogger(string categoryName) =>
        categoryName == LogsWholeUrls ? NullLogger.Instance : logs.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => logs.AddProvider(provider);

    public void Dispose() => logs.Dispose();
}
