using System.Text.Json;
using Duende.IdentityModel.Client;

namespace Clients;

/// <summary>A machine with Duende.IdentityModel: discovery, a token, introspection, revocation.</summary>
internal static class IdentityModelProgram
{
    public static async Task Run()
    {
        using var http = new HttpClient();
        var server = Checked(await http.GetDiscoveryDocumentAsync(Settings.Issuer));
        var token = Checked(await http.RequestClientCredentialsTokenAsync(Request<ClientCredentialsTokenRequest>(server.TokenEndpoint)));
        var before = Checked(await http.IntrospectTokenAsync(Of<TokenIntrospectionRequest>(server.IntrospectionEndpoint, token)));
        var revocation = Request<TokenRevocationRequest>(server.RevocationEndpoint);
        revocation.Token = token.AccessToken!;
        Checked(await http.RevokeTokenAsync(revocation));
        var after = Checked(await http.IntrospectTokenAsync(Of<TokenIntrospectionRequest>(server.IntrospectionEndpoint, token)));
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    granted = token.Scope,
                    before = before.IsActive,
                    after = after.IsActive,
                }
            )
        );
    }

    private static TokenIntrospectionRequest Of<T>(string? address, TokenResponse token)
    {
        var request = Request<TokenIntrospectionRequest>(address);
        request.Token = token.AccessToken!;
        return request;
    }

    private static T Request<T>(string? address)
        where T : ProtocolRequest, new() =>
        new()
        {
            Address = address,
            ClientId = Settings.ClientId,
            ClientSecret = Settings.ClientSecret,
        };

    private static T Checked<T>(T response)
        where T : ProtocolResponse => response.IsError ? throw new InvalidOperationException(response.Error) : response;
}
