using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Tokenhouse.Core;
using Tokenhouse.Server.AccountPages;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// Turns unhandled exceptions into error responses: <c>server_error</c> with a correlation ID, or
/// <c>temporarily_unavailable</c> if the database couldn't store or read. Empty
/// error responses of the framework get a body. The body has the format of the path's dialect, or RFC 9457 at the Hub.
/// </summary>
internal sealed partial class ExceptionHandlingMiddleware(RequestDelegate next, ILogger<ExceptionHandlingMiddleware> log)
{
    private const int ClientClosedRequest = 499;

    public async Task Invoke(HttpContext http)
    {
        try
        {
            await next(http);
            if (!http.Response.HasStarted && http.Response.ContentLength is null && Refusal(http) is { } refusal)
                await Answer(http, refusal);
        }
        catch (BadHttpRequestException exception)
        {
            await Answer(http, Unreadable(http, exception.StatusCode));
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            if (!http.Response.HasStarted)
                http.Response.StatusCode = ClientClosedRequest; // the client has disconnected
        }
        catch (ServerBusyException) when (!http.Response.HasStarted)
        {
            await Answer(http, OAuthError.TemporarilyUnavailable(), ServerBusyException.Sentence);
        }
        catch (Exception exception) when (exception.IsNoText() && !http.Response.HasStarted)
        {
            await Answer(http, OAuthError.Unreadable(StatusCodes.Status400BadRequest));
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            var error = Failure(http, exception);
            if (http.Features.Get<Site>() is { } site)
            {
                var dialect = DialectCatalogue.Owning(http.Request.Path);
                http.RequestServices.GetRequiredService<EventRecorder>()
                    .Refuse(http, site, dialect, dialect.OperationAt(http.Request.Path), error);
            }
            await Answer(http, error);
        }
    }

    private OAuthError Failure(HttpContext http, Exception exception)
    {
        http.Response.Headers.Remove(HeaderNames.SetCookie); // they would refer to data that wasn't stored
        if (!exception.IsStorage())
        {
            Failed(log, http.TraceIdentifier, exception);
            return OAuthError.ServerError(http.TraceIdentifier);
        }
        NotStored(log, http.TraceIdentifier, exception.Cause(), exception);
        return OAuthError.TemporarilyUnavailable().Because(RefusalKind.Unavailable, $"{new TrustedText(exception.Cause())}");
    }

    private static OAuthError Unreadable(HttpContext http, int status) =>
        status is StatusCodes.Status413PayloadTooLarge
        && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { MaxRequestBodySize: { } limit }
            ? OAuthError.BodyTooLarge((int)limit)
            : OAuthError.Unreadable(status);

    private static OAuthError? Refusal(HttpContext http) =>
        http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => OAuthError.NotFound(),
            StatusCodes.Status405MethodNotAllowed => OAuthError.MethodNotAllowed(http.Response.Headers.Allow.ToString()),
            StatusCodes.Status413PayloadTooLarge or StatusCodes.Status415UnsupportedMediaType => Unreadable(http, http.Response.StatusCode),
            _ => null,
        };

    /// <param name="http">The request.</param>
    /// <param name="error">The error for the caller.</param>
    /// <param name="sentence">A sentence for people, instead of the status's default.</param>
    private static async Task Answer(HttpContext http, OAuthError error, string? sentence = null)
    {
        ProtocolSerializer.WriteRetryAfter(http.Response, error);
        if (http.WantsPage() && (http.IsAtHub() || http.Features.Get<Site>() is not null))
            await Show(http, error, sentence);
        else if (http.IsAtHub())
            await Tell(http, error, sentence);
        else
            ProtocolSerializer.WriteFailure(http, http.Features.Get<Site>(), DialectCatalogue.Owning(http.Request.Path), error);
    }

    private static Task Show(HttpContext http, OAuthError error, string? sentence) =>
        http.WritePage<MessagePage>(
            error.Status,
            new
            {
                Title = error.Status switch
                {
                    StatusCodes.Status404NotFound => "Page not found",
                    StatusCodes.Status503ServiceUnavailable => "Try again in a few seconds",
                    >= 500 => "Something went wrong on our side",
                    _ => "That didn't work",
                },
                Message = error.Status switch
                {
                    _ when sentence is not null => sentence,
                    StatusCodes.Status404NotFound when http.IsAtHub() => Problem.NotFound.Detail,
                    StatusCodes.Status404NotFound => "Check the URL, or go to your account.",
                    StatusCodes.Status503ServiceUnavailable => "We can't save anything at the moment, so nothing was changed. "
                        + "Go back and try again. If that doesn't help, give the operator the number below.",
                    >= 500 => "Try again in a moment. If it keeps happening, give the operator the number below.",
                    _ => "The request couldn't be read. Go back, reload the page, and try again.",
                },
                Detail = http.TraceIdentifier,
                Href = error.Status != StatusCodes.Status404NotFound ? null
                : http.IsAtHub() ? HubHost.StartPath
                : AccountReturnPath.Home,
                Action = http.IsAtHub() ? "Go to the Hub" : "Go to your account",
            }
        );

    private static Task Tell(HttpContext http, OAuthError error, string? sentence)
    {
        http.Response.Headers.CacheControl = "no-store";
        var problem = error.Status switch
        {
            StatusCodes.Status404NotFound => Problem.NotFound,
            StatusCodes.Status503ServiceUnavailable => new(
                error.Status,
                "Try again in a few seconds",
                sentence ?? "The server can't save anything at the moment, so nothing was changed. Try again after the time in Retry-After."
            ),
            >= 500 => new(
                error.Status,
                "Something went wrong on our side",
                "Try again in a moment. If it keeps happening, give the operator the correlation ID."
            ),
            _ => new(error.Status, "That didn't work", error.Description),
        };
        return problem.Answer().ExecuteAsync(http);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {CorrelationId}: {Cause}. The caller was asked to try again.")]
    private static partial void NotStored(ILogger log, string correlationId, string cause, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {CorrelationId} failed.")]
    private static partial void Failed(ILogger log, string correlationId, Exception exception);
}
