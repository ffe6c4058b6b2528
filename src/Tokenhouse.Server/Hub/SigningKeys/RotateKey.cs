using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hub.SigningKeys;

/// <summary>
/// Creates a site's next signing key ahead of schedule. It is published at once and signs an hour later, when everyone who caches the published
/// keys has refreshed them. Tokens signed with the old key stay valid until they expire. This doesn't interrupt anyone.
/// </summary>
public sealed class RotateKey(AdminOperations operations, SigningKeyFactory keys)
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
                if (site.Latest.SignsAt > work.Now)
                    return Problem.Conflict(
                        $"The next key is already published: {site.Latest.Id} signs from {site.Latest.SignsAt:d MMMM yyyy, HH:mm} UTC. You can rotate again after that."
                    );
                var next = keys.Make(
                    site.Environment,
                    site.Algorithm,
                    site.Latest.Generation + 1,
                    work.Now + SigningKeyRotationService.ShortestNotice
                );
                work.Db.SigningKeys.Add(next);
                await work.Audit(
                    AuditActions.KeyAdded,
                    next.Id,
                    next.Environment,
                    before: new { Kid = site.Latest.Id },
                    after: new { next.Algorithm, next.SignsAt }
                );
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder vendor) =>
        vendor
            .MapPost(
                "/keys/{environment}/{algorithm}/rotate",
                async (HttpContext http, string environment, string algorithm, RotateKey rotate) =>
                    (await rotate.Execute(http.Caller(), new(environment, algorithm))).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("RotateKey")
            .WithSummary("Creates the next signing key ahead of schedule. It starts to sign an hour later.");
}
