using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hosting.Options;

/// <summary>One site: <c>Tokenhouse:Datacentres:{name}:Sites:{LIVE|UAT}</c>.</summary>
public sealed record SiteOptions
{
    /// <summary>Further host names of the site, such as a vendor's old ones. The issuer stays the site's.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The dialects that the site has; none named: all.</summary>
    public IReadOnlyList<string> Dialects { get; init; } = [];

    /// <summary>What signs access tokens.</summary>
    public string AccessTokenAlgorithm { get; init; } = SigningAlgorithms.ES256;
}
