using Microsoft.EntityFrameworkCore;

namespace Tokenhouse.Server.Data;

/// <summary>Case conversion in queries, by the database's own functions.</summary>
public static class DatabaseCasing
{
    /// <summary>A text in lower case. SQLite only converts the letters A to Z.</summary>
    public static string Lower(string text) => throw new InvalidOperationException("This is only for queries.");

    internal static void Describe(ModelBuilder model) =>
        model.HasDbFunction(((Func<string, string>)Lower).Method).HasName("lower").IsBuiltIn();
}
