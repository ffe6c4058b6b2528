using Tokenhouse.Protocol;
using Tokenhouse.Server.Activity;
using Tokenhouse.Server.Dialects;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// Where everything ends that is no protocol outcome: exceptions become <c>server_error</c> with a correlation id, and empty
/// refusals of the framework get a body. All in the shape of the dialect that owns the path.
/// </summary>
internal sealed partial class Failures(RequestDelegate next, ILogger<Failures> log)
{
    private const int ClientClosedRequest = 499;

    public async Task Invoke(HttpContext http)
    {
        try
        {
            await next(http);
            if (!http.Response.HasStarted && http.Response.ContentLength is null && Refusal(http.Response) is { } refusal)
                Answer(http, refusal);
        }
        catch (BadHttpRequestException exception)
        {
            Answer(http, OAuthError.Unreadable(exception.StatusCode));
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = ClientClosedRequest; // nobody is listening any more
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            Failed(log, http.TraceIdentifier, exception);
            var error = OAuthError.ServerError(http.TraceIdentifier);
            if (http.Features.Get<Site>() is { } site)
                http.RequestServices.GetRequiredService<EventLog>().Refuse(http, site, AllDialects.Owning(http.Request.Path), error);
            Answer(http, error);
        }
    }

    private static OAuthError? Refusal(HttpResponse response) =>
        response.StatusCode switch
        {
            StatusCodes.Status404NotFound => OAuthError.NotFound(),
            StatusCodes.Status405MethodNotAllowed => OAuthError.MethodNotAllowed(response.Headers.Allow.ToString()),
            _ => null,
        };

    private static void Answer(HttpContext http, OAuthError error)
    {
        var site = http.Features.Get<Site>();
        Wire.WriteFailure(http, site, AllDialects.Owning(http.Request.Path), error);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {CorrelationId} failed.")]
    private static partial void Failed(ILogger log, string correlationId, Exception exception);
}
