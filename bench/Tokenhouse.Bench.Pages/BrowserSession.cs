using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Tokenhouse.Bench.Pages;

/// <summary>A person at a browser without script: keeps cookies, follows redirects, signs in as the pages ask.</summary>
internal sealed partial class BrowserSession : IDisposable
{
    private const string Password = "Demo-passw0rd!";

    private readonly HttpClient http;
    private readonly string email;
    private readonly Dictionary<(string Host, string Name), string> cookies = [];

    public BrowserSession(int port, string email)
    {
        this.email = email;
        http = new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectCallback = async (_, cancellationToken) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    await socket.ConnectAsync("127.0.0.1", port, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        );
    }

    /// <summary>Signs in to the Hub, anew if need be.</summary>
    public async Task SignIn()
    {
        cookies.Clear();
        var (page, address) = await Follow(new(HttpMethod.Get, BenchServer.Hub + "/"));
        var form = SignInForm().Match(page);
        var fields = Hidden()
            .Matches(form.Groups["fields"].Value)
            .ToDictionary(field => field.Groups["name"].Value, field => WebUtility.HtmlDecode(field.Groups["value"].Value));
        (fields["email"], fields["password"]) = (email, Password);
        var (landed, where) = await Follow(
            new(HttpMethod.Post, new Uri(address, form.Groups["action"].Value)) { Content = new FormUrlEncodedContent(fields) }
        );
        if (where.Host != new Uri(BenchServer.Hub).Host)
            throw new InvalidOperationException($"{email} could not sign in: {where} {landed}");
    }

    /// <summary>One page, once: its status and its length. A redirect is not followed.</summary>
    public async Task<(int Status, int Length)> Look(string path)
    {
        using var request = Request(new(HttpMethod.Get, BenchServer.Hub + path));
        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, (await response.Content.ReadAsByteArrayAsync()).Length);
    }

    public void Dispose() => http.Dispose();

    private async Task<(string Page, Uri Address)> Follow(HttpRequestMessage request)
    {
        while (true)
        {
            using var response = await http.SendAsync(Request(request));
            foreach (var header in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                var pair = header.Split(';')[0].Split('=', 2);
                cookies[(request.RequestUri!.Host, pair[0])] = pair[1];
            }
            if (response.Headers.Location is not { } location)
                return (await response.Content.ReadAsStringAsync(), request.RequestUri!);
            request = new(HttpMethod.Get, new Uri(request.RequestUri!, location));
        }
    }

    private HttpRequestMessage Request(HttpRequestMessage request)
    {
        var own = cookies.Where(cookie => cookie.Key.Host == request.RequestUri!.Host).ToList();
        if (own.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", own.Select(cookie => $"{cookie.Key.Name}={cookie.Value}")));
        return request;
    }

    [GeneratedRegex("""<form method="post" action="(?<action>[^"]*/sign-in)"[^>]*>(?<fields>.*?)</form>""", RegexOptions.Singleline, 1000)]
    private static partial Regex SignInForm();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)" />""", RegexOptions.None, 1000)]
    private static partial Regex Hidden();
}
