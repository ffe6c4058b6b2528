using System.Net;

namespace Tokenhouse.AspNetCore.Transport;

/// <summary>Calls the authorization server, bounded in time and size, without following redirects.</summary>
internal sealed class Backchannel(TokenhouseOptions options, TimeProvider clock) : IDisposable
{
    private readonly HttpClient http = new(
        options.BackchannelHttpHandler ?? Handler(),
        disposeHandler: options.BackchannelHttpHandler is null
    )
    {
        Timeout = Timeout.InfiniteTimeSpan, // each call has its own
    };

    /// <param name="request">What to send.</param>
    /// <param name="limit">The maximum size of a response in bytes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="HttpRequestException">The server can't be reached, or takes too long.</exception>
    /// <exception cref="InvalidAuthorityResponseException">The response is too long, or from another address.</exception>
    public async Task<BackchannelResponse> SendAsync(HttpRequestMessage request, int limit, CancellationToken cancellationToken = default)
    {
        var asked = request.RequestUri!;
        using var timeout = new CancellationTokenSource(options.BackchannelTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.RequestMessage?.RequestUri is { } answered && answered != asked)
                throw new InvalidAuthorityResponseException($"{asked} redirects. Redirects aren't followed.");
            return new(asked, response.StatusCode, ETag(response), await ReadAsync(response, limit, either.Token));
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"{asked} didn't answer within {options.BackchannelTimeout.TotalSeconds:0.#} s.", exception);
        }
        // The API's own handler may have its own timeouts and decoders. Neither may stop the polling of the authority.
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"The request to {asked} was cancelled.", exception);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new HttpRequestException($"The response of {asked} was interrupted.", exception);
        }
    }

    public void Dispose() => http.Dispose();

    private static SocketsHttpHandler Handler() =>
        new()
        {
            AllowAutoRedirect = false, // credentials and tokens must not follow a redirect
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // so that a changed DNS name is resolved again
        };

    private static string? ETag(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("ETag", out var values) ? values.ToString() : null;

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        if (response.StatusCode is not HttpStatusCode.OK)
            return default; // only its status is useful
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var part = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(part, cancellationToken)) > 0)
        {
            if (body.Length + read > limit)
                throw new InvalidAuthorityResponseException(
                    $"{response.RequestMessage?.RequestUri} answered with more than {limit} bytes."
                );
            body.Write(part, 0, read);
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
