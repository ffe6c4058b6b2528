using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>
/// Changes how a credential that acts for people gets ID tokens and refreshes. A tenant can only make it stricter than usual; the vendor's operators
/// can also lengthen the time for used refresh tokens.
/// </summary>
public sealed class ChangeTokenSettings(AdminOperations operations, IReadOnlyList<Dialect> dialects)
{
    public static readonly Permission Needed = new(Right.Work, "hub.credentials.write");

    /// <summary>To lengthen the time for used refresh tokens beyond the usual.</summary>
    public static readonly Permission NeededForLongerGrace = new(Right.Operate, "hub.credentials.write");

    /// <param name="IdTokenAlgorithm">The algorithm of its ID tokens: RS256 or ES256.</param>
    /// <param name="RefreshGraceSeconds">How long a used refresh token gets the newest one, in seconds; null for the usual time, 0 for never.</param>
    /// <param name="IdleDays">The lowered lifetime of an unused refresh token in days; null for the tenant's.</param>
    /// <param name="FamilyDays">The lowered time until people sign in again in days; null for the tenant's.</param>
    /// <param name="Version">The version that was read; null to skip the check.</param>
    [RepresentedBy(typeof(TokenSettings))]
    public sealed record Input(string IdTokenAlgorithm, int? RefreshGraceSeconds, int? IdleDays, int? FamilyDays, int? Version);

    public Task<Result<TokenSettings, Problem>> Execute(Caller caller, ClientKey key, Input input) =>
        operations.Change<TokenSettings>(
            caller,
            Needed,
            async work =>
            {
                if (await key.Find(work.Db) is not { } client || !client.Kind.MayActForPeople())
                    return Problem.NotFound;
                if (work.Stale(input.Version, client) is { } stale)
                    return stale;
                var tenant = await work.Db.Tenants.SingleAsync(row => row.Id == client.TenantId);
                var before = TokenSettings.Of(client, tenant, dialects);
                if (Faults(caller, input, before) is { Count: > 0 } faults)
                    return Problem.Invalid(faults);
                Apply(client, input);
                var after = TokenSettings.Of(client, tenant, dialects);
                await work.Audit(AuditActions.TokenSettingsChanged, client.Id, client.Environment, Audited(before), Audited(after));
                await work.Db.SaveChangesAsync();
                return after with { Version = client.Version };
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPut(
                "/credentials/{environment}/{client}/token-settings",
                async (HttpContext http, string environment, string client, Input input, ChangeTokenSettings change) =>
                    (await change.Execute(http.Caller(), new(environment, client), input)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<TokenSettings>()
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithName("ChangeTokenSettings")
            .WithSummary("Changes the token settings of a credential that acts for people.");

    private static Dictionary<string, string> Faults(Caller caller, Input input, TokenSettings current)
    {
        var faults = new Dictionary<string, string>();
        if (!SigningAlgorithms.All.Contains(input.IdTokenAlgorithm))
            faults["id_token_algorithm"] = $"Choose {string.Join(" or ", SigningAlgorithms.All)}.";
        var most = current.LongestGraceFor(caller);
        var more = most < current.LongestRefreshGraceSeconds ? " Only the vendor can set more." : "";
        if (IsOutside(input.RefreshGraceSeconds, current.RefreshGraceSeconds, 0, most))
            faults["refresh_grace_seconds"] =
                $"Enter a whole number of seconds from 0 to {most}, or leave it empty for {current.UsualRefreshGraceSeconds}.{more}";
        Days("idle_days", input.IdleDays, current.IdleDays, current.LongestIdleDays);
        Days("family_days", input.FamilyDays, current.FamilyDays, current.LongestFamilyDays);
        return faults;

        void Days(string field, int? days, int? now, int longest)
        {
            if (IsOutside(days, now, 1, longest))
                faults[field] = $"Enter a whole number of days from 1 to {longest}, or leave it empty for {longest}.";
        }
    }

    /// <summary>What is set can always stay, even if the tenant's own limit was lowered since.</summary>
    private static bool IsOutside(int? asked, int? current, int least, int most) => asked != current && (asked < least || asked > most);

    private static void Apply(Client client, Input input)
    {
        client.IdTokenAlgorithm = input.IdTokenAlgorithm;
        client.RefreshGrace = LifetimeUnit.Seconds.Changed(client.RefreshGrace, input.RefreshGraceSeconds);
        client.IdleLifetime = LifetimeUnit.Days.Changed(client.IdleLifetime, input.IdleDays);
        client.FamilyLifetime = LifetimeUnit.Days.Changed(client.FamilyLifetime, input.FamilyDays);
    }

    private static object Audited(TokenSettings settings)
    {
        return new
        {
            settings.IdTokenAlgorithm,
            RefreshGrace = Format(settings.RefreshGraceSeconds, "second"),
            IdleLifetime = Format(settings.IdleDays, "day"),
            FamilyLifetime = Format(settings.FamilyDays, "day"),
        };

        static string Format(int? number, string unit) => number is { } set ? NumberText.Count(set, unit) : "the default";
    }
}
