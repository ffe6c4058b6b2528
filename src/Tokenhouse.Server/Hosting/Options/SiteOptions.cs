using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hosting.Options;

/// <summary>One site: <c>Tokenhouse:Datacentres:{name}:Sites:{LIVE|UAT}</c>.</summary>
public sealed record SiteOptions
{
    /// <summary>Additional host names of the site, such as a vendor's old ones. The issuer stays the site's.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The site's dialects; if empty, all.</summary>
    public IReadOnlyList<string> Dialects { get; init; } = [];

    /// <summary>The algorithm that signs access tokens.</summary>
    public string AccessTokenAlgorithm { get; init; } = SigningAlgorithms.ES256;
}
