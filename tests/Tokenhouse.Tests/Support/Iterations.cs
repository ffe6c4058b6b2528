namespace Tokenhouse.Tests.Support;

/// <summary>How often something is tried: often enough in every run, and as often as promised with <c>./test.sh --long</c>.</summary>
public static class Iterations
{
    public static bool Full { get; } = System.Environment.GetEnvironmentVariable("TOKENHOUSE_TEST_LONG") == "1";

    public static int Of(int usual, int full) => Full ? full : usual;
}
