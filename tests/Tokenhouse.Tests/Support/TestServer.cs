using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hosting;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Tests.Support;

/// <summary>The real server in this process: real HTTP on a loopback port, real databases of its own, and a fake clock.</summary>
public sealed class TestServer : IAsyncDisposable
{
    public const string Dc2 = "http://login.dc2.localhost:5080";

    private const int BackgroundTimers = 6; // change feed, key rotation, events, sweeper, reminders, first operator

    /// <summary>
    /// Of all houses that don't keep their logs: EF Core builds its model and compiles its queries anew for each logger factory, which is most of
    /// what a house costs.
    /// </summary>
    private static readonly ILoggerFactory Logs = LoggerFactory.Create(logging => logging.AddConsole().SetMinimumLevel(LogLevel.Warning));

    private readonly Installation installation;
    private readonly TempFolder? own;

    private TestServer(Installation installation, string folder, TempFolder? own, FakeClock clock, CommandCounter commands)
    {
        (this.installation, this.own, DataFolder, Clock, Commands) = (installation, own, folder, clock, commands);
        var port = new Uri(installation.Addresses.First()).Port;
        Http = new(Handler(port)) { BaseAddress = new(Dc2) };
        Port = port;
    }

    public FakeClock Clock { get; }

    public CommandCounter Commands { get; }

    /// <summary>Reaches this house whatever host the address names, as DNS would have it.</summary>
    public HttpClient Http { get; }

    public int Port { get; }

    /// <summary>Where a datacentre's LIVE site is, for those who really connect; the house must have been planned for browsers.</summary>
    public string Origin(string datacentre) => $"http://login.{datacentre}.localhost:{Port}";

    public string DataFolder { get; }

    public IReadOnlyList<DatacentreHost> Datacentres => installation.Datacentres;

    public static Task<TestServer> Start(Database database, params string[] settings) =>
        Start(new TestServerOptions(database) { Settings = settings });

    public static async Task<TestServer> Start(TestServerOptions plan)
    {
        var made = plan.Folder is null ? new TempFolder() : null;
        var data = Path.Combine(plan.Folder ?? made!.Path, "data");
        var (clock, commands) = (plan.Clock ?? new FakeClock(), new CommandCounter());
        string[] args =
        [
            "--environment",
            "Development",
            .. Listening(plan),
            "--Tokenhouse:DataFolder",
            data,
            "--Tokenhouse:PasswordHashing:Yields",
            "false", // other tests keep the processors busy
            "--Tokenhouse:Database:Timeout",
            "00:00:30", // and the disk
            .. plan.Databases.SelectMany(named => Configured(named.Key, named.Value)),
            .. plan.Run.SelectMany((name, index) => (string[])[$"--Tokenhouse:Run:{index}", name]),
            .. plan.Settings,
        ];
        if (plan.IsMigrated)
            foreach (var name in plan.Run)
                await (
                    plan.Databases.TryGetValue(name, out var connection)
                        ? EmptyDatabases.CopyTo(connection)
                        : EmptyDatabases.Copy(Path.Combine(data, name + ".db"))
                );
        Installation? built = null;
        try
        {
            var before = clock.Waiting;
            built = Installation.Build(
                args,
                services =>
                {
                    services.AddSingleton<TimeProvider>(clock);
                    services.AddSingleton(plan.Freezes); // a clock that a test moves isn't a freeze
                    services.AddSingleton<IInterceptor>(commands);
                    services.Configure<PasswordHasherOptions>(options => options.IterationCount = 100); // people sign in often here
                    services.AddSingleton<KeyPairFactory>(plan.Pairs.Take);
                    var providers = LogProviders(services);
                    plan.Services(services);
                    if (LogProviders(services) == providers)
                        services.AddSingleton(Logs);
                }
            );
            await built.Start();
            // Background work begins on threads of its own; until its timers exist, the clock would move past it.
            await Eventually.True(() => Task.FromResult(clock.Waiting >= before + BackgroundTimers * plan.Run.Count));
            return new(built, data, made, clock, commands);
        }
        catch (Exception)
        {
            if (built is not null)
                await built.DisposeAsync();
            made?.Dispose();
            throw; // many tests are about a start that is refused
        }
    }

