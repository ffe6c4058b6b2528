using Tokenhouse.Protocol;
using Tokenhouse.Server.Hosting.Options;

namespace Tokenhouse.Server.Hosting;

/// <summary>Which dialects a site has: those that are configured, or else all.</summary>
internal sealed class SiteDialects(IReadOnlyDictionary<Environment, SiteOptions> sites)
{
    public bool Has(Environment environment, Dialect dialect) =>
        !sites.TryGetValue(environment, out var site) || site.Dialects.Count == 0 || site.Dialects.Contains(dialect.Name);
}
