using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Demo;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Server.Hosting.Sealing;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Hub.Tenants;
using Tokenhouse.Server.OAuth.ClientState;
using Tokenhouse.Server.OAuth.Description;
using Tokenhouse.Server.OAuth.Introspection;
using Tokenhouse.Server.OAuth.Jwks;
using Tokenhouse.Server.OAuth.Metadata;
using Tokenhouse.Server.OAuth.RefusalReport;
using Tokenhouse.Server.OAuth.Revocation;
using Tokenhouse.Server.OAuth.Token;
using Tokenhouse.Server.OAuth.UserInfo;
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
        services.AddDatabase(settings);
        services.AddSealing(settings);

        // Started in this order: the feed covers everything loaded after it was opened.
        services.AddChangeFeed(settings);
        services.AddSingleton<KeyPairFactory>(SigningAlgorithms.Pair).AddSingleton<SigningKeyFactory>();
        services.AddSingleton<SigningKeyRing>().AddHostedService<SigningKeyRotationService>();
        services.AddSingleton<EventRecorder>().AddHostedService<EventWriter>();
        services.AddSingleton(settings.Installation.Activity.Retention).AddSingleton(settings.Installation.Bounds);
        services.AddSingleton(settings.Installation.Exports);
        services.AddSingleton<CleanupService>().AddHostedService(container => container.GetRequiredService<CleanupService>());

        services.AddSingleton<ClientDirectory>().AddSingleton<ClientAuthentication>().AddSingleton<AppKeys>();
        services.AddTokens(settings.Options);
        services.AddProtocolEndpoints();
        services.AddSingleton(settings.Installation.Dialects);
        services.AddSingleton(container => new EnabledDialects(settings.Options.Sites, container.GetRequiredService<ClientDirectory>()));
        services.AddPeople(settings.Datacentre, settings.Mail);
        services.AddSingleton(Names(settings));
        services.AddHub();
        services.AddAccess(settings.Datacentre);
        services.AddFirstOperator(settings);
        services.AddSingleton(container => new HostNames(
            settings.Datacentre,
            settings.Options,
            container.GetRequiredService<ClientDirectory>()
        ));
        settings.Replace(services);
    }

    private static void AddDatabase(this IServiceCollection services, DatacentreSettings settings)
    {
        services.AddSingleton<IDbContextFactory<Db>>(container => Database(settings, container));
        services.AddSingleton(container =>
            settings.Options.Migrator(
                settings.Installation,
                container.GetRequiredService<IDbContextFactory<Db>>(),
                container.GetRequiredService<TimeProvider>(),
                settings.Logs
            )
        );
        services.AddSingleton(settings).AddSingleton<DatabaseStartup>();
        services.AddSingleton<BuiltInDataSeeder>().AddScoped<DemoSeed>();
        services.AddSingleton<WriteProbe>();
    }

    private static void AddChangeFeed(this IServiceCollection services, DatacentreSettings settings)
    {
        services.AddSingleton(settings.Freezes).AddSingleton(settings.Installation.Database).AddSingleton<Freshness>();
        services
            .AddSingleton<CacheInvalidator>()
            .AddSingleton<ChangeFeed>()
            .AddHostedService(container => container.GetRequiredService<ChangeFeed>());
    }

    private static void AddProtocolEndpoints(this IServiceCollection services)
    {
        services
            .AddSingleton<TokenEndpoint>()
            .AddSingleton<IntrospectEndpoint>()
            .AddSingleton<RevokeEndpoint>()
            .AddSingleton<UserInfoEndpoint>();
        services.AddSingleton<MetadataEndpoint>().AddSingleton<JwksEndpoint>().AddSingleton<DescriptionEndpoint>();
        services.AddSingleton<ClientStateService>().AddSingleton<ClientStateEndpoint>().AddSingleton<RefusalReportEndpoint>();
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
        app.UseMiddleware<ExceptionHandlingMiddleware>();
        app.UseMiddleware<FreshnessMiddleware>();
        app.UseMiddleware<ForwardedAddressMiddleware>((IReadOnlyList<IPNetwork>)[.. settings.Installation.Proxies.Select(IPNetwork.Parse)]);
        app.UseStaticFiles(
            new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "public, max-age=3600" }
        );
        app.UseMiddleware<HeadMiddleware>();
        app.MapWhen(http => http.IsAtHub(), HubRoutes.Use);
        app.UseMiddleware<DialectDeprecationMiddleware>();
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
        services
            .AddSingleton<JwtSigner>()
            .AddSingleton<PersonClaims>()
            .AddSingleton<AuthorizationCodes>()
            .AddSingleton<RefreshTokenRotation>()
            .AddSingleton<TokenStore>()
            .AddSingleton<PersonTokenIssuer>()
            .AddSingleton<TokenIssuer>();
        services.AddSingleton<MemberDirectory>().AddSingleton<AccessTokens>().AddSingleton<JwtVerifier>().AddSingleton<IdTokenHints>();
        services
            .AddSingleton<TokenValidator>()
            .AddSingleton<RefreshTokenReader>()
            .AddSingleton<TokenRevocation>()
            .AddSingleton<AccessTokenRevocation>();
    }

    private static DbFactory Database(DatacentreSettings settings, IServiceProvider container)
    {
        IInterceptor[] interceptors =
        [
            new LocalInvalidationInterceptor(container.GetRequiredService<CacheInvalidator>()),
            new FreshnessInterceptor(container.GetRequiredService<Freshness>()),
            .. container.GetServices<IInterceptor>(),
        ];
        var clock = container.GetRequiredService<TimeProvider>();
        return settings
            .Options.Database(settings.Datacentre.Name, settings.Installation, clock, settings.Logs, interceptors)
            .With(container.GetRequiredService<FreezeDetector>().Clock);
    }
}
