using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tokenhouse.AspNetCore.State;

/// <summary>What is said of clients, as it is on the wire. Members that are not named here are of later releases.</summary>
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

    /// <summary>By client id: its tokens that were issued before this moment are revoked. Seconds since 1970-01-01 UTC.</summary>
    public IReadOnlyDictionary<string, long> RevokedBefore { get; init; } = new Dictionary<string, long>();

    /// <summary>Whether nothing in it is null: what the serializer does not look for within lists.</summary>
    public bool IsWhole =>
        DisabledClients.All(id => id is not null)
        && RevokedTokens.All(hash => hash is not null)
        && Allowlists.Values.All(list => list is not null && list.All(network => network is not null))
        && RestrictedClients.Values.All(entry => entry is not null && entry.Allowlists.All(name => name is not null));

    /// <summary>A client that may not come from everywhere.</summary>
    /// <param name="Allowlists">The names of its lists.</param>
    /// <param name="ExemptUntil">Until when they do not count, in seconds since 1970-01-01 UTC.</param>
    public sealed record Entry([property: JsonRequired] IReadOnlyList<string> Allowlists, long? ExemptUntil);

    /// <summary>The clients of one tenant, at a version.</summary>
    public sealed record OfTenant : ClientStateDocument
    {
        public required string Version { get; init; }
    }

    /// <summary>What each answer begins with: of whom it speaks.</summary>
    public record Head
    {
        public required string Environment { get; init; }

        public required string Audience { get; init; }
    }

    /// <summary>The tenants of which there is anything to say, each with the version of it.</summary>
    public sealed record Index : Head
    {
        public required IReadOnlyDictionary<long, string> Tenants { get; init; }

        /// <summary>Sentences about tenants that have more than half of what they may have.</summary>
        public IReadOnlyList<string> NearBounds { get; init; } = [];

        public bool IsWhole => Tenants.Values.All(version => version is not null) && NearBounds.All(sentence => sentence is not null);
    }

    /// <summary>Some of the tenants that were asked for. Each is read by itself, so that one that cannot be read is one that is missing.</summary>
    public sealed record Tenants : Head
    {
        [JsonPropertyName("tenants")]
        public required IReadOnlyDictionary<long, JsonElement> ById { get; init; }
    }
}
