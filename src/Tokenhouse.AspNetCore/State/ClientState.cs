using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using Tokenhouse.AspNetCore.Authorities;
using Tokenhouse.Shared;

namespace Tokenhouse.AspNetCore.State;

/// <summary>What an authority says about the clients of this API: who is disabled, which tokens are revoked, who may come from where.</summary>
internal sealed class ClientState
{
    private readonly FrozenSet<string> disabled;
    private readonly FrozenSet<string> revoked;
    private readonly FrozenDictionary<string, Restriction> restricted;

    private ClientState(ClientStateDocument document)
    {
        disabled = document.DisabledClients.ToFrozenSet(StringComparer.Ordinal);
        revoked = document.RevokedTokens.ToFrozenSet(StringComparer.Ordinal);
        var lists = document.Allowlists.ToDictionary(list => list.Key, list => new AddressSet([.. list.Value.Select(IPNetwork.Parse)]));
        restricted = document.RestrictedClients.ToFrozenDictionary(
            client => client.Key,
            client => new Restriction([.. client.Value.Allowlists.Select(name => lists[name])], client.Value.ExemptUntil),
            StringComparer.Ordinal
        );
    }

    /// <exception cref="UnusableAnswerException">It is malformed, or about another API or environment.</exception>
    public static ClientState Read(Reply reply, TokenhouseOptions options)
    {
        try
        {
            var document = JsonSerializer.Deserialize<ClientStateDocument>(reply.Body.Span, ClientStateDocument.Strict);
            if (document is not { IsWhole: true })
                throw new JsonException("Something is null.");
            if (document.Environment != options.Environment || document.Audience != options.Audience)
                throw new UnusableAnswerException(
                    $"{reply.Address} speaks of {document.Audience} in {document.Environment}: check ClientId, Audience and Environment."
                );
            return new(document);
        }
        // A list that is named and missing, an address that is none: half a state would admit whom the other half refuses.
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException)
        {
            throw new UnusableAnswerException($"{reply.Address} answers with a client state that cannot be read: {exception.Message}");
        }
    }

    public bool IsDisabled(string clientId) => disabled.Contains(clientId);

    /// <param name="hash">As <c>TokenHash</c> makes it.</param>
    public bool IsRevoked(string hash) => revoked.Contains(hash);

    /// <summary>Null for a client that may come from anywhere.</summary>
    public Restriction? RestrictionOf(string clientId) => restricted.GetValueOrDefault(clientId);
}
