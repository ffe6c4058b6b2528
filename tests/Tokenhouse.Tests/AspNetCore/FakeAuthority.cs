using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>An authorization server that says what a test wants it to say, or nothing at all.</summary>
public sealed class FakeAuthority : IAsyncDisposable
{
    public const string Audience = "urn:tokenhouse:hr";

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, int> calls = new();

    private FakeAuthority(WebApplication app) => this.app = app;

    public string Issuer => app.Urls.Single();

    public AccessTokens Tokens { get; set; } = new();

    /// <summary>What the metadata says beside, or instead of, the truth.</summary>
    public JsonObject Metadata { get; } = [];

    /// <summary>The keys that are published; those of <see cref="Tokens"/> unless set.</summary>
    public JsonArray? Keys { get; set; }

    public JsonObject State { get; } =
        new()
        {
            ["version"] = "1",
            ["issuer"] = "http://anyone",
            ["environment"] = "LIVE",
            ["datacentre"] = "dc2",
            ["audience"] = Audience,
            ["disabled_clients"] = new JsonArray(),
            ["allowlists"] = new JsonObject(),
            ["restricted_clients"] = new JsonObject(),
            ["revoked_tokens"] = new JsonArray(),
        };

    /// <summary>What it says of single tenants; null: it is of a release that says everything at once.</summary>
    public ConcurrentDictionary<long, JsonObject>? ByTenant { get; set; }

    /// <summary>What its index says comes near a bound.</summary>
    public IReadOnlyList<string> NearBounds { get; set; } = [];

    /// <summary>What it answers about opaque tokens; all others are not active.</summary>
    public ConcurrentDictionary<string, JsonObject> Opaque { get; } = new();

    public ConcurrentQueue<JsonObject> Reports { get; } = new();

    /// <summary>Before the answers of a path: to answer otherwise (and return true), or to wait.</summary>
    public ConcurrentDictionary<string, Func<HttpContext, Task<bool>>> Instead { get; } = new();

    /// <summary>Whether connections break.</summary>
    public bool IsAway { get; set; }

