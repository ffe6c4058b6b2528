using Microsoft.AspNetCore.Identity;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>Makes accounts; whoever asked for one saves it.</summary>
public sealed class NewAccounts(IPasswordHasher<Account> passwords, ILookupNormalizer normalizer, TimeProvider clock)
{
    /// <summary>An account whose mail address is known to be its own.</summary>
    public Account Make(string email, string name, string password)
    {
        var now = clock.GetUtcNow();
        var account = new Account
        {
            Id = Guid.CreateVersion7(now),
            UserName = email,
            NormalizedUserName = normalizer.NormalizeName(email),
            Email = email,
            NormalizedEmail = normalizer.NormalizeEmail(email),
            EmailConfirmed = true,
            Name = name,
            CreatedAt = now,
            SecurityStamp = RandomValue.Make(),
            LockoutEnabled = false, // guessing is throttled where it comes from; see Throttling
        };
        account.PasswordHash = passwords.HashPassword(account, password);
        return account;
    }
}
