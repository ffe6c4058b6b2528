using System.Globalization;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>Readable numbers.</summary>
internal static class NumberText
{
    /// <summary>A count with its noun: "1 token", "12,000 tokens".</summary>
    public static string Count(long count, string noun, string? nouns = null) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {(count == 1 ? noun : nouns ?? noun + "s")}";
}
