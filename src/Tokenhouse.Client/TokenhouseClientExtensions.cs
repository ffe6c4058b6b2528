using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using Tokenhouse.Client.Caching;
using Tokenhouse.Client.Sessions;
using Tokenhouse.Client.Transport;

namespace Tokenhouse.Client;

/// <summary>Adds Tokenhouse's tokens to an application.</summary>
public static class TokenhouseClientExtensions
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5); // so that a changed DNS name is resolved again

    /// <summary>
    /// Adds a client under a name. If its options are invalid, the start fails with an <see cref="OptionsValidationException"/> that says what to
    /// write.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">Your name for this credential, such as <c>hr</c>. An application can have several.</param>
    /// <param name="configure">Sets the options, for example by binding a section of the configuration.</param>
    public static TokenhouseClientBuilder AddTokenhouseClient(
        this IServiceCollection services,
        string name,
        Action<TokenhouseClientOptions> configure
    )
    {
        services.AddOptions<TokenhouseClientOptions>(name).Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<TokenhouseClientOptions>, TokenhouseClientOptionsValidator>()
        );
        services.AddDataProtection();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ClientSecretReader>();
        services.TryAddSingleton<TokenEndpoint>();
        services.TryAddSingleton<ClientTokens>();
        services.TryAddSingleton<SharedTokens>();
        services.TryAddSingleton<SessionTokens>();
        services.TryAddSingleton<TokenCache>();
        services.TryAddSingleton(container => new TokenAcquisition(container.GetRequiredService<TokenCache>()));
        services.TryAddSingleton(container => new TokenhouseSessions(
            container.GetRequiredService<TokenCache>(),
            container.GetRequiredService<SessionTokens>()
        ));
        services.TryAddSingleton(container => new BrowserSignIn(
            container.GetRequiredService<IOptionsMonitor<TokenhouseClientOptions>>(),
            container.GetRequiredService<TokenEndpoint>(),
            container.GetRequiredService<TokenhouseSessions>(),
            container.GetRequiredService<TimeProvider>()
        ));
        AddBackchannel(services, TokenEndpoint.HttpClientName(name));
        return new(services, name);
    }

    /// <summary>
    /// Sends a client's token with each request of an HTTP client. After a 401, it repeats the call once with a new token, if the body can be sent again:
    /// none, JSON, text, bytes or a form. Streams and multipart bodies aren't repeated; the next call gets a new token.
    /// </summary>
    /// <param name="builder">The HTTP client.</param>
    /// <param name="clientName">The name given to <see cref="AddTokenhouseClient"/>.</param>
    /// <param name="api">Where the API is. The token is sent to this origin only.</param>
    /// <param name="parameters">The scopes or resource of this API, if they differ from the client's options.</param>
    public static IHttpClientBuilder AddTokenhouseTokenHandler(
        this IHttpClientBuilder builder,
        string clientName,
        Uri api,
        TokenRequestParameters? parameters = null
    )
    {
        if (!TokenhouseClientOptionsValidator.IsSafe(api))
            throw new ArgumentException($"The API's address '{api}' must begin with https. Use http only on loopback.", nameof(api));
        return builder.AddHttpMessageHandler(container => new AccessTokenHandler(
            container.GetRequiredService<TokenAcquisition>(),
            clientName,
            api,
            parameters ?? new()
        ));
    }

    private static void AddBackchannel(IServiceCollection services, string httpClientName)
    {
        services
            .AddHttpClient(httpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan) // each request has its own
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler { UseCookies = false, PooledConnectionLifetime = ConnectionLifetime }
            )
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        // After everything that the application configures: secrets must not follow a redirect.
        services.PostConfigure<HttpClientFactoryOptions>(
            httpClientName,
            options => options.HttpMessageHandlerBuilderActions.Add(backchannel => DisableRedirects(backchannel.PrimaryHandler))
        );
    }

    private static void DisableRedirects(HttpMessageHandler handler)
    {
        if (handler is SocketsHttpHandler sockets)
            sockets.AllowAutoRedirect = false;
        else if (handler is HttpClientHandler client)
            client.AllowAutoRedirect = false;
    }
}
