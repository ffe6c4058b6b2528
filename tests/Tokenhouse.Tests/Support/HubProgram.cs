using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Tests.Support;

/// <summary>A program that works through the Hub's API: a machine client of a tenant with scopes of the Hub.</summary>
public sealed class HubProgram
{
    public const string Dc2 = "http://hub.dc2.localhost:5080";
    public const long Acme = 218;

    private readonly TestServer server;
    private readonly string token;

    private HubProgram(TestServer server, string id, string token) => (this.server, Id, this.token) = (server, id, token);

    /// <summary>The client's id.</summary>
    public string Id { get; }

    public string Token => token;

    /// <summary>A new client of a tenant of dc2 with a token for the scopes.</summary>
    public static async Task<HubProgram> Of(TestServer server, long tenant, params string[] scopes)
    {
        var id = $"program-{Guid.CreateVersion7():N}";
        var now = server.Clock.GetUtcNow();
        await using (var db = server.Db())
        {
            db.Clients.Add(
                new Client
                {
                    Id = id,
                    TenantId = tenant,
                    Environment = TenantEnvironment.LIVE,
                    Kind = ClientKind.Machine,
                    Name = "A program",
                    Scopes = [.. scopes],
                    CreatedAt = now,
                    Secrets = [Arrange.Secret(id, tenant, TenantEnvironment.LIVE, id + "-secret", now)],
                }
            );
            await db.SaveChangesAsync();
        }
        await server.HearOfChanges();
        var answer = await server.Token(TestServer.Dc2, id, id + "-secret", string.Join(' ', scopes));
        return new(server, id, answer.Json.GetProperty("access_token").GetString()!);
    }

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<Answer> Post(string path, string json, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Post, path, json, headers);

    /// <summary>Sends a request to the API of dc2 with the program's token.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Below <c>/api/v1/tenants</c>.</param>
    /// <param name="json">The body, if it has one.</param>
    /// <param name="headers">Further headers.</param>
    public async Task<Answer> Send(HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, $"{Dc2}/api/v1/tenants{path}");
        request.Headers.Authorization = new("Bearer", token);
        if (json is not null)
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }
}
