using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Tokenhouse.Core;
using Secret = Tokenhouse.Server.Data.Entities.Secret;

namespace Tokenhouse.Server.Clients;

/// <summary>
/// App keys: 32 letters and digits, 190 random bits. Unlike other secrets, they can be shown again. So in addition to the hash, a
/// sealed copy is stored, which can be unsealed only for the row it was created for.
/// </summary>
public sealed class AppKeys(IDataProtectionProvider protection)
{
    public static SecretText Make() => new(RandomText.Alphanumeric());

    /// <summary>A client's key as it is stored, created here or elsewhere.</summary>
    public Secret Seal(
        SecretText key,
        string clientId,
        long tenantId,
        TenantEnvironment environment,
        DateTimeOffset now,
        string madeBy = ""
    )
    {
        var id = Guid.CreateVersion7(now);
        return new()
        {
            Id = id,
            ClientId = clientId,
            TenantId = tenantId,
            Environment = environment,
            Hash = TextHash.Of(key),
            Hint = ClientSecret.Hint(key),
            Sealed = For(id, clientId, environment).Protect(Encoding.UTF8.GetBytes(key.Reveal())),
            MadeBy = madeBy,
            CreatedAt = now,
        };
    }

    /// <summary>The key itself; null for a secret that can't be shown again.</summary>
    /// <exception cref="CryptographicException">The copy belongs to another row, or its key is lost.</exception>
    public SecretText? Open(Secret secret) =>
        secret.Sealed is { } copy
            ? new(Encoding.UTF8.GetString(For(secret.Id, secret.ClientId, secret.Environment).Unprotect(copy)))
            : null;

    private IDataProtector For(Guid secret, string clientId, TenantEnvironment environment) =>
        protection.CreateProtector("Tokenhouse.AppKey", environment.ToString(), clientId, secret.ToString("N"));
}
