using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Tokenhouse.Core;
using Secret = Tokenhouse.Server.Data.Entities.Secret;

namespace Tokenhouse.Server.Clients;

/// <summary>
/// App keys: 32 letters and digits, 190 random bits. Unlike other secrets they can be shown again, so that beside the hash by which they are
/// recognised a sealed copy is kept, which opens at the row that it was made for and nowhere else.
/// </summary>
public sealed class AppKeys(IDataProtectionProvider protection)
{
    public static SecretText Make() => new(RandomText.Alphanumeric());

    /// <summary>A key of a client, made here or elsewhere, as it is stored.</summary>
    public Secret Seal(SecretText key, string clientId, long tenantId, Environment environment, DateTimeOffset now, string madeBy = "")
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

    /// <summary>The key itself, for those who are entitled to see it; null for a secret that cannot be shown again.</summary>
    /// <exception cref="CryptographicException">The copy is not that of this row, or its key is lost.</exception>
    public SecretText? Open(Secret secret) =>
        secret.Sealed is { } copy
            ? new(Encoding.UTF8.GetString(For(secret.Id, secret.ClientId, secret.Environment).Unprotect(copy)))
            : null;

    private IDataProtector For(Guid secret, string clientId, Environment environment) =>
        protection.CreateProtector("Tokenhouse.AppKey", environment.ToString(), clientId, secret.ToString("N"));
}
