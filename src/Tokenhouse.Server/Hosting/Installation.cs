using System.Net.Sockets;
using Tokenhouse.Protocol;
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
        System.IO.Directory.CreateDirectory(options.DataFolder);
        var masterKey = MasterKey.For(options, development);

        replace ??= _ => { };
        builder.AddFront();
        builder.Services.AddSingleton<IReadOnlyList<DatacentreHost>>(container =>
            [
                .. options.Running.Select(named => new DatacentreHost(
                    new(
                        new Datacentre(named.Key, options.BaseUrl!),
                        named.Value,
                        masterKey(named.Key),
                        container.GetRequiredService<ILoggerFactory>()
                    )
                    {
                        EnvironmentName = builder.Environment.EnvironmentName,
                        DataFolder = options.DataFolder,
                        Demo = options.Demo,
                        MigrateAtStart = options.MigrateAtStart,
                        Proxies = options.Proxies,
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

    /// <summary>Listens, so that health checks are answered, and then opens all datacentres at once.</summary>
    /// <exception cref="StartRefusedException">An address is taken, or a datacentre cannot be opened.</exception>
    public async Task Start(CancellationToken cancellationToken = default)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new StartRefusedException(
                $"{exception.Message} Stop the program that listens there, or choose another port with --urls.",
                exception
            );
        }
        catch (SocketException exception)
        {
            throw new StartRefusedException(
                $"Cannot listen on {string.Join(", ", Addresses)}: {exception.Message}. Choose other addresses with --urls.",
                exception
            );
        }
        if (settings.Demo && Addresses.FirstOrDefault(address => !new Uri(address).IsLoopback) is { } open)
            throw new StartRefusedException(
                $"The demonstration has published secrets: it listens on loopback only, not on {open}. Remove that address, or set Tokenhouse:Demo to false."
            );
        await Task.WhenAll(Datacentres.Select(datacentre => datacentre.Open(cancellationToken)));
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

    /// <summary>What the first person to start it wants to know; empty without the demonstration.</summary>
    public string Greeting() =>
        settings.Demo ? Demo.Greeting.Text(settings.BaseUrl!, Path.GetFullPath(settings.DataFolder), Front.Sites(settings)) : "";

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        foreach (var datacentre in Datacentres)
            await datacentre.DisposeAsync();
    }

    private Task Close() => Task.WhenAll(Datacentres.Select(datacentre => datacentre.Close(CancellationToken.None)));
}
