extern alias client;

using System.Collections.Concurrent;
using System.Diagnostics;
using client::Tokenhouse.Client;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>An integrator's program with one client, named <c>hr</c>, and a typed HTTP client for its API.</summary>
public sealed class Program : IAsyncDisposable
{
    public const string Secret = "s:cret %+canary";

    private static readonly AsyncLocal<Program?> Caller = new();

    private readonly ConcurrentDictionary<Activity, bool> requests = new();
    private readonly ActivityListener listener;
    private readonly ServiceProvider container;

    public Program(
        string authority,
        Action<TokenhouseClientOptions>? with = null,
        Action<TokenhouseClientBuilder>? build = null,
        FakeClock? clock = null,
        IDataProtectionProvider? keys = null
    )
    {
        Clock = clock ?? new();
        listener = new()
        {
            ShouldListenTo = source => source.Name == TokenhouseClientTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity =>
            {
                if (Caller.Value == this)
                    requests[activity] = true;
            },
            ActivityStopped = activity => requests.TryRemove(activity, out _),
        };
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(keys ?? new EphemeralDataProtectionProvider());
        var builder = services.AddTokenhouseClient(
            "hr",
            options =>
            {
                options.Authority = authority;
                options.ClientId = "hr-client";
                options.ClientSecret = Secret;
                with?.Invoke(options);
            }
        );
        ActivitySource.AddActivityListener(listener);
        builder.AddHttpClient<Api>(new Uri(authority + "/api"));
        build?.Invoke(builder);
        container = services.BuildServiceProvider();
    }

    public FakeClock Clock { get; }

    public CapturedLogs Logs { get; } = new();

    public HttpClient Http => container.GetRequiredService<Api>().Http;

    public T Get<T>()
        where T : notnull => container.GetRequiredService<T>();

    public Task<AccessToken> Token(TokenRequestParameters? parameters = null)
    {
        Caller.Value = this;
        return Get<TokenAcquisition>().GetAccessTokenAsync("hr", parameters).WaitAsync(Eventually.Patience); // a request that is repeated waits for the clock
    }

    public async Task<string> TokenValue(TokenRequestParameters? parameters = null) => (await Token(parameters)).Value;

    public Task<AccessToken> SessionToken(string session = "ada") => Token(new() { Session = session });

    /// <summary>Waits until no token request is in progress, and each caller has its answer or waits for the clock.</summary>
    public Task Settled(params IEnumerable<Task> callers) =>
        Eventually.True(() => Task.FromResult(requests.IsEmpty && (Clock.Waiting > 0 || callers.All(caller => caller.IsCompleted))));

    /// <summary>Waits for a token while the back-off's time passes.</summary>
    public async Task<AccessToken> Patiently(Func<Task<AccessToken>> get)
    {
        var token = get();
        while (!token.IsCompleted)
        {
            await Task.WhenAny(token, Task.Delay(TimeSpan.FromMilliseconds(300))); // what is on its way is not to be torn
            if (!token.IsCompleted)
                Clock.Advance(TimeSpan.FromSeconds(1));
        }
        return await token;
    }

    public ValueTask DisposeAsync()
    {
        listener.Dispose();
        return container.DisposeAsync();
    }

    /// <summary>A typed client.</summary>
    public sealed class Api(HttpClient http)
    {
        public HttpClient Http => http;
    }
}
