using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Tokenhouse.Client;

/// <summary>Sends an access token with each request, to one origin only, and repeats a request once after a 401.</summary>
internal sealed class AccessTokenHandler(TokenAcquisition tokens, string clientName, Uri api, TokenRequestParameters parameters)
    : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } address || !HasOrigin(address))
            throw new InvalidOperationException(
                $"The tokens of '{clientName}' are sent to {api.GetLeftPart(UriPartial.Authority)} only. Use another HTTP client for other addresses."
            );
        var wanted = request.Options.TryGetValue(TokenRequestParameters.Key, out var own) ? own : parameters;
        var token = await tokens.GetAccessTokenAsync(clientName, wanted, cancellationToken);
        var response = await SendAsync(request, token, cancellationToken);
        if (response.StatusCode is not HttpStatusCode.Unauthorized)
            return response;

        // Also if the request can't be repeated: the next one gets the new token.
        AccessToken fresh;
        try
        {
            fresh = await tokens.ReplaceAsync(clientName, wanted, token.Value, cancellationToken);
        }
        catch
        {
            response.Dispose();
            throw;
        }
        if (fresh.Value == token.Value || !CanBeSentAgain(request.Content))
            return response;
        response.Dispose();
        TokenhouseClientTelemetry.ApiRetries.Add(1, new KeyValuePair<string, object?>("client", clientName));
        return await SendAsync(request, fresh, cancellationToken);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, AccessToken token, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        return base.SendAsync(request, cancellationToken);
    }

    /// <summary>Whether the content is in memory and is written anew each time. Others may be empty the second time, or change.</summary>
    private static bool CanBeSentAgain(HttpContent? content) => content is null or ByteArrayContent or ReadOnlyMemoryContent or JsonContent;

    private bool HasOrigin(Uri address) =>
        Uri.Compare(address, api, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
