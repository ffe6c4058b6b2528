using System.Diagnostics;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Tokenhouse.Tests.Support;

/// <summary>
/// The program of a sample, as it is written, in this process: before a house, with the house's clock. The host announces itself while it is being
/// built, as to any diagnostic listener.
/// </summary>
public sealed class SampleApi : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IAsyncDisposable
{
    private const int BackgroundTimers = 2; // client state, reports

    // Programs that start at the same time hear of each other; each goes on only with what happens in its own flow.
    private static readonly AsyncLocal<SampleApi?> Current = new();

    private readonly TestServer server;
    private readonly TaskCompletionSource<IHost> built = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private Task program = Task.CompletedTask;

    private SampleApi(TestServer server) => this.server = server;

    /// <param name="name">The sample's.</param>
    /// <param name="server">The server; its addresses must have its own port.</param>
    /// <param name="datacentre">Whose tokens it accepts.</param>
    /// <param name="settings">Configuration on the command line.</param>
    public static async Task<SampleApi> Start(string name, TestServer server, string datacentre, params string[] settings)
    {
        var api = new SampleApi(server);
        var file = ServerProcess.SampleProgram(name);
        string[] args =
        [
            "--contentRoot",
            Path.GetDirectoryName(file)!,
            "--Urls",
            "http://127.0.0.1:0",
            "--Tokenhouse:Authorities:0",
            server.Origin(datacentre),
            .. settings,
        ];
        var before = server.Clock.Waiting;
        api.program = Task.Factory.StartNew(
            () =>
            {
                Current.Value = api;
                using var subscription = DiagnosticListener.AllListeners.Subscribe(api);
                Assembly.LoadFrom(file).EntryPoint!.Invoke(null, [args]);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        await Task.WhenAny(api.built.Task, api.program).Unwrap();
        var host = await api.built.Task;
        var started = new TaskCompletionSource();
        using var registration = host
            .Services.GetRequiredService<IHostApplicationLifetime>()
            .ApplicationStarted.Register(started.SetResult);
        await Task.WhenAny(started.Task, api.program).Unwrap();
        api.http.BaseAddress = new(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await Eventually.True(() => Task.FromResult(server.Clock.Waiting >= before + BackgroundTimers));
        return api;
    }

    public Task<Answer> Get(string path, string? token, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Get, path, token, json: null, headers);

    public async Task<Answer> Send(
        HttpMethod method,
        string path,
        string? token,
        string? json = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        return await Answer.From(response);
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting")
            value.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (Current.Value != this)
            return;
        if (value is { Key: "HostBuilding", Value: IHostBuilder builder })
            builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(server.Clock));
        else if (value is { Key: "HostBuilt", Value: IHost host })
            built.TrySetResult(host);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        (await built.Task).Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await program;
    }
}
