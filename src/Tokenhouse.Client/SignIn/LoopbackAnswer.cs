using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tokenhouse.Client.SignIn;

/// <summary>What the browser brought back, and the page that the person will see.</summary>
internal sealed class LoopbackAnswer : IDisposable
{
    private const int LongestRequest = 16 * 1024;

    private readonly TcpClient connection;

    private LoopbackAnswer(TcpClient connection, IReadOnlyDictionary<string, string> parameters) =>
        (this.connection, Parameters) = (connection, parameters);

    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>Null if it isn't a GET of this path.</summary>
    public static async Task<LoopbackAnswer?> ReadAsync(TcpClient connection, string path, CancellationToken cancellationToken)
    {
        var (buffer, length) = (new byte[LongestRequest], 0);
        var stream = connection.GetStream();
        while (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
                return null; // closed, or too long
            length += read;
        }
        var text = Encoding.ASCII.GetString(buffer, 0, length);
        return
            text[..text.IndexOf('\r', StringComparison.Ordinal)].Split(' ') is ["GET", var target, _]
            && target.Split('?', 2) is [var asked, var query]
            && asked == path
            ? new(connection, Query(query))
            : null;
    }

    public Task ShowAsync(string text, CancellationToken cancellationToken) => ShowAsync(connection, "200 OK", text, cancellationToken);

    public static async Task ShowAsync(TcpClient connection, string status, string text, CancellationToken cancellationToken)
    {
        var page = $"""
            <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign-in</title>
            <body style="font-family: system-ui, sans-serif; max-width: 30rem; margin: 4rem auto; padding: 0 1rem"><p>{WebUtility.HtmlEncode(
                text
            )}</p></body></html>
            """;
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(page)}\r\n"
                + $"Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'\r\n"
                + $"Referrer-Policy: no-referrer\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
        );
        await connection.GetStream().WriteAsync(Encoding.UTF8.GetBytes(head + page), cancellationToken);
    }

    public void Dispose() => connection.Dispose();

    /// <summary>A parameter sent twice is malformed; without it, the answer isn't accepted.</summary>
    private static Dictionary<string, string> Query(string query) =>
        query
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .GroupBy(pair => Decoded(pair[0]), StringComparer.Ordinal)
            .Where(pairs => pairs.Count() == 1)
            .ToDictionary(pairs => pairs.Key, pairs => pairs.Single() is [_, var value] ? Decoded(value) : "", StringComparer.Ordinal);

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
