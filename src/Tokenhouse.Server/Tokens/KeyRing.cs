using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>The signing keys of the datacentre's sites, in memory. Follows the change feed, so that all servers sign and publish alike.</summary>
public sealed class KeyRing : IFollower
{
    private readonly IDbContextFactory<Db> dbs;
    private readonly IDataProtectionProvider protection;
    private readonly TimeProvider clock;
    private volatile IReadOnlyList<LoadedKey> keys = [];

    public KeyRing(IDbContextFactory<Db> dbs, IDataProtectionProvider protection, TimeProvider clock, ChangeFeed feed)
    {
        (this.dbs, this.protection, this.clock) = (dbs, protection, clock);
        feed.Tell(this);
    }

    /// <summary>The key that signs now: of those whose time has come, the latest.</summary>
    public LoadedKey Signer(Environment environment, string algorithm)
    {
        var now = clock.GetUtcNow();
        LoadedKey? signer = null;
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

    /// <summary>
    /// The keys that verify tokens of a site: the next one before it signs, the one that signs, and retired ones until the last
    /// token that they signed has expired.
    /// </summary>
    public IReadOnlyList<LoadedKey> Published(Environment environment)
    {
        var now = clock.GetUtcNow();
        return [.. keys.Where(key => key.Environment == environment && !Outlived(key, now))];
    }

    /// <summary>Reads all keys again. Keys that are loaded already are kept: unsealing one is slow.</summary>
    public async ValueTask Load(CancellationToken cancellationToken)
    {
        await using var db = dbs.CreateDbContext();
        var rows = await db.SigningKeys.AsNoTracking().ToListAsync(cancellationToken);
        keys =
        [
            .. rows.Select(row => keys.FirstOrDefault(key => key.Id == row.Id) ?? Unseal(row))
                .OrderBy(key => key.SignsAt)
                .ThenBy(key => key.Id, StringComparer.Ordinal),
        ];
    }

    public ValueTask Changed(Subject subject, CancellationToken cancellationToken) =>
        subject.Topic is Topic.SigningKeys ? Load(cancellationToken) : ValueTask.CompletedTask;

    /// <summary>Keys stay: they verify what they signed, and without a database nothing new could be loaded.</summary>
    public ValueTask Forget(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The protector of private keys; bound to the key's id, so that rows cannot be swapped.</summary>
    internal static IDataProtector Protector(IDataProtectionProvider protection, string keyId) =>
        protection.CreateProtector("Tokenhouse.SigningKey", keyId);

    private bool Outlived(LoadedKey key, DateTimeOffset now)
    {
        var successor = keys.FirstOrDefault(other =>
            other.Environment == key.Environment && other.Algorithm == key.Algorithm && other.Generation == key.Generation + 1
        );
        return successor is not null && successor.SignsAt + TokenPolicy.LongestAccessTokenLifetime + KeyRotation.Tolerance <= now;
    }

    private LoadedKey Unseal(SigningKey row) => LoadedKey.From(row, Protector(protection, row.Id).Unprotect(row.Sealed));
}
