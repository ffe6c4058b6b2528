using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tokenhouse.Tests.Support;

/// <summary>A mail server that takes mails (RFC 5321) and keeps them, or refuses them all.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopped = new();
    private readonly ConcurrentQueue<string> commands = new();
    private readonly Task serving;
    private int received;

    public SmtpServer()
    {
        listener.Start();
        serving = Serve();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What clients said, TLS apart.</summary>
    public IReadOnlyList<string> Commands => [.. commands];

    /// <summary>How many mails came.</summary>
    public int Received => Volatile.Read(ref received);

    /// <summary>The last one, with its headers.</summary>
    public string Mail { get; private set; } = "";

    /// <summary>Whether to refuse the next mail.</summary>
    public bool Refuses { get; set; }

    /// <summary>What it says that it can do beyond the minimum, as <c>SMTPUTF8</c>.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>Whether TLS begins with the connection, and not when a client asks for it.</summary>
    public bool IsImplicit { get; init; }

    /// <summary>Whether it never says a word.</summary>
    public bool IsSilent { get; init; }

    /// <summary>What it is known by in TLS.</summary>
    public X509Certificate2 Certificate { get; } = SelfSigned();

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        await serving;
        listener.Stop();
        stopped.Dispose();
        Certificate.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stopped.Token);
                commands.Enqueue("(connected)");
                try
                {
                    await Serve(client.GetStream());
                }
                catch (Exception exception) when (exception is IOException or AuthenticationException)
                {
                    // the client broke off
                }
                finally
                {
                    commands.Enqueue("(gone)");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // stopped
        }
    }

    private async Task Serve(Stream stream)
    {
        if (IsSilent)
            await Task.Delay(Timeout.Infinite, stopped.Token);
        if (IsImplicit)
            stream = await Secure(stream);
        await using (stream)
        {
            await stream.WriteAsync("220 mail.example\r\n"u8.ToArray());
            if (await Talk(stream))
            {
                await using var secured = await Secure(stream);
                await Talk(secured);
            }
        }
    }

    /// <summary>Answers until the client goes, or wants TLS.</summary>
    private async Task<bool> Talk(Stream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        await using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\r\n", AutoFlush = true };
        while (await reader.ReadLineAsync(stopped.Token) is { } command)
        {
            commands.Enqueue(command);
            var verb = command.Split(' ')[0].ToUpperInvariant();
            if (verb == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                await Keep(reader);
            }
            await writer.WriteLineAsync(Answer(verb));
            if (verb == "MAIL")
                Refuses = false;
            if (verb == "STARTTLS")
                return true;
        }
        return false;
    }

    private string Answer(string verb) =>
        verb switch
        {
            "EHLO" => string.Concat(Extensions.Select(extension => $"250-{extension}\r\n")) + "250 done",
            "STARTTLS" => "220 go on",
            "AUTH" => "235 come in",
            "QUIT" => "221 bye",
            "MAIL" when Refuses => "451 not now",
            _ => "250 done",
        };

    private async Task Keep(StreamReader reader)
    {
        var mail = new List<string>();
        while (await reader.ReadLineAsync(stopped.Token) is { } line && line != ".")
            mail.Add(line);
        Mail = string.Join('\n', mail);
        Interlocked.Increment(ref received);
    }

    private async Task<Stream> Secure(Stream stream)
    {
        var secured = new SslStream(stream);
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, stopped.Token);
        return secured;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
