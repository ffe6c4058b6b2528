using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// The only place that hashes passwords, a bounded number at a time. Identity gets <see cref="RefusingPasswordHasher"/>, so that none of its own
/// methods bypasses the bound.
/// </summary>
public sealed class PasswordHashing(PasswordHashingPool threads, IOptions<PasswordHasherOptions> options) : IDisposable
{
    /// <summary>How many known pairs of account and network are remembered.</summary>
    public const int MostKnown = 10_000;

    private readonly PasswordHasher<Account> hasher = new(options);
    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = MostKnown });

    /// <summary>Whether an attempt would be accepted now. Checked before anything is written for it.</summary>
    public bool HasRoom(HashingOrigin origin) => threads.HasRoom(origin, IsKnown(origin));

    /// <summary>Whether the network sends wrong passwords too fast.</summary>
    public bool IsLimited(HashingOrigin origin) => threads.IsLimited(origin, IsKnown(origin));

    /// <exception cref="ServerBusyException">There was no turn in time.</exception>
    public Task<string> Hash(string password, HashingOrigin origin) =>
        threads.Compute(origin, IsKnown(origin), () => hasher.HashPassword(null!, password));

    /// <summary>
    /// Compares a password with an account's. Without an account, it takes as long, and the password is wrong. The correct password of a
    /// disabled account counts as a wrong one, so that its network can't tell.
    /// </summary>
    /// <exception cref="ServerBusyException">There was no turn in time.</exception>
    public async Task<Comparison> Compare(Account? account, string password, HashingOrigin origin)
    {
        var comparison = await threads.Guess(origin, IsKnown(origin), () => Compare(account?.PasswordHash, password), MaySignIn);
        if (MaySignIn(comparison))
            known.Set(origin, true, new MemoryCacheEntryOptions { Size = 1 });
        return comparison;

        bool MaySignIn(Comparison compared) => compared.IsRight && account is { DisabledAt: null };
    }

    public void Dispose() => known.Dispose();

    private Comparison Compare(string? hash, string password)
    {
        if (hash is not null)
            return hasher.VerifyHashedPassword(null!, hash, password) switch
            {
                PasswordVerificationResult.Success => new(IsRight: true, Stronger: null),
                PasswordVerificationResult.SuccessRehashNeeded => new(IsRight: true, hasher.HashPassword(null!, password)),
                _ => new(IsRight: false, Stronger: null),
            };
        hasher.HashPassword(null!, password);
        return new(IsRight: false, Stronger: null);
    }

    private bool IsKnown(HashingOrigin origin) => known.TryGetValue(origin, out _);

    /// <param name="IsRight">Whether the password is the hash's.</param>
    /// <param name="Stronger">A new hash, if the old one has fewer rounds than currently required.</param>
    public sealed record Comparison(bool IsRight, string? Stronger);
}
