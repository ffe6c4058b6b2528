namespace Tokenhouse.Server.Data;

/// <summary>
/// The files of an embedded database are for the server's own account alone: hashes and sealed keys are in them. SQLite gives the files beside a
/// database the mode of the database.
/// </summary>
internal static class SqliteFiles
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string[] Endings = ["", "-wal", "-shm", "-journal", ".lock"];

    /// <summary>Creates the database with the mode 0600 if there is none, and takes from others what they may do with one that is there.</summary>
    /// <exception cref="UnauthorizedAccessException">It belongs to another account, which has to do that itself.</exception>
    public static void Protect(string database)
    {
        if (OperatingSystem.IsWindows())
            return;
        if (!File.Exists(database))
            Create(database);
        foreach (var file in Endings.Select(ending => database + ending).Where(File.Exists))
            Tighten(file);
    }

    // Never opened when it is there: closing it would release the locks that SQLite holds on it in this process.
    private static void Create(string database)
    {
        try
        {
            Open(database, FileMode.CreateNew).Dispose();
        }
        catch (IOException) when (File.Exists(database))
        {
            return; // another server that starts at the same time was first
        }
    }

    /// <summary>Opens a file that others cannot read, alone.</summary>
    public static FileStream Open(string file, FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Own;
        return new(file, options);
    }

    private static void Tighten(string file)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~Own) != UnixFileMode.None)
                File.SetUnixFileMode(file, Own);
        }
        catch (FileNotFoundException)
        {
            return; // SQLite deletes the files beside a database when the last connection closes
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new UnauthorizedAccessException($"Others can read {file}. Run `chmod 600 {file}` as its owner.", exception);
        }
    }
}
