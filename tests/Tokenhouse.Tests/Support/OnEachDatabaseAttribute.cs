using System.Reflection;
using Xunit.Sdk;

namespace Tokenhouse.Tests.Support;

/// <summary>Runs a theory once on SQLite and once on PostgreSQL, with the arguments that follow.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnEachDatabaseAttribute(params object?[] arguments) : DataAttribute
{
    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) =>
        Enum.GetValues<Database>().Select(database => (object?[])[database, .. arguments]);
}
