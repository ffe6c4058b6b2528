using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Tokenhouse.AspNetCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>An API that the package protects, on a port of its own, with a fake clock.</summary>
public sealed class ProtectedApi : IAsyncDisposable
{
    public const string Jobs = "/v3/218/jobs";

    private readonly WebApplication app;
    private readonly HttpClient http;
    private readonly int backgroundTimers;

    private ProtectedApi(WebApplication app, FakeClock clock, CapturedLogs logs, int backgroundTimers)
    {
        (this.app, Clock, Logs, this.backgroundTimers) = (app, clock, logs, backgroundTimers);
        http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new(app.Urls.First()) };
    }

    public FakeClock Clock { get; }

    public CapturedLogs Logs { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    public static Task<ProtectedApi> Start(
        FakeAuthority authority,
        Action<TokenhouseOptions>? with = null,
        Action<WebApplicationBuilder>? build = null,
        Action<WebApplication>? map = null
    ) =>
        Start(
            options =>
            {
                options.Authorities = [authority.Issuer];
                with?.Invoke(options);
            },
            build,
            map
        );

    /// <param name="with">Its options. Several authorities are hosts of one datacentre, unless this replaces <c>Tenants</c>.</param>
    /// <param name="build">What it has besides: other schemes, policies.</param>
    /// <param name="map">Its endpoints besides those that all have.</param>
    public static async Task<ProtectedApi> Start(
        Action<TokenhouseOptions> with,
        Action<WebApplicationBuilder>? build = null,
        Action<WebApplication>? map = null
    )
    {
        var (clock, logs, backgroundTimers) = (new FakeClock(), new CapturedLogs(), 0);
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder
            .Services.AddAuthentication()
            .AddTokenhouse(options =>
            {
                options.Environment = "LIVE";
                options.Audience = FakeAuthority.Audience;
                options.ClientId = "hr-api";
                options.ClientSecret = "s:cret %+";
                options.BackchannelTimeout = TimeSpan.FromMinutes(1); // time jumps here, and is not to tear what is on its way
                var all = new List<string>();
                options.Tenants["*"] = all;
                with(options);
                all.AddRange(options.Authorities);
                backgroundTimers = all.Count + 1; // the state of each authority's clients, and reports
                if (all.Count == 1 && options.Tenants.Values.Contains(all))
                    options.Tenants.Clear(); // as an API with one authority has it
            });
        builder.Services.AddAuthorizationBuilder().AddPolicy("nobody", policy => policy.RequireClaim("nobody"));
        build?.Invoke(builder);
        var built = builder.Build();
        Map(built);
        map?.Invoke(built);
        await built.StartAsync();
        // Background work begins on threads of its own; until its timers exist, the clock would move past it.
        await Eventually.True(() => Task.FromResult(clock.Waiting >= backgroundTimers));
        return new(built, clock, logs, backgroundTimers);
    }

    /// <summary>The challenge of a refusal.</summary>
    public static string Challenge(string error, string description, string? scope = null) =>
        $"Bearer realm=\"urn:tokenhouse:hr\", error=\"{error}\", error_description=\"{description}\""
        + (scope is null ? "" : $", scope=\"{scope}\"");

    /// <summary>Calls it with a token, or without.</summary>
    public Task<Answer> Call(string? token, string path = Jobs, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Get, path, token is null ? headers : [("Authorization", "Bearer " + token), .. headers]);

    public async Task<Answer> Send(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        using var response = await http.SendAsync(request);
        return await Answer.From(response);
    }

    public int Port => http.BaseAddress!.Port;

    /// <summary>Lets the time of one poll pass, until what the authority says now is known here.</summary>
    public async Task HearOf(FakeAuthority authority)
    {
        await Settle(); // a question that is on its way would be taken for the next one
        var before = authority.Calls("/state");
        Clock.Advance(TimeSpan.FromSeconds(2));
        await Eventually.True(() => Task.FromResult(authority.Calls("/state") > before));
        await Settle();
    }

    /// <summary>Until no call to an authority is on its way: each has a timer of its own.</summary>
    public Task Settle() => Eventually.True(() => Task.FromResult(Clock.Waiting <= backgroundTimers));

    public Task<HealthReport> Health() => app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static void Map(WebApplication app)
    {
        app.MapGet(Jobs.Replace("218", "{tenantId}", StringComparison.Ordinal), () => "jobs")
            .RequireScope("Public.Job.Read")
            .RequireTenant("tenantId");
        app.MapGet("/offers", () => "offers").RequireScope("Public.Job.Read", "Public.Offer.Read", "Public.Offer.Write");
        app.MapGet("/policy", () => "policy").RequireAuthorization("nobody");
        app.MapGet("/open", (ClaimsPrincipal user) => $"open to {user.Identity?.Name ?? "anyone"}");
        app.MapMethods(
            "/who",
            ["GET", "POST"],
            [Authorize]
            (ClaimsPrincipal user) =>
                string.Join('\n', user.Claims.Select(claim => $"{claim.Type}={claim.Value}").Append($"name={user.Identity!.Name}"))
        );
    }
}
