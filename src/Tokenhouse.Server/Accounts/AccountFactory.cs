using Microsoft.AspNetCore.Identity;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>Creates accounts. The caller saves it.</summary>
public sealed class AccountFactory(PasswordHashing hashing, ILookupNormalizer normalizer, TimeProvider clock)
{
    /// <summary>The hash of a chosen password, for <see cref="Make"/>.</summary>
    /// <exception cref="ServerBusyException">Its turn to be hashed didn't come in time.</exception>
    public Task<string> Hash(string password, HashingOrigin origin) => hashing.Hash(password, origin);

    /// <summary>An account whose email address is confirmed.</summary>
    public Account Make(string email, string name, string passwordHash)
    {
        var now = clock.GetUtcNow();
        return new()
        {
            Id = Guid.CreateVersion7(now),
            UserName = email,
            NormalizedUserName = normalizer.NormalizeName(email),
            Email = email,
            NormalizedEmail = normalizer.NormalizeEmail(email),
            EmailConfirmed = true,
            Name = name,
            CreatedAt = now,
            SecurityStamp = RandomText.Base64Url(),
            PasswordHash = passwordHash,
            LockoutEnabled = false, // guessing is throttled at its source; see Throttling
        };
    }
}
