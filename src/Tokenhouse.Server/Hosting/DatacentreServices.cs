using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Tokenhouse.Server.Activity;
using Tokenhouse.Server.Admin.Tenants;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Demo;
using Tokenhouse.Server.Endpoints.ClientState;
using Tokenhouse.Server.Endpoints.Introspect;
using Tokenhouse.Server.Endpoints.Keys;
using Tokenhouse.Server.Endpoints.Metadata;
using Tokenhouse.Server.Endpoints.RefusalReport;
using Tokenhouse.Server.Endpoints.Revoke;
using Tokenhouse.Server.Endpoints.Token;
using Tokenhouse.Server.Endpoints.UserInfo;
using Tokenhouse.Server.Hosting.Areas;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Server.Hosting.Sealing;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hosting;

/// <summary>A datacentre's services and its request pipeline.</summary>
internal static class DatacentreServices
{
    public static void AddDatacentre(this IServiceCollection services, DatacentreSettings settings)
    {
        services.AddSingleton(settings.Logs).AddSingleton(TimeProvider.System).AddRoutingCore();
        services.AddSecurityHeaders();
        services.AddSingleton(settings.Datacentre).AddSingleton(settings.MasterKey).AddSingleton(settings.Hashing);
        services.AddSingleton<IDbContextFactory<Db>>(container => Database(settings, container));
        services.AddSingleton<Migrator>().AddSingleton<Foundation>().AddScoped<DemoSeed>();

        services.AddSealing(settings);

        // Started in this order: the feed covers everything loaded after it was opened.
        services
            .AddSingleton<Followers>()
            .AddSingleton<ChangeFeed>()
            .AddHostedService(container => container.GetRequiredService<ChangeFeed>());
        services.AddSingleton<NewPair>(SigningAlgorithms.Pair).AddSingleton<NewSigningKeys>();
        services.AddSingleton<KeyRing>().AddHostedService<KeyRotation>();
        services.AddSingleton<EventLog>().AddHostedService<EventWriter>();
        services.AddSingleton(settings.Installation.Activity.Retention).AddSingleton(settings.Installation.Bounds);
        services.AddSingleton(settings.Installation.Exports);
        services.AddSingleton<WriteProbe>();
        services.AddSingleton<Sweeper>().AddHostedService(container => container.GetRequiredService<Sweeper>());

        services.AddSingleton<ClientDirectory>().AddSingleton<ClientAuthentication>().AddSingleton<AppKeys>();
        services.AddTokens(settings.Options);
        services.AddSingleton<ClientStates>().AddSingleton<ClientStateEndpoint>().AddSingleton<RefusalReportEndpoint>();
        services.AddSingleton<IntrospectEndpoint>().AddSingleton<RevokeEndpoint>().AddSingleton<UserInfoEndpoint>();
        services.AddSingleton(settings.Installation.Dialects);
        services.AddSingleton(container => new SpokenDialects(settings.Options.Sites, container.GetRequiredService<ClientDirectory>()));
        services.AddPeople(settings.Datacentre, settings.Mail);
        services.AddSingleton(Names(settings));
        services.AddHub();
        services.AddAccess(settings.Datacentre);
        services.AddFirstOperator(settings);
        services.AddSingleton<TokenEndpoint>().AddSingleton<MetadataEndpoint>().AddSingleton<KeysEndpoint>();
        services.AddSingleton(container => new HostNames(
            settings.Datacentre,
            settings.Options,
            container.GetRequiredService<ClientDirectory>()
        ));
        settings.Replace(services);
    }

    private static void AddSealing(this IServiceCollection services, DatacentreSettings settings)
    {
        services.AddScoped(container => container.GetRequiredService<IDbContextFactory<Db>>().CreateDbContext()); // of the key ring
        services.AddDataProtection().SetApplicationName("Tokenhouse").PersistKeysToDbContext<Db>();
        services.Configure<KeyManagementOptions>(options => options.XmlEncryptor = new MasterKeyEncryptor(settings.MasterKey));
    }

    private static void AddFirstOperator(this IServiceCollection services, DatacentreSettings settings)
    {
        var link = Path.GetFullPath(Path.Combine(settings.Installation.DataFolder, $"{settings.Datacentre.Name}.first-operator"));
        services
            .AddSingleton(container => ActivatorUtilities.CreateInstance<FirstOperatorFile>(container, link))
            .AddHostedService(container => container.GetRequiredService<FirstOperatorFile>());
    }

    public static void UseDatacentre(this WebApplication app, DatacentreSettings settings)
    {
        app.UseSecurityHeaders(settings.Datacentre.BaseUrl);
        app.UseMiddleware<Failures>();
        app.UseMiddleware<ForwardedAddresses>((IReadOnlyList<IPNetwork>)[.. settings.Installation.Proxies.Select(IPNetwork.Parse)]);
        app.UseStaticFiles(
            new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "public, max-age=3600" }
        );
        app.MapWhen(http => http.IsAtHub(), HubRoutes.Use);
        app.UseMiddleware<Farewells>();
        app.UseRouting();
        app.UseAccess();
        Routes.Map(app);
    }

    private static TenantNames Names(DatacentreSettings settings) =>
        new(settings.Datacentre, new(settings.Installation.Datacentres.Keys), settings.Installation.TenantNumbers, settings.Tenants);

    private static void AddTokens(this IServiceCollection services, DatacentreOptions options)
    {
        services.AddSingleton(
            new AccessTokenAlgorithms(options.Sites.ToDictionary(site => site.Key, site => site.Value.AccessTokenAlgorithm))
        );
        services.AddSingleton<Signer>().AddSingleton<Codes>().AddSingleton<Families>().AddSingleton<Issued>().AddSingleton<Issuer>();
        services.AddSingleton<MemberDirectory>().AddSingleton<AccessTokens>().AddSingleton<JwtVerifier>();
        services.AddSingleton<Reader>().AddSingleton<RefreshTokenReader>().AddSingleton<Revocation>().AddSingleton<AccessTokenRevocation>();
    }

    private static DbFactory Database(DatacentreSettings settings, IServiceProvider container)
    {
        IInterceptor[] interceptors = [new OwnChanges(container.GetRequiredService<Followers>()), .. container.GetServices<IInterceptor>()];
        var clock = container.GetRequiredService<TimeProvider>();
        return settings.Options.Database(settings.Datacentre.Name, settings.Installation, clock, settings.Logs, interceptors);
    }
}
