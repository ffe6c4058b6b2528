using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tokenhouse.Core;

namespace Tokenhouse.Server.OAuth.ClientState;

/// <summary>Writes the state of an API's callers as JSON, fully sorted, so that servers with the same data write the same document.</summary>
internal static class ClientStateJson
{
    private const int MostSentences = 20;

    /// <summary>All tenants in one document, for releases of the package that don't know the index.</summary>
    public static ClientStateDocument Whole(Site site, string api, IReadOnlyList<TenantState> tenants) =>
        Versioned(json =>
        {
            Head(json, site, api);
            // That release doesn't know lines, so it refuses the client completely until the line is no longer needed.
            Disabled(json, tenants.SelectMany(tenant => tenant.Disabled.Union(tenant.Revoked.Before.Keys)));
            Allowlists(json, tenants);
            Restricted(json, tenants);
            Revoked(json, tenants.SelectMany(tenant => tenant.Revoked.Hashes));
        });

    /// <summary>The tenants with their versions.</summary>
    public static ClientStateDocument Index(Site site, string api, IEnumerable<KeyValuePair<long, TenantStateVersion>> tenants) =>
        Versioned(json =>
        {
            Head(json, site, api);
            json.WriteStartObject("tenants");
            foreach (var (id, tenant) in tenants.OrderBy(tenant => tenant.Key))
                json.WriteString(Name(id), tenant.Version);
            json.WriteEndObject();
            json.WriteStartArray("near_bounds");
            foreach (
                var sentence in tenants.OrderBy(tenant => tenant.Key).SelectMany(tenant => tenant.Value.NearBounds).Take(MostSentences)
            )
                json.WriteStringValue(sentence);
            json.WriteEndArray();
        });

    /// <summary>One tenant, with its version.</summary>
    public static ClientStateDocument Tenant(TenantState tenant) =>
        Versioned(json =>
        {
            Disabled(json, tenant.Disabled);
            Allowlists(json, [tenant]);
            Restricted(json, [tenant]);
            Revoked(json, tenant.Revoked.Hashes);
            json.WriteStartObject("revoked_before");
            foreach (var (client, line) in tenant.Revoked.Before.OrderBy(line => line.Key, StringComparer.Ordinal))
                json.WriteNumber(client, line.ToUnixTimeSeconds());
            json.WriteEndObject();
        });

    /// <summary>Some tenants, each as already written.</summary>
    public static ClientStateDocument Tenants(Site site, string api, IEnumerable<KeyValuePair<long, byte[]>> tenants)
    {
        var members = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(members))
        {
            json.WriteStartObject();
            Head(json, site, api);
            json.WriteStartObject("tenants");
            foreach (var (id, tenant) in tenants)
            {
                json.WritePropertyName(Name(id));
                json.WriteRawValue(tenant, skipInputValidation: true);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return new(members.WrittenSpan.ToArray(), Version: null);
    }

    private static ClientStateDocument Versioned(Action<Utf8JsonWriter> write)
    {
        var members = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(members))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        var version = Base64Url.EncodeToString(SHA256.HashData(members.WrittenSpan));
        return new([.. Encoding.ASCII.GetBytes($"{{\"version\":\"{version}\","), .. members.WrittenSpan[1..]], version);
    }

    private static void Head(Utf8JsonWriter json, Site site, string api)
    {
        json.WriteString("issuer", site.Issuer);
        json.WriteString("environment", site.Environment.ToString());
        json.WriteString("datacentre", site.Datacentre.Name);
        json.WriteString("audience", api);
    }

    private static string Name(long tenant) => tenant.ToString(CultureInfo.InvariantCulture);

    private static void Disabled(Utf8JsonWriter json, IEnumerable<string> clients)
    {
        json.WriteStartArray("disabled_clients");
        foreach (var client in clients.Order(StringComparer.Ordinal))
            json.WriteStringValue(client);
        json.WriteEndArray();
    }

    /// <summary>Each list once, however many clients use it.</summary>
    private static void Allowlists(Utf8JsonWriter json, IReadOnlyList<TenantState> tenants)
    {
        var lists = tenants
            .SelectMany(
                tenant => tenant.ListsOf.Values.SelectMany(lists => lists),
                (tenant, list) => (Name: list, Entries: tenant.Networks[list])
            )
            .DistinctBy(list => list.Name)
            .OrderBy(list => list.Name, StringComparer.Ordinal);
        json.WriteStartObject("allowlists");
        foreach (var (name, entries) in lists)
        {
            json.WriteStartArray(name);
            foreach (var network in entries.Order(StringComparer.Ordinal))
                json.WriteStringValue(network);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Restricted(Utf8JsonWriter json, IReadOnlyList<TenantState> tenants)
    {
        var clients = tenants.SelectMany(tenant => tenant.ListsOf, (tenant, client) => (tenant, client));
        json.WriteStartObject("restricted_clients");
        foreach (var (tenant, (client, lists)) in clients.OrderBy(entry => entry.client.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(client);
            json.WriteStartArray("allowlists");
            foreach (var list in lists)
                json.WriteStringValue(list);
            json.WriteEndArray();
            if (tenant.ExemptUntil.TryGetValue(client, out var end))
                json.WriteNumber("exempt_until", end.ToUnixTimeSeconds());
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Revoked(Utf8JsonWriter json, IEnumerable<byte[]> hashes)
    {
        json.WriteStartArray("revoked_tokens");
        foreach (var token in hashes.Select(hash => Base64Url.EncodeToString(hash)).Order(StringComparer.Ordinal))
            json.WriteStringValue(token);
        json.WriteEndArray();
    }
}
