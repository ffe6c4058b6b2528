using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Tokenhouse.Client.Transport;

/// <summary>Sends one request to the authority, bounded in time and size, and turns every bad answer into one of two exceptions.</summary>
internal sealed partial class TokenEndpoint(
    IHttpClientFactory factory,
    ClientSecretReader secrets,
    TimeProvider clock,
    ILogger<TokenEndpoint> logger
)
{
    private const int LongestBody = 256 * 1024;
    private const string CorrelationHeader = "X-Correlation-Id";

    public static string HttpClientName(string clientName) => "Tokenhouse.Client." + clientName;

    /// <exception cref="TokenRefusedException">The authority refuses.</exception>
    /// <exception cref="TokenUnavailableException">It doesn't answer, or not with a token.</exception>
    public async Task<TokenResponse> RequestAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        var body = await SendAsync(request, cancellationToken);
        return TokenResponse.Read(body)
            ?? throw new TokenUnavailableException(request.ClientName, $"{request.Address} answered something that isn't a token.");
    }

    /// <summary>Ends a token (RFC 7009). Success is an empty answer.</summary>
    public Task RevokeAsync(TokenRequest request, CancellationToken cancellationToken) => SendAsync(request, cancellationToken);

    private async Task<ReadOnlyMemory<byte>> SendAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        var secret = request.Options.IsPublic ? null : await secrets.ReadAsync(request.Options, cancellationToken);
        using var activity = TokenhouseClientTelemetry.Source.StartActivity("token request", ActivityKind.Client);
        activity?.SetTag("tokenhouse.client", request.ClientName).SetTag("url.full", request.Address.ToString());
        var began = clock.GetTimestamp();
        var outcome = "unavailable";
        try
        {
            var body = await ExchangeAsync(request, secret, cancellationToken);
            outcome = "success";
            return body;
        }
        catch (TokenRefusedException refusal)
        {
            outcome = "refused";
            activity
                ?.SetTag("error.type", refusal.Error)
                .SetTag("tokenhouse.correlation_id", refusal.CorrelationId)
                .SetStatus(ActivityStatusCode.Error, refusal.Message);
            throw;
        }
        catch (TokenUnavailableException failure)
        {
            activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
            throw;
        }
        finally
        {
            var elapsed = clock.GetElapsedTime(began);
            TokenhouseClientTelemetry.RequestDuration.Record(
                elapsed.TotalSeconds,
                new("client", request.ClientName),
                new KeyValuePair<string, object?>("outcome", outcome)
            );
            Requested(request.ClientName, request.Address, outcome, (long)elapsed.TotalMilliseconds);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ExchangeAsync(TokenRequest request, string? secret, CancellationToken cancellationToken)
    {
        var limit = request.Timeout is { } own && own < request.Options.Timeout ? own : request.Options.Timeout;
        using var timeout = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var http = factory.CreateClient(HttpClientName(request.ClientName));
            using var message = request.WithSecret(secret);
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await ReadAsync(response, either.Token);
            return Accepted(request, response, body);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TokenUnavailableException(
                request.ClientName,
                $"{request.Address} didn't answer within {limit.TotalSeconds:0.#} s.",
                exception
            );
        }
        catch (HttpRequestException exception) when (exception is not TokenUnavailableException)
        {
            throw new TokenUnavailableException(request.ClientName, $"{request.Address} can't be reached: {exception.Message}", exception)
            {
                MayHaveBeenCarriedOut =
                    exception.HttpRequestError
                        is not (
                            HttpRequestError.ConnectionError
                            or HttpRequestError.NameResolutionError
                            or HttpRequestError.SecureConnectionError
                        ),
            };
        }
        catch (IOException exception)
        {
            throw new TokenUnavailableException(request.ClientName, $"The answer of {request.Address} was interrupted.", exception);
        }
    }

    private ReadOnlyMemory<byte> Accepted(TokenRequest request, HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        var status = response.StatusCode;
        if (status is HttpStatusCode.OK)
            return body;
        var correlationId = response.Headers.TryGetValues(CorrelationHeader, out var values) ? values.FirstOrDefault() : null;
        if (status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500)
            throw new TokenUnavailableException(request.ClientName, $"{request.Address} answered with status {(int)status}.")
            {
                RetryAfter = RetryAfter(response),
                MayHaveBeenCarriedOut = status is not HttpStatusCode.TooManyRequests,
            };
        if ((int)status is >= 300 and < 400)
            throw new TokenRefusedException(
                request.ClientName,
                "redirect",
                $"{request.Address} answered with a redirect. Secrets don't follow redirects: check that Authority is right."
            )
            {
                StatusCode = status,
            };
        throw Refusal.Of(request, status, correlationId, body);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => null,
        };

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var part = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(part, cancellationToken)) > 0)
        {
            if (body.Length + read > LongestBody)
                throw new IOException("The answer is too long.");
            body.Write(part, 0, read);
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    [LoggerMessage(1, LogLevel.Debug, "Token request of '{Client}' to {Address}: {Outcome}, {Milliseconds} ms.")]
    private partial void Requested(string client, Uri address, string outcome, long milliseconds);
}
