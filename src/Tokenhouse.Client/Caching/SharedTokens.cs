using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tokenhouse.Client.Caching;

/// <summary>
/// The tokens that several processes share. Values are sealed, each for its own entry, before they leave the process. If the cache fails, the authority is
/// asked.
/// </summary>
internal sealed partial class SharedTokens(
    IServiceProvider services,
    IDataProtectionProvider protection,
    TimeProvider clock,
    ILogger<SharedTokens> logger
)
{
    public async Task<IssuedToken?> FindAsync(TokenKey key, TokenhouseClientOptions options, CancellationToken cancellationToken)
    {
        var (cache, entry) = (Cache(key), Entry(key, options));
        try
        {
            if (await cache.GetAsync(entry, cancellationToken) is not { } bytes)
                return null;
            var stored = JsonSerializer.Deserialize(Protector(entry).Unprotect(bytes), TokenJson.Default.SharedToken)!;
            var age = clock.GetUtcNow() - stored.ObtainedAt;
            if (age < TimeSpan.Zero || clock.GetUtcNow() >= stored.ExpiresAt)
                return null;
            return new(
                new AccessToken(stored.Value, stored.ExpiresAt, stored.Scopes),
                new(stored.ObtainedAt, clock.GetTimestamp() - (long)(age.TotalSeconds * clock.TimestampFrequency)),
                options.ClockSkew
            );
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Unusable(key.ClientName, exception.Message);
            return null;
        }
    }

    public async Task KeepAsync(TokenKey key, TokenhouseClientOptions options, IssuedToken token, CancellationToken cancellationToken)
    {
        var (cache, entry) = (Cache(key), Entry(key, options));
        try
        {
            var stored = new SharedToken(token.Access.Value, token.ObtainedAt, token.Access.ExpiresAt, [.. token.Access.Scopes]);
            var bytes = Protector(entry).Protect(JsonSerializer.SerializeToUtf8Bytes(stored, TokenJson.Default.SharedToken));
            await cache.SetAsync(entry, bytes, new() { AbsoluteExpiration = token.Access.ExpiresAt }, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Unusable(key.ClientName, exception.Message);
        }
    }

    private IDistributedCache Cache(TokenKey key) =>
        services.GetService<IDistributedCache>()
        ?? throw new InvalidOperationException(
            $"The Tokenhouse client '{key.ClientName}' has UseDistributedCache, but no IDistributedCache is registered. Register one, such as AddStackExchangeRedisCache."
        );

    private IDataProtector Protector(string entry) => protection.CreateProtector("Tokenhouse.Client.Tokens.v1", entry);

    /// <summary>By credential, not by name: programs may name it differently.</summary>
    private static string Entry(TokenKey key, TokenhouseClientOptions options)
    {
        var text = string.Join('\n', options.Authority, options.GrantType.ToString(), options.ClientId, key.Scope, key.Resource);
        return "tokenhouse:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    [LoggerMessage(3, LogLevel.Warning, "The distributed cache can't be used for the token of '{Client}': {Reason}")]
    private partial void Unusable(string client, string reason);
}
