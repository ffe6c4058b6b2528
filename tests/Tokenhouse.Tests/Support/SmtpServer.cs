using System.Net;
using System.Net.Sockets;

namespace Tokenhouse.Tests.Support;

/// <summary>A mail server that takes mails (RFC 5321) and keeps them, or refuses them all.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task serving;
    private int received;

    public SmtpServer()
    {
        listener.Start();
        serving = Serve();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many mails came.</summary>
    public int Received => Volatile.Read(ref received);

    /// <summary>The last one, with its headers.</summary>
    public string Mail { get; private set; } = "";

    /// <summary>Whether to refuse the next mail.</summary>
    public bool Refuses { get; set; }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await Talk(client.GetStream());
            }
        }
        catch (SocketException)
        {
            // stopped
        }
    }

    private async Task Talk(NetworkStream stream)
    {
        using var reader = new StreamReader(stream);
        await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 mail.example");
        while (await reader.ReadLineAsync() is { } command)
        {
            var verb = command.Split(' ')[0].ToUpperInvariant();
            if (verb == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                var mail = new List<string>();
                while (await reader.ReadLineAsync() is { } line && line != ".")
                    mail.Add(line);
                Mail = string.Join('\n', mail);
                Interlocked.Increment(ref received);
            }
            await writer.WriteLineAsync(
                verb == "QUIT" ? "221 bye"
                : verb == "MAIL" && Refuses ? "451 not now"
                : "250 done"
            );
            if (verb == "MAIL")
                Refuses = false;
        }
    }
}
