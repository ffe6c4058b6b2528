// Lists the credentials of a tenant, rotates the secret of one, and gets a token with it: by the clients that kiota generates.
using System.Text.Json;
using ApiClients.Hub;
using ApiClients.Hub.Models;
using ApiClients.OAuth;
using ApiClients.OAuth.Models;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

var (login, hub, tenant, client, secret) = (args[0], args[1], args[2], args[3], args[4]);
var protocol = new OAuthClient(new HttpClientRequestAdapter(new AnonymousAuthenticationProvider()) { BaseUrl = login });

var first = await Token(secret);
var api = new HubClient(new HttpClientRequestAdapter(new Bearer(first.AccessToken!)) { BaseUrl = hub });
var credentials = api.Api.V1.Tenants[tenant].Credentials;
var list = await credentials.GetAsync(request => request.QueryParameters.Environment = "LIVE");

var one = credentials["LIVE"][client];
var old = (await one.GetAsync())!.Secrets!.Where(entry => entry.State == SecretState.Live).ToList();
var made = (await one.Secrets.PostAsync(new AddSecretInput { Days = 30 }))!;
var second = await Token(made.Secret!);
foreach (var entry in old)
    await one.Secrets[entry.Id!.Value].DeleteAsync();

string? refused = null;
try
{
    await Token(secret);
}
catch (Error error)
{
    refused = error.ErrorProp?.ToString().ToLowerInvariant();
}
ProblemDetails? problem = null;
try
{
    await one.Secrets.PostAsync(new AddSecretInput { Days = 7 });
}
catch (ProblemDetails thrown)
{
    problem = thrown;
}
Console.WriteLine(
    JsonSerializer.Serialize(
        new
        {
            listed = list!.Items!.Select(row => row.Id),
            lifetime = second.ExpiresIn,
            days = (int)Math.Round((made.ExpiresAt!.Value - DateTimeOffset.UtcNow).TotalDays),
            refused,
            problem = problem?.Code,
            fields = problem?.Fields?.AdditionalData.Keys,
            secret = made.Secret,
        }
    )
);

async Task<TokenResponse> Token(string value) =>
    (
        await protocol.Connect.Token.PostAsync(
            new TokenRequest
            {
                GrantType = TokenRequest_grant_type.Client_credentials,
                ClientId = client,
                ClientSecret = value,
            }
        )
    )!;

// Kiota's own providers accept https only.
internal sealed class Bearer(string token) : IAuthenticationProvider
{
    public Task AuthenticateRequestAsync(
        RequestInformation request,
        Dictionary<string, object>? additionalAuthenticationContext = null,
        CancellationToken cancellationToken = default
    )
    {
        request.Headers.TryAdd("Authorization", $"Bearer {token}");
        return Task.CompletedTask;
    }
}
