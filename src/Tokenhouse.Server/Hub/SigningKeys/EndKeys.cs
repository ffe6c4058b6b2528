using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hub.SigningKeys;

/// <summary>
/// For compromised keys: revokes all keys of a site and algorithm, and lets a new one sign at once. Every token they
/// signed is refused, by this server within a second, and by other verifiers as soon as they read the published keys again.
/// </summary>
public sealed class EndKeys(AdminOperations operations, SigningKeyFactory keys)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.tenants.write");

    /// <param name="Environment"><c>LIVE</c> or <c>UAT</c>.</param>
    /// <param name="Algorithm">As in RFC 7518.</param>
    public sealed record Input(string Environment, string Algorithm);

    public Task<Result<NoOutput, Problem>> Execute(Caller caller, Input input) =>
        operations.ChangeAcrossTenants<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                if (await SiteKeys.Find(work.Db, input.Environment, input.Algorithm) is not { } site)
                    return Problem.NotFound;
                // Other servers' clocks may be behind, and they must not be without a signing key.
                var next = keys.Make(
                    site.Environment,
                    site.Algorithm,
                    site.Latest.Generation + 1,
                    work.Now - SigningKeyRotationService.Tolerance
                );
                work.Db.SigningKeys.RemoveRange(site.Keys);
                work.Db.SigningKeys.Add(next);
                await work.Audit(
                    AuditActions.KeysEnded,
                    next.Id,
                    next.Environment,
                    before: new { Kids = site.Keys.Select(key => key.Id) },
                    after: new { next.Algorithm }
                );
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder vendor) =>
        vendor
            .MapPost(
                "/keys/{environment}/{algorithm}/end",
                async (HttpContext http, string environment, string algorithm, EndKeys end) =>
                    (await end.Execute(http.Caller(), new(environment, algorithm))).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("EndKeys")
            .WithSummary("Revokes all signing keys of an environment and algorithm, and every token they signed.");
}
