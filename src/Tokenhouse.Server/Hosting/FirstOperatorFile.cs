using Tokenhouse.Server.Hub.People;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// Stores the first operator's link in a file that only the server's own account can read, because others may read terminals and their logs. A start
/// replaces it as long as there is no operator. Once the link was used or has expired, the file is deleted.
/// </summary>
/// <param name="first">Creates the link.</param>
/// <param name="path">Where the file is.</param>
/// <param name="clock">The time.</param>
/// <param name="log">Logs if the file couldn't be checked.</param>
internal sealed partial class FirstOperatorFile(
    FirstOperatorInvitation first,
    string path,
    TimeProvider clock,
    ILogger<FirstOperatorFile> log
) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private volatile bool isWritten;

    /// <summary>Creates a new link and writes it. Returns the file's path; null if there is an operator.</summary>
    public async Task<string?> Write(CancellationToken cancellationToken)
    {
        var link = await first.Invite(cancellationToken);
        File.Delete(path);
        if (link is null)
            return null;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var writer = new StreamWriter(path, options))
            await writer.WriteLineAsync(link);
        isWritten = true;
        return path;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                if (isWritten && !await first.IsWaiting(stoppingToken))
                {
                    File.Delete(path);
                    isWritten = false;
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                CannotTell(log, exception);
            }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Couldn't check the file with the first operator's link. Trying again in a minute.")]
    private static partial void CannotTell(ILogger log, Exception exception);
}
