using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Tests.Support;

/// <summary>People and programs who work in the Hub of dc3.</summary>
public static class HubPeople
{
    /// <summary>A new member of the vendor at a page of the Hub; one who operates unless another role is named.</summary>
    public static Task<BrowserSession> Operator(this TestServer server, string path = "/operator", Role role = Role.Developer) =>
        server.AtHub(Datacentre.Vendor, role, path);

    /// <summary>A new member of a tenant at a page of the Hub.</summary>
    public static async Task<BrowserSession> AtHub(this TestServer server, long tenantId, Role role, string path = "/") =>
        await server.AtHub(await server.Member(tenantId, role), path);

    public static Task<BrowserSession> AtHub(this TestServer server, Tenant tenant, Role role) => server.AtHub(tenant.Id, role);

    /// <summary>A browser of someone who is signed in to the Hub, at one of its pages.</summary>
    public static async Task<BrowserSession> AtHub(this TestServer server, string email, string path = "/")
    {
        var session = new BrowserSession(server);
        await session.EnterHub(email, path);
        return session;
    }

    /// <summary>A program of a tenant that may use the Hub's API with some scopes: its access token.</summary>
    public static async Task<string> HubToken(this TestServer server, long tenant, params string[] scopes)
    {
        var id = $"hub-{tenant}-{string.Join('-', scopes)}".Replace('.', '-');
        await server.AddIntegrator(id, client => client.Scopes = [.. scopes], ClientKind.Machine, tenantId: tenant);
        var answer = await server.Token(
            BrowserSession.Dc3,
            [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", id + "-demo-secret")]
        );
        return answer.Json.GetProperty("access_token").GetString()!;
    }

    /// <summary>Calls the Hub's API.</summary>
    public static async Task<Answer> Call(
        this TestServer server,
        string token,
        HttpMethod method,
        string path,
        object? body = null,
        string? match = null
    )
    {
        using var request = new HttpRequestMessage(method, BrowserSession.Hub + "/api/v1" + path);
        request.Headers.Authorization = new("Bearer", token);
        if (body is not null)
            request.Content = JsonContent.Create(body, options: SnakeCase);
        if (match is not null)
            request.Headers.TryAddWithoutValidation("If-Match", match);
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }

    /// <summary>What was audited in a tenant, the latest last: act, target, before and after.</summary>
    public static async Task<IReadOnlyList<AuditEntry>> AuditOf(this TestServer server, long tenant)
    {
        await using var db = server.Db("dc3");
        db.Tenant = tenant;
        return await db.Audit.AsNoTracking().OrderBy(entry => entry.Sequence).ToListAsync();
    }

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
