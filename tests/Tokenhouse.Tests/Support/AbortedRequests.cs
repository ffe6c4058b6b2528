using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Tokenhouse.Tests.Support;

/// <summary>Counts the requests whose caller closed the connection, as the server notices it.</summary>
public sealed class AbortedRequests : IStartupFilter
{
    private static readonly AsyncLocal<bool> Current = new();

    private int count;

    /// <summary>Whether this is a request, not background work.</summary>
    public static bool IsRequest => Current.Value;

    public int Count => Volatile.Read(ref count);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                async (http, rest) =>
                {
                    Current.Value = true;
                    await using var registration = http.RequestAborted.Register(() => Interlocked.Increment(ref count));
                    await rest(http);
                }
            );
            next(app);
        };
}
