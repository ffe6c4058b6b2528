using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tokenhouse.Protocol;

namespace Tokenhouse.Server.Endpoints.ClientState;

/// <summary>Spells the state of an API's callers: sorted throughout, so that servers that know the same say the same.</summary>
internal static class ClientStateJson
{
    public static ClientStateDocument Write(Site site, string api, CallersOfApi callers, DateTimeOffset now)
    {
        var members = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(members))
        {
            json.WriteStartObject();
            json.WriteString("issuer", site.Issuer);
            json.WriteString("environment", site.Environment.ToString());
            json.WriteString("datacentre", site.Datacentre.Name);
            json.WriteString("audience", api);
            Disabled(json, callers);
            Allowlists(json, callers);
            Restricted(json, callers);
            Revoked(json, callers);
            json.WriteEndObject();
        }
        var version = Base64Url.EncodeToString(SHA256.HashData(members.WrittenSpan));
        return new([.. Encoding.ASCII.GetBytes($"{{\"version\":\"{version}\","), .. members.WrittenSpan[1..]], version, now);
    }

    private static void Disabled(Utf8JsonWriter json, CallersOfApi callers)
    {
        json.WriteStartArray("disabled_clients");
        foreach (var client in callers.Disabled.Order(StringComparer.Ordinal))
            json.WriteStringValue(client);
        json.WriteEndArray();
    }

    /// <summary>Each list once, however many clients it counts for.</summary>
    private static void Allowlists(Utf8JsonWriter json, CallersOfApi callers)
    {
        json.WriteStartObject("allowlists");
        foreach (var list in callers.ListsOf.Values.SelectMany(lists => lists).Distinct().Order(StringComparer.Ordinal))
        {
            json.WriteStartArray(list);
            foreach (var network in callers.Networks[list].Order(StringComparer.Ordinal))
                json.WriteStringValue(network);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Restricted(Utf8JsonWriter json, CallersOfApi callers)
    {
        json.WriteStartObject("restricted_clients");
        foreach (var (client, lists) in callers.ListsOf.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(client);
            json.WriteStartArray("allowlists");
            foreach (var list in lists)
                json.WriteStringValue(list);
            json.WriteEndArray();
            if (callers.ExemptUntil.TryGetValue(client, out var end))
                json.WriteNumber("exempt_until", end.ToUnixTimeSeconds());
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Revoked(Utf8JsonWriter json, CallersOfApi callers)
    {
        json.WriteStartArray("revoked_tokens");
        foreach (var token in callers.Revoked.Select(hash => Base64Url.EncodeToString(hash)).Order(StringComparer.Ordinal))
            json.WriteStringValue(token);
        json.WriteEndArray();
    }
}
