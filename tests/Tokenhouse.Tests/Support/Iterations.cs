namespace Tokenhouse.Tests.Support;

/// <summary>How often something is tried: often enough in every run, and as often as promised with <c>./test.sh --long</c>.</summary>
public static class Iterations
{
    public static bool Full { get; } = System.Environment.GetEnvironmentVariable("TOKENHOUSE_TEST_LONG") == "1";

    public static int Of(int usual, int full) => Full ? full : usual;

    /// <summary>
    /// Every <paramref name="nth"/> of all combinations, and with the full counts all of them. The number must share no divisor with the length of an inner
    /// list, so that each of its elements has its turn.
    /// </summary>
    public static IEnumerable<T> Every<T>(int nth, IEnumerable<T> combinations) =>
        Full ? combinations : combinations.Where((_, index) => index % nth == 0);
}
