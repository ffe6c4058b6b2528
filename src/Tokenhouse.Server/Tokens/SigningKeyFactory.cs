using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Tokens;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>Creates key pairs and seals them at once.</summary>
public sealed class SigningKeyFactory(IDataProtectionProvider protection, KeyPairFactory pair, TimeProvider clock)
{
    public SigningKey Make(TenantEnvironment environment, string algorithm, int generation, DateTimeOffset signsAt)
    {
        using var key = pair(algorithm);
        SecurityKey named = key is ECDsa ec ? new ECDsaSecurityKey(ec) : new RsaSecurityKey((RSA)key);
        var id = Base64UrlEncoder.Encode(named.ComputeJwkThumbprint());
        return new()
        {
            Id = id,
            Environment = environment,
            Algorithm = algorithm,
            Generation = generation,
            Sealed = SigningKeyRing.Protector(protection, id).Protect(key.ExportPkcs8PrivateKey()),
            CreatedAt = clock.GetUtcNow(),
            SignsAt = signsAt,
        };
    }
}
