using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Tokenhouse.Client.Transport;

/// <summary>A request of a client to one of the authority's endpoints, without the secret.</summary>
internal sealed record TokenRequest(string ClientName, TokenhouseClientOptions Options, string Path, (string Name, string Value)[] Form)
{
    /// <summary>The path of the authority, which the server's answers can't change.</summary>
    public Uri Address => new(Options.Authority + Path);

    /// <summary>At most this long; the client's timeout unless set.</summary>
    public TimeSpan? Timeout { get; init; }

    public static TokenRequest ForProgram(string clientName, TokenhouseClientOptions options, string scope, string? resource) =>
        options.GrantType is TokenhouseGrantType.AppKey
            ? new(clientName, options, "/v1/login", [])
            : new(
                clientName,
                options,
                Endpoints.Token(TokenhouseDialect.Connect),
                [("grant_type", "client_credentials"), .. Optional("scope", scope), .. Optional("resource", resource)]
            );

    public static IEnumerable<(string Name, string Value)> Optional(string name, string? value) =>
        string.IsNullOrEmpty(value) ? [] : [(name, value)];

    /// <summary>The message with the client's authentication; a public client only names itself.</summary>
    public HttpRequestMessage WithSecret(string? secret)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, Address);
        message.Headers.Accept.Add(new("application/json"));
        if (Options.GrantType is TokenhouseGrantType.AppKey && Form.Length == 0)
        {
            message.Content = AppKey(Options.ClientId, secret!);
            return message;
        }
        if (secret is not null)
            message.Headers.Authorization = Basic(Options.ClientId, secret);
        var fields = secret is null ? [("client_id", Options.ClientId), .. Form] : Form;
        message.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return message;
    }

    /// <summary>Form-encoded first (RFC 6749, 2.3.1).</summary>
    private static AuthenticationHeaderValue Basic(string id, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Encoded(id)}:{Encoded(secret)}")));

    private static string Encoded(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);

    private static ReadOnlyMemoryContent AppKey(string id, string key)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("app_id", id);
            json.WriteString("app_key", key);
            json.WriteEndObject();
        }
        return new(body.WrittenMemory) { Headers = { ContentType = new("application/json") } };
    }
}
