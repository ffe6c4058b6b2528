namespace Tokenhouse.Tests.Support;

/// <summary>A folder that is gone when the test is over.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = System.IO.Directory.CreateTempSubdirectory("tokenhouse-").FullName;

    public void Dispose() => System.IO.Directory.Delete(Path, recursive: true);
}
