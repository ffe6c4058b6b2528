using System.Text.Json.Serialization;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>How a credential that acts for people gets ID tokens and refreshes.</summary>
/// <param name="IdTokenAlgorithm">The algorithm of its ID tokens: RS256 or ES256.</param>
/// <param name="RefreshGraceSeconds">
/// How long a used refresh token gets the newest one, in seconds; null for the usual time. For browser and native apps: how long it gets the next one,
/// once, if nothing used that one. 0 means that it never gets any.
/// </param>
/// <param name="IdleDays">The lowered lifetime of an unused refresh token in days; null for the tenant's.</param>
/// <param name="FamilyDays">The lowered time until people sign in again in days; null for the tenant's.</param>
/// <param name="UsualRefreshGraceSeconds">The usual time for its kind.</param>
/// <param name="LongestRefreshGraceSeconds">The longest time for its kind. If it is longer than the usual one, only operators can set it.</param>
/// <param name="LongestIdleDays">The tenant's lifetime of an unused refresh token in days.</param>
/// <param name="LongestFamilyDays">The tenant's time until people sign in again in days.</param>
/// <param name="Version">The version of the credential, to send with a change.</param>
public sealed record TokenSettings(
    string IdTokenAlgorithm,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? RefreshGraceSeconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? IdleDays,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? FamilyDays,
    int UsualRefreshGraceSeconds,
    int LongestRefreshGraceSeconds,
    int LongestIdleDays,
    int LongestFamilyDays,
    int Version
) : IHasVersion
{
    internal static TokenSettings Of(Client client, Tenant tenant, IReadOnlyList<Dialect> dialects)
    {
        List<TokenPolicy> policies =
        [
            .. dialects
                .Where(dialect => tenant.Dialects.Contains(dialect.Name))
                .DefaultIfEmpty(dialects[0])
                .Select(dialect => dialect.Tokens.NoLongerThan(tenant.IdleLifetime, tenant.FamilyLifetime)),
        ];
        return new(
            client.IdTokenAlgorithm ?? SigningAlgorithms.RS256,
            LifetimeUnit.Seconds.Of(client.RefreshGrace),
            LifetimeUnit.Days.Of(client.IdleLifetime),
            LifetimeUnit.Days.Of(client.FamilyLifetime),
            LifetimeUnit.Seconds.Of(RefreshRepeatRule.UsualTime(client.Kind)),
            LifetimeUnit.Seconds.Of(RefreshRepeatRule.LongestTime(client.Kind)),
            LifetimeUnit.Days.Of(policies.Max(policy => policy.IdleLifetime)),
            LifetimeUnit.Days.Of(policies.Max(policy => policy.FamilyLifetime)),
            client.Version
        );
    }

    /// <summary>The longest time that a caller can set for used refresh tokens. They can always keep what is set, or lower it.</summary>
    internal int LongestGraceFor(Caller caller) =>
        caller.May(ChangeTokenSettings.NeededForLongerGrace)
            ? LongestRefreshGraceSeconds
            : Math.Clamp(RefreshGraceSeconds ?? 0, UsualRefreshGraceSeconds, LongestRefreshGraceSeconds);
}
