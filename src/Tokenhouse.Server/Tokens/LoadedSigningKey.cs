using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>A signing key, unsealed and ready.</summary>
public sealed class LoadedSigningKey
{
    private LoadedSigningKey(SigningKey row, AsymmetricSecurityKey key)
    {
        key.KeyId = row.Id;
        (Environment, Algorithm, Generation, SignsAt) = (row.Environment, row.Algorithm, row.Generation, row.SignsAt);
        Credentials = new(key, row.Algorithm);
    }

    public string Id => Credentials.Key.KeyId;

    public TenantEnvironment Environment { get; }

    public string Algorithm { get; }

    public int Generation { get; }

    public DateTimeOffset SignsAt { get; }

    public SigningCredentials Credentials { get; }

    /// <summary>The public key only (RFC 7517).</summary>
    public JsonWebKey PublicKey() =>
        Credentials.Key switch
        {
            ECDsaSecurityKey ec => JsonWebKeyConverter.ConvertFromECDsaSecurityKey(
                new(ECDsa.Create(ec.ECDsa.ExportParameters(includePrivateParameters: false))) { KeyId = Id }
            ),
            RsaSecurityKey rsa => JsonWebKeyConverter.ConvertFromRSASecurityKey(
                new(rsa.Rsa.ExportParameters(includePrivateParameters: false)) { KeyId = Id }
            ),
            var other => throw new InvalidOperationException($"Keys of the type {other.GetType().Name} are not published."),
        };

    public static LoadedSigningKey From(SigningKey row, byte[] privateKey)
    {
        switch (row.Algorithm)
        {
            case SigningAlgorithms.ES256:
                var ec = ECDsa.Create();
                ec.ImportPkcs8PrivateKey(privateKey, out _);
                return new(row, new ECDsaSecurityKey(ec));
            case SigningAlgorithms.RS256:
                var rsa = RSA.Create();
                rsa.ImportPkcs8PrivateKey(privateKey, out _);
                return new(row, new RsaSecurityKey(rsa));
            default:
                throw new InvalidOperationException($"The signing key {row.Id} is of the unknown algorithm {row.Algorithm}.");
        }
    }
}
