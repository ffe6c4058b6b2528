using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tokenhouse.Core;

namespace Tokenhouse.Server.OAuth.Description;

/// <summary>
/// Serves the description of a host's protocol endpoints. It differs only by the dialects of the host, and between the hosts of a site and of a tenant. So it
/// is put together once for each of these, and requests for it can't keep the server busy.
/// </summary>
public sealed class DescriptionEndpoint
{
    public const string Path = "/openapi/oauth.json";

    // Read by developers, as JSON and never as HTML.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ConcurrentDictionary<(bool IsOfTenant, string Dialects), IReadOnlyList<(string Name, byte[] Json)>> written = new();

    public Task Handle(HttpContext http, Site site, IReadOnlyList<Dialect> spoken)
    {
        var members = written.GetOrAdd(
            (site.Tenant is not null, string.Join(' ', spoken.Select(dialect => dialect.Name))),
            _ =>
                [
                    .. ProtocolDescription
                        .Of(site, spoken)
                        .Select(member => (member.Key, JsonSerializer.SerializeToUtf8Bytes(member.Value, Readable))),
                ]
        );
        CacheableJson.Write(
            http,
            json =>
            {
                foreach (var (name, text) in members)
                {
                    json.WritePropertyName(name);
                    json.WriteRawValue(text, skipInputValidation: true);
                }
                WriteServers(json, site);
            }
        );
        return Task.CompletedTask;
    }

    /// <summary>The hosts of both environments, so that the same program can be tried in UAT and used in LIVE.</summary>
    private static void WriteServers(Utf8JsonWriter json, Site site)
    {
        var (here, hosts) = (new Uri(site.Issuer), Enum.GetValues<TenantEnvironment>().Select(environment => Authority(site, environment)));
        json.WriteStartArray("servers");
        json.WriteStartObject();
        json.WriteString("url", $"{here.Scheme}://{{host}}");
        json.WriteStartObject("variables");
        json.WriteStartObject("host");
        json.WriteString("description", "The host of LIVE or of UAT. A credential works in one of them.");
        json.WriteString("default", here.Authority);
        json.WriteStartArray("enum");
        foreach (var host in hosts)
            json.WriteStringValue(host);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string Authority(Site site, TenantEnvironment environment) =>
        new Uri(
            (site.Tenant is { } tenant ? site.Datacentre.Site(environment, tenant) : site.Datacentre.Site(environment)).Issuer
        ).Authority;
}
