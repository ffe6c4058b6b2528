using System.Net.Sockets;
using System.Text;

namespace Tokenhouse.Tests.Support;

/// <summary>A peer at the Hub of dc3 that asks for something long and takes the first line of it.</summary>
public sealed class SlowSocket : IDisposable
{
    private const string End = "\r\n0\r\n\r\n";

    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 4096 };

    private SlowSocket() { }

    public static async Task<SlowSocket> Open(int port, string path, IReadOnlyDictionary<string, string> cookies)
    {
        var peer = new SlowSocket();
        await peer.socket.ConnectAsync("127.0.0.1", port);
        var cookie = string.Join("; ", cookies.Select(one => $"{one.Key}={one.Value}"));
        var request = $"GET {path} HTTP/1.1\r\nHost: hub.dc3.localhost:5080\r\nCookie: {cookie}\r\n\r\n";
        await peer.socket.SendAsync(Encoding.ASCII.GetBytes(request));
        var first = new byte[12];
        await peer.socket.ReceiveAsync(first);
        Encoding.ASCII.GetString(first).ShouldBe("HTTP/1.1 200");
        return peer;
    }

    /// <summary>Takes all that is there: whether the server ended it before the answer was complete.</summary>
    public async Task<bool> WasCutOff()
    {
        var (buffer, last) = (new byte[64 * 1024], "");
        try
        {
            while (await socket.ReceiveAsync(buffer) is > 0 and var length)
                last = Tail(last + Encoding.ASCII.GetString(buffer, 0, length));
            return last != End;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    public void Dispose() => socket.Dispose();

    private static string Tail(string text) => text[Math.Max(0, text.Length - End.Length)..];
}
