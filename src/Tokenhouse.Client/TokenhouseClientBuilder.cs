using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tokenhouse.Client.Transport;

namespace Tokenhouse.Client;

/// <summary>Adds to a client what uses its tokens.</summary>
public sealed class TokenhouseClientBuilder
{
    internal TokenhouseClientBuilder(IServiceCollection services, string name) => (Services, Name) = (services, name);

    /// <summary>The services of the application.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The name of this client.</summary>
    public string Name { get; }

    /// <summary>
    /// Adds a typed HTTP client whose calls carry this client's token. The token is sent to the origin of <paramref name="baseAddress"/> only; a
    /// call to another one throws an <see cref="InvalidOperationException"/>.
    /// </summary>
    /// <param name="baseAddress">Where the API is. Begins with https, or is on loopback.</param>
    /// <param name="parameters">The scopes or resource of this API, if they differ from the client's options.</param>
    /// <param name="configure">Configures the HTTP client further.</param>
    /// <typeparam name="TClient">Your class, which takes an <see cref="HttpClient"/> in its constructor.</typeparam>
    public IHttpClientBuilder AddHttpClient<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TClient>(
        Uri baseAddress,
        TokenRequestParameters? parameters = null,
        Action<HttpClient>? configure = null
    )
        where TClient : class =>
        Services
            .AddHttpClient<TClient>(client =>
            {
                client.BaseAddress = baseAddress;
                configure?.Invoke(client);
            })
            .AddTokenhouseTokenHandler(Name, baseAddress, parameters);

    /// <summary>Keeps the sessions of people in files, sealed by Data Protection, so that they survive a crash. For one machine.</summary>
    /// <param name="folder">A folder that only this application uses. It is created if it doesn't exist.</param>
    public TokenhouseClientBuilder AddSessionStore(string folder)
    {
        Services.TryAddSingleton<RefreshTokenStore>(container => new FileRefreshTokenStore(
            folder,
            container.GetRequiredService<TimeProvider>()
        ));
        return this;
    }

    /// <summary>Keeps the sessions of people in a store of yours, such as a table that several machines share.</summary>
    /// <typeparam name="TStore">Your store.</typeparam>
    public TokenhouseClientBuilder AddSessionStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : RefreshTokenStore
    {
        Services.TryAddSingleton<RefreshTokenStore, TStore>();
        return this;
    }

    /// <summary>
    /// Configures how the authority is reached: a proxy, another name resolution, your own handlers. Redirects stay off, whatever primary handler you
    /// set.
    /// </summary>
    /// <param name="configure">Configures the HTTP client that sends token requests.</param>
    public TokenhouseClientBuilder ConfigureBackchannel(Action<IHttpClientBuilder> configure)
    {
        configure(Services.AddHttpClient(TokenEndpoint.HttpClientName(Name)));
        return this;
    }
}
