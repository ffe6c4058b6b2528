using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>The signing keys of the datacentre's sites, in memory. Follows the change feed, so that all servers sign with and publish the same keys.</summary>
public sealed partial class SigningKeyRing : ICacheInvalidationListener, IDisposable
{
    private readonly IDbContextFactory<Db> dbs;
    private readonly IDataProtectionProvider protection;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly SemaphoreSlim loading = new(1); // otherwise an older result could replace a newer one
    private volatile IReadOnlyList<LoadedSigningKey> keys = [];

    public SigningKeyRing(
        IDbContextFactory<Db> dbs,
        IDataProtectionProvider protection,
        TimeProvider clock,
        CacheInvalidator cacheInvalidator,
        ILogger<SigningKeyRing> log
    )
    {
        (this.dbs, this.protection, this.clock, this.log) = (dbs, protection, clock, log);
        cacheInvalidator.Add(this);
    }

    /// <summary>The key that currently signs: the latest one that has started.</summary>
    public LoadedSigningKey Signer(TenantEnvironment environment, string algorithm)
    {
        var now = clock.GetUtcNow();
        LoadedSigningKey? signer = null;
        foreach (var key in keys)
            if (
                key.Environment == environment
                && key.Algorithm == algorithm
                && key.SignsAt <= now
                && (signer is null || signer.SignsAt < key.SignsAt)
            )
                signer = key;
        return signer ?? throw new InvalidOperationException($"No {algorithm} key of {environment} is loaded.");
    }

    /// <summary>Whether a key is loaded that signs now or will.</summary>
    public bool CanSign(TenantEnvironment environment, string algorithm) =>
        keys.Any(key => key.Environment == environment && key.Algorithm == algorithm);

    /// <summary>
    /// The keys that verify a site's tokens: the next one before it signs, the current one, and retired ones until the last
    /// token they signed has expired.
    /// </summary>
    public IReadOnlyList<LoadedSigningKey> Published(TenantEnvironment environment)
    {
        var now = clock.GetUtcNow();
        return [.. keys.Where(key => key.Environment == environment && !IsExpired(key, now))];
    }

    /// <summary>Also those that no longer verify tokens, until they are deleted; never those that were revoked. Only for hints, which grant nothing.</summary>
    internal IReadOnlyList<LoadedSigningKey> Known(TenantEnvironment environment) => [.. keys.Where(key => key.Environment == environment)];

    /// <summary>Whether the key with that ID verifies a site's tokens.</summary>
    public bool Publishes(TenantEnvironment environment, string id)
    {
        foreach (var key in keys)
            if (key.Environment == environment && key.Id == id)
                return !IsExpired(key, clock.GetUtcNow());
        return false;
    }

    /// <summary>Reloads all keys. Loaded keys are kept, because unsealing is slow.</summary>
    public async ValueTask Load(CancellationToken cancellationToken)
    {
        await loading.WaitAsync(cancellationToken);
        try
        {
            await using var db = dbs.CreateDbContext();
            var rows = await db.SigningKeys.AsNoTracking().ToListAsync(cancellationToken);
            var known = keys;
            var loaded = rows.Select(row => known.FirstOrDefault(key => key.Id == row.Id) ?? Unseal(row)).OfType<LoadedSigningKey>();
            keys = [.. loaded.OrderBy(key => key.SignsAt).ThenBy(key => key.Id, StringComparer.Ordinal)];
        }
        finally
        {
            loading.Release();
        }
    }

    public void Dispose() => loading.Dispose();

    public ValueTask Changed(CacheKey cacheKey, CancellationToken cancellationToken) =>
        cacheKey.Kind is CacheKeyKind.SigningKeys ? Load(cancellationToken) : ValueTask.CompletedTask;

    /// <summary>Reloads all keys. Without a database, the loaded ones stay: they verify what they signed.</summary>
    public ValueTask Forget(CancellationToken cancellationToken) => Load(cancellationToken);

    /// <summary>The protector of private keys, bound to the key's ID so that rows can't be swapped.</summary>
    internal static IDataProtector Protector(IDataProtectionProvider protection, string keyId) =>
        protection.CreateProtector("Tokenhouse.SigningKey", keyId);

    private bool IsExpired(LoadedSigningKey key, DateTimeOffset now)
    {
        var successor = keys.FirstOrDefault(other =>
            other.Environment == key.Environment && other.Algorithm == key.Algorithm && other.Generation == key.Generation + 1
        );
        return successor is not null
            && successor.SignsAt + TokenPolicy.LongestAccessTokenLifetime + SigningKeyRotationService.Tolerance <= now;
    }

    /// <summary>Null for a key that can't be unsealed: one bad row must not affect the others.</summary>
    private LoadedSigningKey? Unseal(SigningKey row)
    {
        try
        {
            return LoadedSigningKey.From(row, Protector(protection, row.Id).Unprotect(row.Sealed));
        }
        catch (CryptographicException exception)
        {
            CannotUnseal(log, row.Id, exception);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Can't unseal the signing key {KeyId}. It is skipped.")]
    private static partial void CannotUnseal(ILogger log, string keyId, Exception exception);
}
