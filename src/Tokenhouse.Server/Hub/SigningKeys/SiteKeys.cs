using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.SigningKeys;

/// <summary>The signing keys of a site and an algorithm, the oldest first.</summary>
internal sealed record SiteKeys(TenantEnvironment Environment, string Algorithm, IReadOnlyList<SigningKey> Keys)
{
    public SigningKey Latest => Keys[^1];

    /// <summary>Null if the site or algorithm doesn't exist.</summary>
    public static async Task<SiteKeys?> Find(Db db, string environment, string algorithm)
    {
        if (ClientKey.Read(environment) is not { } which)
            return null;
        var keys = await db
            .SigningKeys.Where(key => key.Environment == which && key.Algorithm == algorithm)
            .OrderBy(key => key.Generation)
            .ToListAsync();
        return keys.Count == 0 ? null : new(which, algorithm, keys);
    }
}
