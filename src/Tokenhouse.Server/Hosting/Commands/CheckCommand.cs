using System.Globalization;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Server.Notifications;

namespace Tokenhouse.Server.Hosting.Commands;

/// <summary>
/// The command <c>check</c>: a line for everything that a server needs, and what to do about what is wrong. It changes nothing and prints no secret.
/// </summary>
internal static class CheckCommand
{
    /// <summary>How long one check waits.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>The exit code: 1 if something failed.</returns>
    public static async Task<int> Run(string[] settings, TextWriter output, bool hasColours, CancellationToken cancellationToken)
    {
        var report = new CheckReport(output, hasColours);
        if (await Configuration(settings, report) is { } read)
        {
            await DataFolder(read, report);
            foreach (var target in read.Datacentres(named: null))
                await DatabaseChecks.Run(read, target, report, cancellationToken);
            await Mail(read, report, cancellationToken);
            await HostChecks.Run(read, report, cancellationToken);
        }
        await output.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"Failed: {report.Failures}. Warnings: {report.Warnings}.")
        );
        return report.Failures > 0 ? ServerCommandLine.Failed : ServerCommandLine.Done;
    }

    /// <summary>Bounds a check in time. What goes wrong becomes a line.</summary>
    public static async Task Try(
        CheckReport report,
        string subject,
        string advice,
        Func<CancellationToken, Task> check,
        CancellationToken cancellationToken
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await check(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await report.Fail(subject, $"no answer within {Patience.TotalSeconds} s. {advice}");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            await report.Fail(subject, $"{Line(exception)} {advice}");
        }
    }

    private static string Line(Exception exception)
    {
        var cause =
            exception.InnerException is { } inner && exception is HttpRequestException or InvalidOperationException ? inner : exception;
        return cause.Message.ReplaceLineEndings(" ").Trim();
    }

    private static async Task<CommandSettings?> Configuration(string[] settings, CheckReport report)
    {
        const string subject = "configuration";
        try
        {
            var read = CommandSettings.Read(settings);
            if (read.Options.Demo && !read.IsDevelopment)
                await report.Fail(subject, "Tokenhouse:Demo is set, but the demo runs only in Development. Remove it.");
            else
                await report.Ok(subject, $"{string.Join(", ", read.Options.Running.Select(named => named.Key))} at {read.Options.BaseUrl}");
            return read;
        }
        catch (StartRefusedException refused)
        {
            foreach (var sentence in refused.Message.Split(System.Environment.NewLine))
                await report.Fail(subject, sentence);
            return null;
        }
    }

    private static async Task DataFolder(CommandSettings read, CheckReport report)
    {
        var folder = Path.GetFullPath(read.Options.DataFolder);
        var probe = Path.Combine(folder, Path.GetRandomFileName());
        try
        {
            await using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose)) { }
            await report.Ok("data folder", folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await report.Fail(
                "data folder",
                $"{exception.Message} Create it, and let the server's account write to it: Tokenhouse:DataFolder."
            );
        }
    }

    private static async Task Mail(CommandSettings read, CheckReport report, CancellationToken cancellationToken)
    {
        const string subject = "mail";
        if (MailOptions.Route(read.Options, read.IsDevelopment) is not EmailDelivery.Smtp smtp)
        {
            await report.Warn(subject, "no mail server. People can't reset forgotten passwords. Set Tokenhouse:Mail.");
            return;
        }
        await Try(
            report,
            subject,
            "Check Tokenhouse:Mail.",
            async patience =>
            {
                await SmtpEmailSender.Check(smtp, patience);
                await report.Ok(subject, $"{smtp.Host}:{smtp.Port} accepts connections{(smtp.Login is null ? "" : " and the password")}");
            },
            cancellationToken
        );
    }
}
