using Microsoft.AspNetCore.Identity;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>Identity's hasher, which hashes nothing, because <see cref="PasswordHashing"/> bounds how much is hashed at a time.</summary>
internal sealed class RefusingPasswordHasher : IPasswordHasher<Account>
{
    public string HashPassword(Account user, string password) => throw Unbounded();

    public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword) =>
        throw Unbounded();

    private static InvalidOperationException Unbounded() => new($"Only {nameof(PasswordHashing)} hashes passwords.");
}
