using System.Data.Common;
using System.Net.Sockets;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Demo;
using Tokenhouse.Server.Hosting.Sealing;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hosting;

/// <summary>One datacentre in this process: a host of its own, with its own database, key ring and memory; it shares nothing.</summary>
public sealed class DatacentreHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Inlet inlet;
    private readonly HostNames names;
    private readonly ChangeFeed feed;
    private readonly DatacentreSettings settings;

    internal DatacentreHost(DatacentreSettings settings)
    {
        this.settings = settings;
        var builder = WebApplication.CreateEmptyBuilder(
            new() { EnvironmentName = settings.EnvironmentName, ContentRootPath = AppContext.BaseDirectory }
        );
        builder.Services.AddSingleton<IServer, Inlet>();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddDatacentre(settings);
        app = builder.Build();
        app.UseDatacentre(settings);

        inlet = (Inlet)app.Services.GetRequiredService<IServer>();
        names = app.Services.GetRequiredService<HostNames>();
        feed = app.Services.GetRequiredService<ChangeFeed>();
        settings.Tenants.Add(Datacentre.Name, app.Services.GetRequiredService<IDbContextFactory<Db>>());
    }

    public Datacentre Datacentre => settings.Datacentre;

    /// <summary>Its container, for whoever starts the process.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>The file with the link by which the first operator comes in, made at this start; null: there is one, or the demonstration has its own.</summary>
    public string? FirstOperatorFile { get; private set; }

    /// <summary>Whether requests are let in.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether its answers can be relied on: open, and no further behind its change feed than is allowed.</summary>
    public bool IsReady => IsOpen && feed.IsCurrent;

    /// <summary>Why its database stores nothing, with its name; null: it does, or is not open yet.</summary>
    internal async Task<string?> StorageFault(CancellationToken cancellationToken) =>
        IsOpen && await app.Services.GetRequiredService<WriteProbe>().Fault(cancellationToken) is { } fault
            ? $"{Datacentre.Name}: {fault}"
            : null;

    /// <summary>Whether the host name is one of its own. What it stands for then goes with the request.</summary>
    public ValueTask<bool> Recognise(string host, IFeatureCollection request) => names.Recognise(host, request);

    public Task Handle(IFeatureCollection request) => inlet.Handle(request);

    /// <summary>Migrates, makes what the first start needs, begins to follow the change feed, and lets requests in.</summary>
    /// <exception cref="StartRefusedException">The database is not one that this process may use.</exception>
    public async Task Open(CancellationToken cancellationToken)
    {
        await Reach(cancellationToken);
        await app.Services.GetRequiredService<Foundation>().Lay(cancellationToken);
        RefuseOtherMasterKey();
        await using var scope = app.Services.CreateAsyncScope();
        var demo = scope.ServiceProvider.GetRequiredService<DemoSeed>();
        if (!settings.Installation.Demo && await demo.IsPresent(cancellationToken))
            throw new StartRefusedException(
                $"The database of {Datacentre.Name} holds the demonstration with its published secrets, which exists in Development only. Use an empty database."
            );
        await app.StartAsync(cancellationToken);
        RefuseMissingKeys();
        if (settings.Installation.Demo)
            await demo.Plant(cancellationToken);
        else
            FirstOperatorFile = await app.Services.GetRequiredService<FirstOperatorFile>().Write(cancellationToken);
        IsOpen = true;
    }

    /// <summary>Lets no more requests in and writes what is still in memory.</summary>
    public async Task Close(CancellationToken cancellationToken)
    {
        IsOpen = false;
        await app.StopAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Reach(CancellationToken cancellationToken)
    {
        try
        {
            await Migrate(cancellationToken);
        }
        catch (Exception exception) when (IsAboutTheDatabase(exception))
        {
            throw new StartRefusedException(
                $"The database of {Datacentre.Name} cannot be opened: {exception.Message} Check Tokenhouse:Datacentres:{Datacentre.Name}.",
                exception
            );
        }
    }

    internal static bool IsAboutTheDatabase(Exception exception) =>
        exception is DbException or ArgumentException or SocketException or TimeoutException or IOException or UnauthorizedAccessException;

    private async Task Migrate(CancellationToken cancellationToken)
    {
        var migrator = app.Services.GetRequiredService<Migrator>();
        var pending = await migrator.Pending(cancellationToken);
        if (pending.Count == 0)
            return;
        if (!settings.Installation.MigrateAtStart)
            throw new StartRefusedException(
                $"The database of {Datacentre.Name} lacks {string.Join(", ", pending)}. Apply the migrations, or start once with Tokenhouse:MigrateAtStart = true."
            );
        await migrator.Apply(cancellationToken);
    }

    private void RefuseOtherMasterKey()
    {
        var ring = app.Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository!;
        if (MasterKeyEncryptor.OtherKey(ring.GetAllElements(), settings.MasterKey) is { } other)
            throw new StartRefusedException(
                $"The database of {Datacentre.Name} was sealed with the master key {other}, and this one is {settings.MasterKey.Id}. Start with the key that it was first started with."
            );
    }

    private void RefuseMissingKeys()
    {
        var ring = app.Services.GetRequiredService<KeyRing>();
        foreach (var environment in Enum.GetValues<Environment>())
        foreach (var algorithm in SigningAlgorithms.All)
            if (!ring.CanSign(environment, algorithm))
                throw new StartRefusedException(
                    $"No {algorithm} key of {environment} at {Datacentre.Name} can be unsealed. Restore the tables SigningKeys and ProtectionKeys from the same backup."
                );
    }

    /// <summary>The process starts and ends with the front application, not with a datacentre.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
