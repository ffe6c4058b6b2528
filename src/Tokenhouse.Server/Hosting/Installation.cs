using System.Net.Sockets;
using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Admin.Tenants;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Server.Hosting.Sealing;

namespace Tokenhouse.Server.Hosting;

/// <summary>One process: the listener, and behind it the datacentres that the configuration names.</summary>
public sealed class Installation : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly InstallationOptions settings;

    private Installation(WebApplication app, InstallationOptions options, IReadOnlyList<DatacentreHost> datacentres) =>
        (this.app, settings, Datacentres) = (app, options, datacentres);

    public IReadOnlyList<DatacentreHost> Datacentres { get; }

    /// <summary>Where it listens, once it does.</summary>
    public IEnumerable<string> Addresses => app.Urls;

    /// <summary>Reads the configuration and puts everything together; nothing is opened yet.</summary>
    /// <param name="args">Configuration on the command line: <c>--Tokenhouse:BaseUrl https://example.com</c>.</param>
    /// <param name="replace">Has the last word about the services of the front and of each datacentre.</param>
    /// <exception cref="StartRefusedException">The configuration is wrong.</exception>
    public static Installation Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        var options = InstallationOptions.From(builder.Configuration);
        var development = builder.Environment.IsDevelopment();
        if (options.Demo && !development)
            throw new StartRefusedException(
                "Tokenhouse:Demo is set, but the demonstration has published secrets: it runs in the Development environment only."
            );
        MakeDataFolder(options.DataFolder);
        var masterKey = MasterKey.For(options, development);
        replace ??= _ => { };
        builder.AddFront();
        builder.Services.AddSingleton(container => new HashingThreads(
            options.PasswordHashing.AtOnce ?? HashingThreads.Default,
            options.PasswordHashing.Yields,
            container.GetRequiredService<TimeProvider>()
        ));
        builder.Services.AddSingleton<IReadOnlyList<DatacentreHost>>(container =>
            [
                .. options.Running.Select(named => new DatacentreHost(
                    new(new Datacentre(named.Key, options.BaseUrl!), named.Value, options, masterKey(named.Key))
                    {
                        Logs = container.GetRequiredService<ILoggerFactory>(),
                        Hashing = container.GetRequiredService<HashingThreads>(),
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
        front.UseFront(options, datacentres);
        return new(front, options, datacentres);
    }

    /// <summary>
    /// Listens, so that health checks are answered, and then opens all datacentres at once. A signal meanwhile ends the start, and
    /// <see cref="WaitForShutdown"/> returns at once.
    /// </summary>
    /// <exception cref="StartRefusedException">An address cannot be listened on, or a datacentre cannot be opened.</exception>
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
            return; // told to stop before everything was open
        }
        catch (Exception)
        {
            await Stop();
            // The first failure cancelled the others; it is the one to tell.
            await (openings.FirstOrDefault(task => task.IsFaulted) ?? openings[0]);
        }
    }

    /// <summary>Until a signal ends the process: in-flight requests are answered, then activity is written.</summary>
    public async Task WaitForShutdown()
    {
        await app.WaitForShutdownAsync();
        await Close();
    }

    /// <summary>Ends it from inside.</summary>
    public async Task Stop()
    {
        await app.StopAsync();
        await Close();
    }

    /// <summary>
    /// What the first person to start it wants to know, for the terminal and never for a log: the demonstration, or how the first operator of
    /// each datacentre comes in. Empty when there is one everywhere, or when it is not ready.
    /// </summary>
    public string Greeting() =>
        !Datacentres.All(datacentre => datacentre.IsOpen) ? ""
        : settings.Demo ? Demo.Greeting.Text(settings.BaseUrl!, Path.GetFullPath(settings.DataFolder), Front.Sites(settings))
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
                $"Cannot listen: {exception.Message} Stop what listens there, or choose other addresses with --urls, and with --Tokenhouse:BaseUrl those that clients see.",
                exception
            );
        }
        if (settings.Demo && Addresses.FirstOrDefault(address => !new Uri(address).IsLoopback) is { } open)
            throw new StartRefusedException(
                $"The demonstration has published secrets: it listens on loopback only, not on {open}. Remove that address, or set Tokenhouse:Demo to false."
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
            await opening.CancelAsync(); // the others need not go on
            throw;
        }
    }

    /// <summary>For the server's own account alone: hashes and sealed keys are nobody else's business.</summary>
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
            throw new StartRefusedException($"The data folder cannot be made: {exception.Message} Check Tokenhouse:DataFolder.", exception);
        }
    }

    private Task Close() => Task.WhenAll(Datacentres.Select(datacentre => datacentre.Close(CancellationToken.None)));
}
