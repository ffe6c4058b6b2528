using System.Net.Sockets;
using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Demo;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Server.Hosting.Sealing;
using Tokenhouse.Server.Hub.Tenants;

namespace Tokenhouse.Server.Hosting;

/// <summary>One process: the listener, and the configured datacentres behind it.</summary>
public sealed class Installation : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly InstallationOptions settings;

    private Installation(WebApplication app, InstallationOptions options, IReadOnlyList<DatacentreHost> datacentres) =>
        (this.app, settings, Datacentres) = (app, options, datacentres);

    public IReadOnlyList<DatacentreHost> Datacentres { get; }

    /// <summary>Where it listens, once it does.</summary>
    public IEnumerable<string> Addresses => app.Urls;

    /// <summary>Notices that the process stood still; <see cref="ProcessWatch"/> beats for it.</summary>
    internal FreezeDetector Freezes => app.Services.GetRequiredService<FreezeDetector>();

    /// <summary>Reads the configuration and composes everything, without opening anything yet.</summary>
    /// <param name="args">Configuration on the command line: <c>--Tokenhouse:BaseUrl https://example.com</c>.</param>
    /// <param name="replace">Overrides services of the front and of each datacentre.</param>
    /// <exception cref="StartRefusedException">The configuration is wrong.</exception>
    public static Installation Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        var options = InstallationOptions.From(builder.Configuration);
        var development = builder.Environment.IsDevelopment();
        if (options.Demo && !development)
            throw new StartRefusedException("Tokenhouse:Demo is set, but the demo has published secrets. It runs only in Development.");
        MakeDataFolder(options.DataFolder);
        var masterKey = MasterKey.For(options, development);
        replace ??= _ => { };
        builder.AddFront();
        builder.Services.AddSingleton(container => new PasswordHashingPool(
            options.PasswordHashing.AtOnce ?? PasswordHashingPool.Default,
            options.PasswordHashing.Yields,
            container.GetRequiredService<TimeProvider>()
        ));
        builder.Services.AddSingleton<FreezeDetector>();
        builder.Services.AddSingleton<IReadOnlyList<DatacentreHost>>(container =>
            [
                .. options.Running.Select(named => new DatacentreHost(
                    new(new Datacentre(named.Key, options.BaseUrl!), named.Value, options, masterKey(named.Key))
                    {
                        Logs = container.GetRequiredService<ILoggerFactory>(),
                        Hashing = container.GetRequiredService<PasswordHashingPool>(),
                        Freezes = container.GetRequiredService<FreezeDetector>(),
                        EnvironmentName = builder.Environment.EnvironmentName,
                        Mail = MailOptions.Route(options, development),
                        Tenants = container.GetRequiredService<TenantRegistry>(),
                        Replace = replace,
                    }
                )),
            ]
        );
        replace(builder.Services);

        var front = builder.Build();
        var datacentres = front.Services.GetRequiredService<IReadOnlyList<DatacentreHost>>();
        front.UseFront(options);
        return new(front, options, datacentres);
    }

    /// <summary>
    /// Listens, so that health checks are answered, and then opens all datacentres at once. A signal in the meantime ends the start, and
    /// <see cref="WaitForShutdown"/> returns at once.
    /// </summary>
    /// <exception cref="StartRefusedException">It can't listen on an address, or can't open a datacentre.</exception>
    public async Task Start(CancellationToken cancellationToken = default)
    {
        await Listen(cancellationToken);
        using var opening = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, app.Lifetime.ApplicationStopping);
        var openings = Datacentres.Select(datacentre => Open(datacentre, opening)).ToList();
        try
        {
            await Task.WhenAll(openings);
        }
        catch (Exception) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return; // stopped before everything was open
        }
        catch (Exception)
        {
            await Stop();
            // The first failure cancelled the others, so report that one.
            await (openings.FirstOrDefault(task => task.IsFaulted) ?? openings[0]);
        }
    }

    /// <summary>Waits until a signal ends the process: requests in progress are answered, then activity is written.</summary>
    public async Task WaitForShutdown()
    {
        await app.WaitForShutdownAsync();
        await Close();
    }

    /// <summary>Stops the process.</summary>
    public async Task Stop()
    {
        await app.StopAsync();
        await Close();
    }

    /// <summary>
    /// The greeting for the terminal, never for a log: the demo, or how to create the first operator of
    /// each datacentre. Empty if there is one everywhere, or if the process isn't ready.
    /// </summary>
    public string Greeting() =>
        !Datacentres.All(datacentre => datacentre.IsOpen) ? ""
        : settings.Demo ? DemoGreeting.Text(settings.BaseUrl!, Path.GetFullPath(settings.DataFolder), RootApplication.Sites(settings))
        : string.Concat(Datacentres.Select(FirstOperator));

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        foreach (var datacentre in Datacentres)
            await datacentre.DisposeAsync();
    }

    private static string FirstOperator(DatacentreHost datacentre) =>
        datacentre.FirstOperatorFile is { } file
            ? $"{datacentre.Datacentre.Name}: to create the first operator, open the link in {file}{System.Environment.NewLine}"
            : "";

    private async Task Listen(CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException or FormatException or InvalidOperationException)
        {
            throw new StartRefusedException(
                $"Can't listen: {exception.Message} Stop the program that listens there, or choose other addresses with --urls, and set the address that clients use with --Tokenhouse:BaseUrl.",
                exception
            );
        }
        if (settings.Demo && Addresses.FirstOrDefault(address => !new Uri(address).IsLoopback) is { } open)
            throw new StartRefusedException(
                $"The demo has published secrets, so it runs only on loopback, not on {open}. Remove that address, or set Tokenhouse:Demo to false."
            );
    }

    private static async Task Open(DatacentreHost datacentre, CancellationTokenSource opening)
    {
        try
        {
            await datacentre.Open(opening.Token);
        }
        catch (Exception)
        {
            await opening.CancelAsync(); // the others needn't continue
            throw;
        }
    }

    /// <summary>Only for the server's own account, because it contains hashes and sealed keys.</summary>
    private static void MakeDataFolder(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"Can't create the data folder: {exception.Message} Check Tokenhouse:DataFolder.", exception);
        }
    }

    private Task Close() => Task.WhenAll(Datacentres.Select(datacentre => datacentre.Close(CancellationToken.None)));
}
