namespace Tokenhouse.Server.Data;

/// <summary>
/// The files of an embedded database are only for the server's own account, because they contain hashes and sealed keys. SQLite gives the files next to a
/// database the mode of the database.
/// </summary>
internal static class SqliteFiles
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string[] Endings = ["", "-wal", "-shm", "-journal", ".lock"];

    /// <summary>Creates the database with mode 0600 if there is none, and removes other accounts' access to an existing one.</summary>
    /// <exception cref="UnauthorizedAccessException">It belongs to another account, which has to do this itself.</exception>
    public static void Protect(string database)
    {
        if (OperatingSystem.IsWindows())
            return;
        if (!File.Exists(database))
            Create(database);
        foreach (var file in Endings.Select(ending => database + ending).Where(File.Exists))
            RestrictAccess(file);
    }

    // An existing file is never opened: closing it would release SQLite's locks in this process.
    private static void Create(string database)
    {
        try
        {
            Open(database, FileMode.CreateNew).Dispose();
        }
        catch (IOException) when (File.Exists(database))
        {
            return; // another server that is starting was first
        }
    }

    /// <summary>Creates a file exclusively that others can't read.</summary>
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

    private static void RestrictAccess(string file)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~Own) != UnixFileMode.None)
                File.SetUnixFileMode(file, Own);
        }
        catch (FileNotFoundException)
        {
            return; // SQLite deletes the files next to a database when the last connection closes
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new UnauthorizedAccessException($"Other accounts can read {file}. Run `chmod 600 {file}` as its owner.", exception);
        }
    }
}
