namespace Tokenhouse.Client;

/// <summary>
/// Keeps the sessions of people: for each key, a text that this package has sealed. Derive from it to use your database. A session is lost if a written
/// text is lost, so return from <see cref="WriteAsync"/> only when the text is durable.
/// </summary>
public abstract class RefreshTokenStore
{
    /// <summary>
    /// Waits until no other process works on this key, and keeps them out until the result is disposed: a row lock, an advisory lock, a lock file. It
    /// must end by itself if this process dies.
    /// </summary>
    /// <param name="key">64 hexadecimal digits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract Task<IAsyncDisposable> LockAsync(string key, CancellationToken cancellationToken);

    /// <summary>The text last written under the key; null if there is none. Called under the lock.</summary>
    /// <param name="key">64 hexadecimal digits.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract Task<string?> ReadAsync(string key, CancellationToken cancellationToken);

    /// <summary>Replaces the text, completely or not at all. Called under the lock.</summary>
    /// <param name="key">64 hexadecimal digits.</param>
    /// <param name="value">What to keep, at most a few kilobytes.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract Task WriteAsync(string key, string value, CancellationToken cancellationToken);

    /// <summary>Deletes the text, if there is one. Called under the lock.</summary>
    /// <param name="key">64 hexadecimal digits.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract Task DeleteAsync(string key, CancellationToken cancellationToken);
}
