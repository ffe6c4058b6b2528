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
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Server.Hosting.Sealing;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hosting;

/// <summary>One datacentre in this process: a separate host with its own database, key ring and memory. It shares nothing.</summary>
public sealed class DatacentreHost : IAsyncDisposable
{
    /// <summary>Why it can't do anything before it is open.</summary>
    internal const string NotOpen = "not open";

    private readonly WebApplication app;
    private readonly InProcessServer inProcessServer;
    private readonly HostNames names;
    private readonly ChangeFeed feed;
    private readonly Freshness freshness;
    private readonly DatacentreSettings settings;

    internal DatacentreHost(DatacentreSettings settings)
    {
        this.settings = settings;
        var builder = WebApplication.CreateEmptyBuilder(
            new() { EnvironmentName = settings.EnvironmentName, ContentRootPath = AppContext.BaseDirectory }
        );
        builder.Services.AddSingleton<IServer, InProcessServer>();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddDatacentre(settings);
        app = builder.Build();
        app.UseDatacentre(settings);

        inProcessServer = (InProcessServer)app.Services.GetRequiredService<IServer>();
        names = app.Services.GetRequiredService<HostNames>();
        feed = app.Services.GetRequiredService<ChangeFeed>();
        freshness = app.Services.GetRequiredService<Freshness>();
        settings.Tenants.Add(Datacentre.Name, app.Services.GetRequiredService<IDbContextFactory<Db>>());
    }

    public Datacentre Datacentre => settings.Datacentre;

    /// <summary>Its container, for the code that starts the process.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>The file with the first operator's link, created at this start; null if there is an operator, or in the demo.</summary>
    public string? FirstOperatorFile { get; private set; }

    /// <summary>Whether it accepts requests.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether it is ready: open, and not too far behind its change feed.</summary>
    public bool IsReady => IsOpen && feed.IsCurrent && freshness.MayAnswer;

    /// <summary>Why it can't store anything, with its name; null if it can.</summary>
    internal async Task<string?> StorageFault(CancellationToken cancellationToken) =>
        !IsOpen ? $"{Datacentre.Name}: {NotOpen}"
        : await app.Services.GetRequiredService<WriteProbe>().Fault(cancellationToken) is { } fault ? $"{Datacentre.Name}: {fault}"
        : null;

    /// <summary>Whether it serves the host name. What the host stands for is then attached to the request.</summary>
    public ValueTask<bool> Recognise(string host, IFeatureCollection request) => names.Recognise(host, request);

    public Task Handle(IFeatureCollection request) => inProcessServer.Handle(request);

    /// <summary>Waits for the database, migrates, seeds, starts to follow the change feed, and accepts requests.</summary>
    /// <exception cref="StartRefusedException">This process can't use the database.</exception>
    public async Task Open(CancellationToken cancellationToken)
    {
        try
        {
            await app.Services.GetRequiredService<DatabaseStartup>().Run(Prepare, cancellationToken);
            await Begin(cancellationToken);
        }
        catch (Exception exception) when (IsAboutTheDatabase(exception) || exception.IsStorage())
        {
            throw new StartRefusedException(
                $"Can't open the database of {Datacentre.Name}: {exception.Message} Check Tokenhouse:Datacentres:{Datacentre.Name}.",
                exception
            );
        }
    }

    /// <summary>Stops accepting requests and writes what is still in memory.</summary>
    public async Task Close(CancellationToken cancellationToken)
    {
        IsOpen = false;
        await app.StopAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>What can be repeated until the database answers.</summary>
    private async Task Prepare(CancellationToken cancellationToken)
    {
        await app.Services.GetRequiredService<BuiltInDataSeeder>().Seed(cancellationToken);
        RefuseOtherMasterKey();
        await using var scope = app.Services.CreateAsyncScope();
        if (!settings.Installation.Demo && await scope.ServiceProvider.GetRequiredService<DemoSeed>().IsPresent(cancellationToken))
            throw new StartRefusedException(
                $"The database of {Datacentre.Name} contains the demo with its published secrets. The demo runs only in Development. Use an empty database."
            );
    }

    private async Task Begin(CancellationToken cancellationToken)
    {
        await app.StartAsync(cancellationToken);
        RefuseMissingKeys();
        await using var scope = app.Services.CreateAsyncScope();
        if (settings.Installation.Demo)
            await scope.ServiceProvider.GetRequiredService<DemoSeed>().Seed(cancellationToken);
        else
            FirstOperatorFile = await app.Services.GetRequiredService<FirstOperatorFile>().Write(cancellationToken);
        freshness.Open();
        IsOpen = true;
    }

    internal static bool IsAboutTheDatabase(Exception exception) =>
        exception is DbException or ArgumentException or SocketException or TimeoutException or IOException or UnauthorizedAccessException;

    private void RefuseOtherMasterKey()
    {
        var ring = app.Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository!;
        if (MasterKeyEncryptor.OtherKey(ring.GetAllElements(), settings.MasterKey) is { } other)
            throw new StartRefusedException(
                $"The database of {Datacentre.Name} was sealed with the master key {other}, but this one is {settings.MasterKey.Id}. Use the master key of the first start."
            );
    }

    private void RefuseMissingKeys()
    {
        var ring = app.Services.GetRequiredService<SigningKeyRing>();
        foreach (var environment in Enum.GetValues<TenantEnvironment>())
        foreach (var algorithm in SigningAlgorithms.All)
            if (!ring.CanSign(environment, algorithm))
                throw new StartRefusedException(
                    $"Can't unseal any {algorithm} key of {environment} at {Datacentre.Name}. Restore the tables SigningKeys and ProtectionKeys from the same backup."
                );
    }

    /// <summary>The process's lifetime is that of the front application, not of a datacentre.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