    public static async Task<FakeAuthority> Start()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var built = builder.Build();
        var authority = new FakeAuthority(built);
        built.Use(authority.Receive);
        built.MapGet("/.well-known/oauth-authorization-server", authority.DescribeItself);
        built.MapGet("/keys", () => Json(new JsonObject { ["keys"] = authority.Keys?.DeepClone() ?? authority.Tokens.PublicKeys() }));
        built.MapGet("/state", authority.AnswerState);
        built.MapPost("/introspect", (Delegate)authority.Introspect);
        built.MapPost("/refusals", (Delegate)authority.TakeReports);
        await built.StartAsync();
        return authority;
    }

    /// <summary>How often a path was asked for.</summary>
    public int Calls(string path) => calls.GetValueOrDefault(path);

    /// <summary>The claims of a good token.</summary>
    public JsonObject Claims(DateTimeOffset now) =>
        new()
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["exp"] = now.ToUnixTimeSeconds() + 300,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["sub"] = "acme-live",
            ["client_id"] = "acme-live",
            ["jti"] = "one",
            ["scope"] = "Public.Job.Read Public.Job.Write",
            ["tenant"] = "acme",
            ["tenant_id"] = 218,
            ["environment"] = "LIVE",
            ["datacentre"] = "dc2",
        };

    /// <summary>A good token, except for what is changed about its claims.</summary>
    public string Token(DateTimeOffset now, Action<JsonObject>? with = null)
    {
        var claims = Claims(now);
        with?.Invoke(claims);
        return Tokens.Sign(Tokens.Header(), claims);
    }

    /// <summary>An opaque token that is active.</summary>
    public string OpaqueToken(DateTimeOffset now, Action<JsonObject>? with = null)
    {
        var answer = Claims(now);
        answer.Remove("jti");
        answer["active"] = true;
        answer["token_type"] = "Bearer";
        with?.Invoke(answer);
        var token = "_0XBPWQQ_" + Guid.CreateVersion7(now);
        Opaque[token] = answer;
        return token;
    }

    /// <summary>Restricts a client to lists, all of which must contain its address.</summary>
    public void Restrict(string client, long? exemptUntil, params string[][] lists)
    {
        var names = lists.Select((_, index) => $"{client}/{index}").ToList();
        foreach (var (name, list) in names.Zip(lists))
            State["allowlists"]![name] = new JsonArray([.. list.Select(entry => (JsonNode)entry)]);
        var entry = new JsonObject { ["allowlists"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) };
        if (exemptUntil is not null)
            entry["exempt_until"] = exemptUntil;
        State["restricted_clients"]![client] = entry;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Tokens.Dispose();
    }

    private async Task Receive(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path.Value!;
        calls.AddOrUpdate(path, 1, (_, count) => count + 1);
        if (IsAway)
            http.Abort();
        else if (!Instead.TryGetValue(path, out var instead) || !await instead(http))
            await next(http);
    }

    private IResult DescribeItself()
    {
        var metadata = new JsonObject
        {
            ["issuer"] = Issuer,
            ["jwks_uri"] = Issuer + "/keys",
            ["introspection_endpoint"] = Issuer + "/introspect",
            ["client_state_endpoint"] = Issuer + "/state",
            ["refusal_report_endpoint"] = Issuer + "/refusals",
        };
        foreach (var (name, value) in Metadata)
            metadata[name] = value?.DeepClone();
        return Json(metadata);
    }

    private IResult AnswerState(HttpContext http)
    {
        if (!IsKnown(http))
            return Results.Unauthorized();
        if (ByTenant is { } tenants && http.Request.Query["tenant"] is { Count: > 0 } asked)
            return Json(
                Head(
                    new JsonObject(
                        asked.Select(id =>
                            KeyValuePair.Create(id!, (JsonNode?)tenants[long.Parse(id!, CultureInfo.InvariantCulture)].DeepClone())
                        )
                    )
                )
            );
        var text = (ByTenant is null ? State : Index(ByTenant)).ToJsonString();
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}\"";
        if (http.Request.Headers.IfNoneMatch == tag)
            return Results.StatusCode(StatusCodes.Status304NotModified);
        http.Response.Headers.ETag = tag;
        return Results.Text(text, "application/json");
    }

    /// <summary>What there is to say of a tenant, in a version of its own.</summary>
    public static JsonObject OfTenant(string version, Action<JsonObject>? with = null)
    {
        var state = new JsonObject
        {
            ["version"] = version,
            ["disabled_clients"] = new JsonArray(),
            ["allowlists"] = new JsonObject(),
            ["restricted_clients"] = new JsonObject(),
            ["revoked_tokens"] = new JsonArray(),
            ["revoked_before"] = new JsonObject(),
        };
        with?.Invoke(state);
        return state;
    }

    private JsonObject Index(ConcurrentDictionary<long, JsonObject> tenants)
    {
        var versions = tenants.Select(tenant =>
            KeyValuePair.Create(tenant.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)tenant.Value["version"]!.DeepClone())
        );
        var index = Head(new JsonObject(versions));
        index["near_bounds"] = new JsonArray([.. NearBounds.Select(sentence => (JsonNode)sentence)]);
        return index;
    }

    private static JsonObject Head(JsonObject tenants) =>
        new()
        {
            ["environment"] = "LIVE",
            ["audience"] = Audience,
            ["tenants"] = tenants,
        };

    private async Task<IResult> Introspect(HttpContext http)
    {
        if (!IsKnown(http))
            return Results.Unauthorized();
        var form = await http.Request.ReadFormAsync();
        return Json(Opaque.TryGetValue(form["token"].ToString(), out var answer) ? answer : new JsonObject { ["active"] = false });
    }

    private async Task<IResult> TakeReports(HttpContext http)
    {
        if (!IsKnown(http))
            return Results.Unauthorized();
        Reports.Enqueue((await JsonNode.ParseAsync(http.Request.Body))!.AsObject());
        return Results.NoContent();
    }

    // "hr-api" and a secret in which nothing is as harmless as it looks, form-encoded (RFC 6749, 2.3.1).
    private static bool IsKnown(HttpContext http) =>
        http.Request.Headers.Authorization == "Basic " + Convert.ToBase64String("hr-api:s%3Acret%20%25%2B"u8);

    private static IResult Json(JsonNode node) => Results.Text(node.ToJsonString(), "application/json");
}
