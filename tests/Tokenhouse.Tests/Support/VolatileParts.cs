using System.Text.RegularExpressions;

namespace Tokenhouse.Tests.Support;

/// <summary>Names what differs in every page, so that the rest can be compared: sealed values and challenges.</summary>
public static partial class VolatileParts
{
    public static string Named(Answer answer) => Challenge().Replace(Sealed().Replace(answer.ToString(), "{sealed}"), "$1{challenge}");

    [GeneratedRegex("CfDJ8[A-Za-z0-9_-]+", RegexOptions.None, 1000)]
    private static partial Regex Sealed();

    [GeneratedRegex("(challenge&quot;:&quot;)[A-Za-z0-9_-]+", RegexOptions.None, 1000)]
    private static partial Regex Challenge();
}
