using System.Text.Json.Serialization;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Tenants;

/// <summary>Everything that is settled for a tenant as a whole.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Slug">What begins its hosts.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Dialects">The dialects that its clients may speak.</param>
/// <param name="RequiresAllowlist">Whether each of its clients needs an allowlist.</param>
/// <param name="PrefersJwt">Whether its access tokens are JWTs also in dialects that have opaque ones.</param>
/// <param name="ApprovesUatItself">Whether requests for UAT inside the contract need no operator.</param>
/// <param name="IdleDays">To how many days the life of an unused refresh token is lowered; none: as the dialects have it.</param>
/// <param name="FamilyDays">To how many days the time until a new sign-in is lowered; none: as the dialects have it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="DisabledAt">Since when it is disabled; none: it is not.</param>
/// <param name="Version">What to send along with a change.</param>
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
            Days(row.IdleLifetime),
            Days(row.FamilyLifetime),
            row.CreatedAt,
            row.DisabledAt,
            row.Version
        );

    private static int? Days(TimeSpan? lifetime) => lifetime is { } set ? (int)Math.Ceiling(set.TotalDays) : null;
}
