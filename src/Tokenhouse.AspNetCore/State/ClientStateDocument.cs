using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tokenhouse.AspNetCore.State;

/// <summary>The client state as it is on the wire. Members that are not named here are of later releases.</summary>
internal sealed record ClientStateDocument
{
    public static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    };

    public required string Environment { get; init; }

    public required string Audience { get; init; }

    public required IReadOnlyList<string> DisabledClients { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Allowlists { get; init; }

    public required IReadOnlyDictionary<string, Entry> RestrictedClients { get; init; }

    public required IReadOnlyList<string> RevokedTokens { get; init; }

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
}
