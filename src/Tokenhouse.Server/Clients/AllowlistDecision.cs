using System.Net;
using Tokenhouse.Core;
using Tokenhouse.Shared;

namespace Tokenhouse.Server.Clients;

/// <summary>
/// Proof that a client can be used from the caller's address. If its own list and its tenant's have entries, both must allow the address. Without
/// entries, every address is allowed unless a list is required. An exemption suspends both lists until it expires.
/// </summary>
/// <param name="Entries">The matching allowlist entries.</param>
public sealed record AllowlistDecision(IReadOnlyList<Guid> Entries)
{
    private static readonly AllowlistDecision Open = new([]);

    internal static Result<AllowlistDecision, OAuthError> Of(
        ClientSnapshot client,
        TenantSnapshot tenant,
        IPAddress? address,
        DateTimeOffset now
    )
    {
        var (own, tenants) = (client.Allowlist, tenant.Allowlists.GetValueOrDefault(client.Row.Environment, Allowlist.Empty));
        if (own.IsEmpty && tenants.IsEmpty && !IsRequired(client, tenant) || client.ExemptUntil > now)
            return Open;
        if (address is null)
            return Refusal(
                new("an unknown IP address"),
                new(RefusalKind.AddressUnknown, $"the request's IP address can't be determined, and there is an allowlist")
            );
        var spelled = new TrustedText(ClientAddress.Format(address)); // the connection's address, or the one reported by a configured proxy
        if (own.IsEmpty && tenants.IsEmpty)
            return Refusal(spelled, new(RefusalKind.NoAllowlist, $"{spelled} isn't allowed: an allowlist is required, but there is none"));

        var entries = new List<Guid>(2);
        if (!own.IsEmpty)
            if (own.Match(address) is { } entry)
                entries.Add(entry.Id);
            else
                return Refusal(spelled, new(RefusalKind.AddressNotAllowed, $"{spelled} isn't on the client's allowlist"));
        if (!tenants.IsEmpty)
            if (tenants.Match(address) is { } entry)
                entries.Add(entry.Id);
            else
                return Refusal(spelled, new(RefusalKind.AddressNotAllowed, $"{spelled} isn't on the tenant's allowlist"));
        return new AllowlistDecision(entries);
    }

    private static bool IsRequired(ClientSnapshot client, TenantSnapshot tenant) =>
        AllowlistPolicy.IsRequired(client.Row.Kind, client.Row.RequiresAllowlist, tenant.Row.RequiresAllowlist);

    private static OAuthError Refusal(TrustedText address, RefusalReason reason) =>
        OAuthError
            .UnauthorizedClient(
                $"This client can't be used from {address}. Add the address to its allowlist, or call from an allowed address."
            )
            .Because(reason);
}
