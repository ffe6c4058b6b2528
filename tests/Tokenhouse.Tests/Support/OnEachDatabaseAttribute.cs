using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Tokenhouse.Tests.Support;

/// <summary>Runs a theory once on SQLite and once on PostgreSQL, with the arguments that follow: for what depends on how a database works.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnEachDatabaseAttribute(params object?[] arguments) : DataAttribute, ITraitAttribute
{
    /// <summary>What runs on both databases anyway need not run once more on PostgreSQL alone.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Database", "Each")];

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Enum.GetValues<Database>().Select(database => new TheoryDataRow([database, .. arguments]))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
