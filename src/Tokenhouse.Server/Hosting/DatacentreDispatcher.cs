using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// The process's only listener. It passes each request to the datacentre that serves its host name; health checks and
/// requests for unknown hosts go to the front application. The code behind it knows only one datacentre.
/// </summary>
internal sealed partial class DatacentreDispatcher(
    IServer kestrel,
    IReadOnlyList<DatacentreHost> datacentres,
    TimeProvider clock,
    ILogger<DatacentreDispatcher> log
) : IServer
{
    public const string CorrelationHeader = "X-Correlation-Id";

    public IFeatureCollection Features => kestrel.Features;

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => kestrel.StartAsync(new Dispatcher(request => Dispatch(request, application)), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => kestrel.StopAsync(cancellationToken);

    public void Dispose() => kestrel.Dispose();

    private async Task Dispatch<TContext>(IFeatureCollection request, IHttpApplication<TContext> front)
        where TContext : notnull
    {
        Name(request);
        var http = request.GetRequiredFeature<IHttpRequestFeature>();
        var isHealth = http.Path.StartsWith(HealthEndpoints.Prefix, StringComparison.Ordinal);
        if (!isHealth && await Find(request, new HostString(http.Headers.Host.ToString()).Host) is { } datacentre)
            await datacentre.Handle(request);
        else
            await InProcessServer.Run(front, request);
    }

    /// <summary>
    /// The datacentre that serves the host; what the host stands for is attached to the request. A datacentre that fails doesn't keep the
    /// others from answering. One that isn't open could serve any host, also if it opens before the response is written.
    /// </summary>
    private async ValueTask<DatacentreHost?> Find(IFeatureCollection request, string host)
    {
        foreach (var datacentre in datacentres)
            try
            {
                if (!datacentre.IsOpen)
                    request.Set<Unanswerable>(new());
                else if (await datacentre.Recognise(host, request))
                    return datacentre;
            }
            catch (Exception exception)
            {
                CannotAsk(log, datacentre.Datacentre.Name, exception);
                request.Set<Unanswerable>(new());
            }
        return null;
    }

    /// <summary>Assigns the correlation ID that the event log, the logs and the caller use.</summary>
    private void Name(IFeatureCollection request)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        request.GetRequiredFeature<IHttpRequestIdentifierFeature>().TraceIdentifier = id;
        request.GetRequiredFeature<IHttpResponseFeature>().Headers[CorrelationHeader] = new StringValues(id);
    }

    private sealed class Dispatcher(Func<IFeatureCollection, Task> dispatch) : IHttpApplication<IFeatureCollection>
    {
        public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

        public Task ProcessRequestAsync(IFeatureCollection context) => dispatch(context);

        public void DisposeContext(IFeatureCollection context, Exception? exception) { }
    }

    /// <summary>Marks a request whose host may belong to a datacentre that couldn't answer.</summary>
    internal sealed record Unanswerable;

    [LoggerMessage(Level = LogLevel.Error, Message = "{Datacentre} can't check whether it serves a host.")]
    private static partial void CannotAsk(ILogger log, string datacentre, Exception exception);
}
