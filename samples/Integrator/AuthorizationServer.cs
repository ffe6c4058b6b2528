using System.Net.Http.Headers;
using System.Text;

namespace Integrator;

/// <summary>Direct calls to the authorization server, not through the browser.</summary>
public sealed class AuthorizationServer(HttpClient http, Settings settings)
{
    /// <summary>Checks that the server is reachable and has the expected issuer (RFC 8414, 3.3), before a browser is redirected to it.</summary>
    public async Task Find()
    {
        using var response = await http.GetAsync(new Uri(settings.Authority + "/.well-known/oauth-authorization-server"));
        var reply = await Reply.Read(response);
        if (reply["issuer"] != settings.Authority)
            throw new UnusableException($"No authorization server found at {settings.Authority}, or its issuer differs.");
    }

    /// <summary>Exchanges a code for tokens (RFC 6749, 4.1.3), within a minute and once.</summary>
    public Task<Reply> Exchange(SignIn signIn, string code) =>
        Post(
            signIn.Client,
            signIn.Dialect.Token,
            [
                new("grant_type", "authorization_code"),
                new("code", code),
                new("redirect_uri", signIn.Client.RedirectUri),
                new("code_verifier", signIn.Verifier),
            ]
        );

    /// <summary>Gets the next tokens (RFC 6749, 6). Only <see cref="Connections"/> calls it, because there are rules.</summary>
    public Task<Reply> Refresh(Connection connection, CancellationToken cancellationToken) =>
        Post(
            connection.Client,
            connection.Dialect.Token,
            [new("grant_type", "refresh_token"), new("refresh_token", connection.RefreshToken)],
            cancellationToken
        );

    /// <summary>Ends the connection (RFC 7009): revoking the refresh token ends everything created from it.</summary>
    public Task<Reply> Revoke(Connection connection, string endpoint) =>
        Post(connection.Client, endpoint, [new("token", connection.RefreshToken), new("token_type_hint", "refresh_token")]);

    /// <summary>Whether an access token is active (RFC 7662).</summary>
    public Task<Reply> Introspect(Connection connection) =>
        Post(connection.Client, Dialect.Introspect, [new("token", connection.AccessToken)]);

    /// <summary>Calls an API with the access token in the header (RFC 6750, 2.1).</summary>
    public async Task<Reply> Call(string path, string accessToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, settings.Authority + path);
        request.Headers.Authorization = new("Bearer", accessToken);
        using var response = await http.SendAsync(request);
        return await Reply.Read(response);
    }

    private async Task<Reply> Post(
        Client client,
        string path,
        List<KeyValuePair<string, string>> fields,
        CancellationToken cancellationToken = default
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Authority + path);
        if (client.Secret is { } secret)
            request.Headers.Authorization = Basic(client.Id, secret);
        else
            fields.Add(new("client_id", client.Id)); // proves nothing: the code verifier and the rotation do
        request.Content = new FormUrlEncodedContent(fields);
        using var response = await http.SendAsync(request, cancellationToken);
        return await Reply.Read(response);
    }

    // Form-encode ID and secret before joining them (RFC 6749, 2.3.1). Otherwise a ':' or '%' in a secret fails.
    private static AuthenticationHeaderValue Basic(string id, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));
}
