using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using Tokenhouse.AspNetCore.Transport;
using Tokenhouse.Shared;

namespace Tokenhouse.AspNetCore.State;

/// <summary>The state of some of this API's clients: which are disabled, which tokens are revoked, and which addresses are allowed.</summary>
internal sealed class ClientState
{
    /// <summary>The state without any entries.</summary>
    public static readonly ClientState Nothing = new(
        new()
        {
            DisabledClients = [],
            Allowlists = new Dictionary<string, IReadOnlyList<string>>(),
            RestrictedClients = new Dictionary<string, ClientStateDocument.Entry>(),
            RevokedTokens = [],
        }
    );

    private readonly FrozenSet<string> disabled;
    private readonly FrozenSet<string> revoked;
    private readonly FrozenDictionary<string, long> revokedBefore;
    private readonly FrozenDictionary<string, Restriction> restricted;

    private ClientState(ClientStateDocument document)
    {
        disabled = document.DisabledClients.ToFrozenSet(StringComparer.Ordinal);
        revoked = document.RevokedTokens.ToFrozenSet(StringComparer.Ordinal);
        revokedBefore = document.RevokedBefore.ToFrozenDictionary(StringComparer.Ordinal);
        var lists = document.Allowlists.ToDictionary(list => list.Key, list => new AddressSet([.. list.Value.Select(IPNetwork.Parse)]));
        restricted = document.RestrictedClients.ToFrozenDictionary(
            client => client.Key,
            client => new Restriction([.. client.Value.Allowlists.Select(name => lists[name])], client.Value.ExemptUntil),
            StringComparer.Ordinal
        );
    }

    /// <param name="json">The document.</param>
    /// <param name="from">Where it came from, for the error message.</param>
    /// <exception cref="InvalidAuthorityResponseException">It is malformed.</exception>
    public static (T Document, ClientState State) Read<T>(JsonElement json, Uri from)
        where T : ClientStateDocument
    {
        try
        {
            var document = json.Deserialize<T>(ClientStateDocument.Strict);
            return document is { IsWhole: true } ? (document, new(document)) : throw new JsonException("A value is null.");
        }
        // A referenced list that is missing, or an invalid address: half a state could admit clients that the other half refuses.
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException)
        {
            throw new InvalidAuthorityResponseException($"{from} answered with an unreadable client state: {exception.Message}");
        }
    }

    public bool IsDisabled(string clientId) => disabled.Contains(clientId);

    public bool IsRevoked(string hash, string clientId, long issuedAt) =>
        revoked.Contains(hash) || (revokedBefore.TryGetValue(clientId, out var before) && issuedAt < before);

    /// <summary>Null for a client without restrictions.</summary>
    public Restriction? RestrictionOf(string clientId) => restricted.GetValueOrDefault(clientId);
}
