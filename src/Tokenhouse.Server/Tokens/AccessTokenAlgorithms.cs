namespace Tokenhouse.Server.Tokens;

/// <summary>The algorithm that signs each site's access tokens; ES256 by default.</summary>
public sealed class AccessTokenAlgorithms(IReadOnlyDictionary<Environment, string> configured)
{
    public string Of(Environment environment) => configured.GetValueOrDefault(environment, SigningAlgorithms.ES256);
}
