namespace Tokenhouse.Server.Tokens;

/// <summary>Which algorithm signs the access tokens of each site; ES256 unless configured.</summary>
public sealed class AccessTokenAlgorithms(IReadOnlyDictionary<Environment, string> configured)
{
    public string Of(Environment environment) => configured.GetValueOrDefault(environment, SigningAlgorithms.ES256);
}
