namespace Tokenhouse.Server.Hosting.Commands;

/// <summary>What the terminal shows. Colours are off without a terminal and with <c>NO_COLOR</c> (https://no-color.org).</summary>
internal static class Terminal
{
    public static bool HasColours =>
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("NO_COLOR"))
        && System.Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
}
