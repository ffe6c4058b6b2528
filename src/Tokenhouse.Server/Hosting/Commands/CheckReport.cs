namespace Tokenhouse.Server.Hosting.Commands;

/// <summary>The lines of the command <c>check</c>: <c>OK</c>, <c>warning</c> or <c>failed</c>, what was checked, and what to do.</summary>
internal sealed class CheckReport(TextWriter output, bool hasColours)
{
    private const string Green = "32";
    private const string Yellow = "33";
    private const string Red = "31";

    public int Failures { get; private set; }

    public int Warnings { get; private set; }

    public Task Ok(string subject, string text) => Write(Green, "OK", subject, text);

    public Task Warn(string subject, string text)
    {
        Warnings++;
        return Write(Yellow, "warning", subject, text);
    }

    public Task Fail(string subject, string text)
    {
        Failures++;
        return Write(Red, "failed", subject, text);
    }

    private Task Write(string colour, string outcome, string subject, string text)
    {
        var padded = outcome.PadRight("warning".Length);
        return output.WriteLineAsync($"{(hasColours ? $"\e[{colour}m{padded}\e[0m" : padded)}  {subject}: {text}");
    }
}
