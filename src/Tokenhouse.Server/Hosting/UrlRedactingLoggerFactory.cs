using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// The process's logs, without the framework's line for each request, which contains the whole URL: careless clients put
/// secrets into it. Lines with the sealed keys of the key ring are omitted too. No configured log level enables them.
/// </summary>
internal sealed class UrlRedactingLoggerFactory(IEnumerable<ILoggerProvider> providers, IOptionsMonitor<LoggerFilterOptions> filter)
    : ILoggerFactory
{
    private const string LogsWholeUrls = "Microsoft.AspNetCore.Hosting.Diagnostics";
    private const string LogsSealedKeys = "Microsoft.AspNetCore.DataProtection.EntityFrameworkCore.EntityFrameworkCoreXmlRepository";

    private readonly LoggerFactory logs = new(providers, filter);

    public ILogger CreateLogger(string categoryName) =>
        categoryName is LogsWholeUrls or LogsSealedKeys ? NullLogger.Instance : logs.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => logs.AddProvider(provider);

    public void Dispose() => logs.Dispose();
}
