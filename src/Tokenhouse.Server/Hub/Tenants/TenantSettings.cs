using System.Text.Json.Serialization;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>A tenant's settings.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Slug">The first label of its hosts.</param>
/// <param name="Name">Its name.</param>
/// <param name="Dialects">The dialects that its clients can use.</param>
/// <param name="RequiresAllowlist">Whether each of its clients needs an allowlist.</param>
/// <param name="PrefersJwt">Whether its access tokens are JWTs even in dialects with opaque ones.</param>
/// <param name="ApprovesUatItself">Whether UAT requests within the contract are approved automatically.</param>
/// <param name="IdleDays">The lowered lifetime of an unused refresh token in days; null for the dialects' value.</param>
/// <param name="FamilyDays">The lowered time until people sign in again in days; null for the dialects' value.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="DisabledAt">Since when it is disabled; null if it isn't.</param>
/// <param name="Version">The version to send with a change.</param>
public sealed record TenantSettings(
    long Id,
    string Slug,
    string Name,
    IReadOnlyList<string> Dialects,
    bool RequiresAllowlist,
    bool PrefersJwt,
    bool ApprovesUatItself,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? IdleDays,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? FamilyDays,
    DateTimeOffset CreatedAt,
    DateTimeOffset? DisabledAt,
    int Version
) : IHasVersion
{
    internal static TenantSettings Of(Tenant row) =>
        new(
            row.Id,
            row.Slug,
            row.Name,
            row.Dialects,
            row.RequiresAllowlist,
            row.PrefersJwt,
            row.ApprovesUatItself,
            LifetimeUnit.Days.Of(row.IdleLifetime),
            LifetimeUnit.Days.Of(row.FamilyLifetime),
            row.CreatedAt,
            row.DisabledAt,
            row.Version
        );
}
