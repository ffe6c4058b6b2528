namespace Tokenhouse.Client;

/// <summary>
/// Keeps each session in a file of one folder, readable by this account only. Processes of one machine can share the folder. A crash at any moment leaves
/// the old or the new text.
/// </summary>
public sealed class FileRefreshTokenStore : RefreshTokenStore
{
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(20);

    private readonly string folder;
    private readonly TimeProvider clock;

    /// <param name="folder">A folder that only this application uses. It is created if it doesn't exist.</param>
    /// <param name="clock">Measures the waits for other processes.</param>
    public FileRefreshTokenStore(string folder, TimeProvider clock)
    {
        (this.folder, this.clock) = (folder, clock);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <inheritdoc/>
    public override async Task<IAsyncDisposable> LockAsync(string key, CancellationToken cancellationToken)
    {
        // The operating system releases the lock when the process ends, however it ends. The file stays: deleting it would let two in.
        var path = File(key) + ".lock";
        while (true)
        {
            try
            {
                return new FileStream(path, DurableFile.Options(FileMode.OpenOrCreate));
            }
            catch (IOException) when (System.IO.File.Exists(path))
            {
                await Task.Delay(LockRetry, clock, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public override async Task<string?> ReadAsync(string key, CancellationToken cancellationToken) =>
        System.IO.File.Exists(File(key)) ? await System.IO.File.ReadAllTextAsync(File(key), cancellationToken) : null;

    /// <inheritdoc/>
    public override Task WriteAsync(string key, string value, CancellationToken cancellationToken) =>
        DurableFile.WriteAsync(File(key), value, cancellationToken);

    /// <inheritdoc/>
    public override Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        System.IO.File.Delete(File(key));
        return Task.CompletedTask;
    }

    private string File(string key) => Path.Combine(folder, key);
}
