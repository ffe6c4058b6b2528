using Tokenhouse.Core;

namespace Tokenhouse.Server.Tokens;

/// <summary>The algorithm that signs each site's access tokens; ES256 by default.</summary>
public sealed class AccessTokenAlgorithms(IReadOnlyDictionary<TenantEnvironment, string> configured)
{
    public string Of(TenantEnvironment environment) => configured.GetValueOrDefault(environment, SigningAlgorithms.ES256);
}