    /// <summary>The database of a datacentre, seeing all tenants' rows as long as the caller asks for them.</summary>
    public Db Db(string datacentre = "dc2") => Services(datacentre).GetRequiredService<IDbContextFactory<Db>>().CreateDbContext();

    public IServiceProvider Services(string datacentre = "dc2") =>
        Datacentres.Single(candidate => candidate.Datacentre.Name == datacentre).Services;

    /// <summary>Posts a form to the token endpoint.</summary>
    public Task<Answer> Token(string origin, params (string Name, string Value)[] form) => Post(origin + "/connect/token", form);

    /// <summary>Posts a form, as the client <paramref name="basic"/> if one is named.</summary>
    public async Task<Answer> Post(string address, (string Name, string Value)[] form, string? basic = null, string? secret = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        if (basic is not null)
            request.Headers.Authorization = new(
                "Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{basic}:{secret ?? basic + "-demo-secret"}"))
            );
        using var response = await Http.SendAsync(request);
        return await Answer.From(response);
    }

    /// <summary>Asks for a token as a machine client does.</summary>
    public Task<Answer> Token(string origin, string clientId, string secret, string? scope = null) =>
        Token(
            origin,
            [
                ("grant_type", "client_credentials"),
                ("client_id", clientId),
                ("client_secret", secret),
                .. scope is null ? [] : new[] { ("scope", scope) },
            ]
        );

    public async Task<Answer> Get(string address)
    {
        using var response = await Http.GetAsync(new Uri(address));
        return await Answer.From(response);
    }

    /// <summary>Lets less than a second pass and waits until what was changed is known to this server.</summary>
    public async Task HearOfChanges(string datacentre = "dc2")
    {
        long last;
        await using (var db = Db(datacentre))
            last = await db.Changes.MaxAsync(change => change.Id);
        Clock.Advance(TimeSpan.FromMilliseconds(999));
        await Eventually.True(() => Task.FromResult(Services(datacentre).GetRequiredService<ChangeFeed>().Position >= last));
    }

    /// <summary>Ends the server as a signal would; its data stays.</summary>
    public Task Stop() => installation.Stop();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await installation.Stop();
        await installation.DisposeAsync();
        own?.Dispose();
    }

    /// <summary>A datacentre with a database of its own, and as several together need it, a range of numbers of its own: 200000 to 299999 for dc2.</summary>
    private static string[] Configured(string name, string postgres) =>
        [
            $"--Tokenhouse:Datacentres:{name}:Postgres",
            postgres,
            $"--Tokenhouse:Datacentres:{name}:TenantNumbers:First",
            $"{name[2..]}00000",
            $"--Tokenhouse:Datacentres:{name}:TenantNumbers:Last",
            $"{name[2..]}99999",
        ];

    private static int LogProviders(IServiceCollection services) =>
        services.Count(service => service.ServiceType == typeof(ILoggerProvider));

    private static string[] Listening(TestServerOptions plan)
    {
        if (!plan.ForBrowsers)
            return ["--urls", "http://127.0.0.1:0"];
        using var free = new TcpListener(System.Net.IPAddress.Loopback, 0);
        free.Start();
        var port = ((System.Net.IPEndPoint)free.LocalEndpoint).Port;
        return ["--urls", $"http://127.0.0.1:{port}", "--Tokenhouse:BaseUrl", $"http://localhost:{port}"];
    }

    private static SocketsHttpHandler Handler(int port) =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false, // visitors keep their own
            UseProxy = false,
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8, // as some browsers do
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync("127.0.0.1", port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
}
