namespace Tokenhouse.Client;

/// <summary>Replaces small files so that a crash leaves the old or the new content, never a part. Only this account can read them.</summary>
internal static class DurableFile
{
    /// <summary>Two writers of one path must exclude each other.</summary>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var next = path + ".new";
        await using (var file = new FileStream(next, Options(FileMode.Create)))
        {
            await using var writer = new StreamWriter(file, leaveOpen: true);
            await writer.WriteAsync(text.AsMemory(), cancellationToken);
            await writer.FlushAsync(cancellationToken);
            file.Flush(flushToDisk: true);
        }
        File.Move(next, path, overwrite: true);
    }

    public static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
