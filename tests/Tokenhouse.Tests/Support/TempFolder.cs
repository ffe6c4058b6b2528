namespace Tokenhouse.Tests.Support;

/// <summary>A folder that is gone when the test is over.</summary>
public sealed class TempFolder : IDisposable
{
    // Every commit of SQLite is forced to the disk; in memory that costs nothing, and no test pulls the plug.
    private const string InMemory = "/dev/shm";

    public string Path { get; } = Create();

    private static string Create()
    {
        if (!OperatingSystem.IsLinux() || !System.IO.Directory.Exists(InMemory))
            return System.IO.Directory.CreateTempSubdirectory("tokenhouse-").FullName;
        var path = System.IO.Path.Combine(InMemory, "tokenhouse-" + System.IO.Path.GetRandomFileName());
        return System
            .IO.Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
            .FullName;
    }

    public void Dispose() => System.IO.Directory.Delete(Path, recursive: true);
}
