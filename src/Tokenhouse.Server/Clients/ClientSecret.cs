using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Clients;

/// <summary>
/// Makes client secrets. Those that are made here look like <c>ths_live_</c>, 43 characters of 256 random bits
/// and a checksum of 6 characters: people see the environment, and scanners can recognise a real one. Authentication doesn't rely on
/// the format, so imported secrets can have any.
/// </summary>
public static class ClientSecret
{
    private const int ChecksumLength = 6;
    private const int HintLength = 3;

    public static SecretText Make(TenantEnvironment environment)
    {
        var body = Prefix(environment) + RandomText.Base64Url();
        return new(body + Checksum(body));
    }

    /// <summary>Whether a text is one of our secrets, by prefix and checksum. For scanners, never for authentication.</summary>
    public static bool LooksMade(string text) =>
        (
            text.StartsWith(Prefix(TenantEnvironment.LIVE), StringComparison.Ordinal)
            || text.StartsWith(Prefix(TenantEnvironment.UAT), StringComparison.Ordinal)
        )
        && text.Length > ChecksumLength
        && text[^ChecksumLength..] == Checksum(text[..^ChecksumLength]);

    /// <summary>The last characters, so that people can tell their secrets apart.</summary>
    public static string Hint(SecretText secret) => secret.Reveal() is var text && text.Length > 4 * HintLength ? text[^HintLength..] : "";

    private static string Prefix(TenantEnvironment environment) => environment is TenantEnvironment.LIVE ? "ths_live_" : "ths_uat_";

    private static string Checksum(string body) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(body)))[..ChecksumLength];
}
