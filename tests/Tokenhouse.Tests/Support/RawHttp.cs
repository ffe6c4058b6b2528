using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Tokenhouse.Tests.Support;

/// <summary>Sends bytes as they are, where a well-behaved HTTP client would not.</summary>
public static class RawHttp
{
    /// <summary>Everything the server answers until it closes.</summary>
    public static async Task<string> Send(int port, ReadOnlyMemory<byte> request, CancellationToken cancellationToken = default)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port, cancellationToken);
        await socket.SendAsync(request, cancellationToken);
        using var answer = new MemoryStream();
        await using var stream = new NetworkStream(socket);
        await stream.CopyToAsync(answer, cancellationToken);
        return Encoding.UTF8.GetString(answer.ToArray());
    }

    /// <summary>Sends a request written as in the fixtures: a request line without version, headers, an empty line, the body.</summary>
    public static async Task<Answer> SendFixture(int port, string fixture)
    {
        var parts = fixture.ReplaceLineEndings("\n").Split("\n\n", 2);
        var body = Encoding.UTF8.GetBytes(parts.Length > 1 ? parts[1].TrimEnd('\n') : "");
        var lines = parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var head = new StringBuilder().Append(lines[0]).Append(" HTTP/1.1\r\n");
        foreach (var header in lines.Skip(1))
            head.Append(header).Append("\r\n");
        head.Append("Connection: close\r\nContent-Length: ").Append(body.Length.ToString(CultureInfo.InvariantCulture)).Append("\r\n\r\n");
        return Parse(await Send(port, (byte[])[.. Encoding.UTF8.GetBytes(head.ToString()), .. body]));
    }

    public static Answer Parse(string response)
    {
        var end = response.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = response[..end].Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]));
        return new(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), [.. headers], response[(end + 4)..]);
    }
}
