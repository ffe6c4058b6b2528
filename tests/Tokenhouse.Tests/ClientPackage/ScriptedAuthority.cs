using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>An authority and an API on one loopback port, which answer what a test wants, and remember what they were asked.</summary>
public sealed class ScriptedAuthority : IAsyncDisposable
{
    private readonly WebApplication app;
    private int requests;

    private ScriptedAuthority(WebApplication app) => this.app = app;

    public string Origin => app.Urls.Single();

    /// <summary>How many token requests there were, at any path but the API's.</summary>
    public int Requests => requests;

    /// <summary>What was sent: method and path, authorization, body.</summary>
    public ConcurrentQueue<(string Path, string? Authorization, string Body)> Received { get; } = new();

    /// <summary>The answer to the token request of a number, counted from one.</summary>
    public Func<HttpContext, int, Task> Answer { get; set; } = (http, number) => Token(http, $"token-{number}", 300);

    /// <summary>The tokens that the API refuses with 401.</summary>
    public ConcurrentDictionary<string, bool> Refused { get; } = new();

    /// <summary>What the API was called with: method, token, body.</summary>
    public ConcurrentQueue<(string Method, string? Token, string Body)> Calls { get; } = new();

    public static async Task<ScriptedAuthority> Start()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        // Where other tests keep all threads busy, a request must not fail because it is slow.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MinRequestBodyDataRate = kestrel.Limits.MinResponseDataRate = null);
        var built = builder.Build();
        var authority = new ScriptedAuthority(built);
        built.Run(authority.Receive);
        await built.StartAsync();
        return authority;
    }

    public static Task Token(HttpContext http, string token, object? expiresIn, string extra = "")
    {
        http.Response.ContentType = "application/json";
        var lifetime = expiresIn is null ? "" : string.Create(CultureInfo.InvariantCulture, $"\"expires_in\":{expiresIn},");
        return http.Response.WriteAsync($$"""{"access_token":"{{token}}",{{lifetime}}"token_type":"Bearer"{{extra}}}""");
    }

    public static Task Error(HttpContext http, int status, string body = "", params (string Name, string Value)[] headers)
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            http.Response.Headers[name] = value;
        return http.Response.WriteAsync(body);
    }

    /// <summary>The body of the request that is being answered.</summary>
    public static string Body(HttpContext http) => (string)http.Items[nameof(Body)]!;

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task Receive(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var authorization = http.Request.Headers.Authorization.FirstOrDefault();
        if (http.Request.Path == "/api")
        {
            var token = authorization?["Bearer ".Length..];
            Calls.Enqueue((http.Request.Method, token, body));
            if (token is null || Refused.ContainsKey(token))
                http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        http.Items[nameof(Body)] = body;
        Received.Enqueue(($"{http.Request.Method} {http.Request.Path}", authorization, body));
        await Answer(http, Interlocked.Increment(ref requests));
    }
}
