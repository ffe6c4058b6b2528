using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tokenhouse.AspNetCore.State;

/// <summary>The state of clients on the wire. Unknown members belong to later releases.</summary>
internal record ClientStateDocument
{
    public static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    };

    public required IReadOnlyList<string> DisabledClients { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Allowlists { get; init; }

    public required IReadOnlyDictionary<string, Entry> RestrictedClients { get; init; }

    public required IReadOnlyList<string> RevokedTokens { get; init; }

    /// <summary>By client ID: its tokens issued before this time are revoked. Seconds since 1970-01-01 UTC.</summary>
    public IReadOnlyDictionary<string, long> RevokedBefore { get; init; } = new Dictionary<string, long>();

    /// <summary>Whether it contains no null. The serializer doesn't check lists for null.</summary>
    public bool IsWhole =>
        DisabledClients.All(id => id is not null)
        && RevokedTokens.All(hash => hash is not null)
        && Allowlists.Values.All(list => list is not null && list.All(network => network is not null))
        && RestrictedClients.Values.All(entry => entry is not null && entry.Allowlists.All(name => name is not null));

    /// <summary>A client restricted to certain addresses.</summary>
    /// <param name="Allowlists">The names of its lists.</param>
    /// <param name="ExemptUntil">Until when the lists don't apply, in seconds since 1970-01-01 UTC.</param>
    public sealed record Entry([property: JsonRequired] IReadOnlyList<string> Allowlists, long? ExemptUntil);

    /// <summary>The clients of one tenant, with a version.</summary>
    public sealed record OfTenant : ClientStateDocument
    {
        public required string Version { get; init; }
    }

    /// <summary>The start of each response: which API and environment it is for.</summary>
    public record Head
    {
        public required string Environment { get; init; }

        public required string Audience { get; init; }
    }

    /// <summary>The tenants with something to report, each with its version.</summary>
    public sealed record Index : Head
    {
        public required IReadOnlyDictionary<long, string> Tenants { get; init; }

        /// <summary>Sentences about tenants that have reached more than half of a bound.</summary>
        public IReadOnlyList<string> NearBounds { get; init; } = [];

        public bool IsWhole => Tenants.Values.All(version => version is not null) && NearBounds.All(sentence => sentence is not null);
    }

    /// <summary>Some of the requested tenants. Each is parsed separately, so that an unreadable one only counts as missing.</summary>
    public sealed record Tenants : Head
    {
        [JsonPropertyName("tenants")]
        public required IReadOnlyDictionary<long, JsonElement> ById { get; init; }
    }
}
