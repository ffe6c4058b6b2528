using System.Net.Http.Headers;
using System.Text;

namespace Tokenhouse.Tests.Support;

/// <summary>Houses behind a proxy on this machine: requests come from whatever address a test names.</summary>
public sealed class ProxiedTestServers : TestServers
{
    protected override IReadOnlyList<string> Run => ["dc2", "dc3", "dc4"];

    protected override IReadOnlyList<string> Settings => ["--Tokenhouse:Proxies:0", "127.0.0.0/8"];

    /// <summary>Sends a request as the proxy hands it on, with the given <c>X-Forwarded-For</c>.</summary>
    public static async Task<Answer> Send(TestServer server, HttpRequestMessage request, string? forwardedFor)
    {
        using (request)
        {
            if (forwardedFor is not null)
                request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);
            using var response = await server.Http.SendAsync(request);
            return await Answer.From(response);
        }
    }

    /// <summary>A form of a client that authenticates itself by header.</summary>
    public static HttpRequestMessage Form(string address, string clientId, string secret, params (string Name, string Value)[] form)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        request.Headers.Authorization = Basic(clientId, secret);
        return request;
    }

    public static AuthenticationHeaderValue Basic(string clientId, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{secret}")));
}
