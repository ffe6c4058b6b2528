using System.Globalization;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.OAuth.ClientState;

/// <summary>Reports bounds of a tenant that are at least half reached, so that APIs' health checks warn in time.</summary>
internal static class BoundWarnings
{
    public static IEnumerable<string> Sentences(long tenant, int networks, RevokedTokens revoked, TenantBounds bounds)
    {
        foreach (var (client, line) in revoked.Before)
            yield return FormattableString.Invariant(
                $"Client {client} of tenant {tenant} revoked so many tokens that all tokens issued to it before {line:yyyy-MM-dd HH:mm:ss} UTC are revoked."
            );
        foreach (var client in revoked.Counts.Where(client => client.Count >= Half(bounds.RevokedTokensOfClient)))
            yield return Sentence(
                $"Client {client.ClientId} of tenant {tenant}",
                client.Count,
                "revoked tokens",
                bounds.RevokedTokensOfClient
            );
        if (revoked.Counts.Sum(client => client.Count) is var all && all >= Half(bounds.RevokedTokens))
            yield return Sentence($"Tenant {tenant}", all, "revoked tokens", bounds.RevokedTokens);
        if (networks >= Half(bounds.Networks))
            yield return Sentence($"Tenant {tenant}", networks, "networks on its allowlists", bounds.Networks);
    }

    private static double Half(int bound) => bound / 2.0;

    private static string Sentence(FormattableString whose, int count, string what, int most) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{whose.ToString(CultureInfo.InvariantCulture)} has {count} of at most {most} {what}."
        );
}
