using Xunit.v3;

namespace Tokenhouse.Tests.Support;

/// <summary>
/// Runs with <c>./test.sh --outer</c>: what needs a browser or other processes, or takes long, so that <c>./test.sh</c> answers within minutes.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OuterTierAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Tier", "Outer")];
}
