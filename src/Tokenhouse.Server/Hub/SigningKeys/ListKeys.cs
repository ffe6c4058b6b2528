using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hub.SigningKeys;

/// <summary>Lists the published signing keys of the datacentre's sites.</summary>
public sealed class ListKeys(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.See, "hub.tenants.read");

    /// <summary>The signing keys.</summary>
    /// <param name="Keys">By environment and algorithm, the latest first.</param>
    public sealed record Output(IReadOnlyList<KeyEntry> Keys);

    public Task<Result<Output, Problem>> Execute(Caller caller) =>
        operations.ReadAcrossTenants<Output>(
            caller,
            Needed,
            async (db, now) =>
            {
                var rows = await db.SigningKeys.OrderByDescending(key => key.Generation).ToListAsync();
                return new Output([
                    .. rows.GroupBy(key => (key.Environment, key.Algorithm))
                        .OrderBy(site => site.Key.Environment)
                        .ThenBy(site => site.Key.Algorithm, StringComparer.Ordinal)
                        .SelectMany(site => Describe([.. site], now)),
                ]);
            }
        );

    public static void Map(IEndpointRouteBuilder vendor) =>
        vendor
            .MapGet("/keys", async (HttpContext http, ListKeys list) => (await list.Execute(http.Caller())).Answer())
            .RequirePermission(Needed)
            .Produces<Output>()
            .WithName("ListKeys")
            .WithSummary("Lists the signing keys of both environments.");

    private static IEnumerable<KeyEntry> Describe(List<SigningKey> latestFirst, DateTimeOffset now)
    {
        SigningKey? successor = null;
        foreach (var key in latestFirst)
        {
            var publishedUntil = successor?.SignsAt + TokenPolicy.LongestAccessTokenLifetime + SigningKeyRotationService.Tolerance;
            if (!(publishedUntil <= now))
                yield return new(
                    key.Id,
                    ClientKey.Format(key.Environment),
                    key.Algorithm,
                    key.CreatedAt,
                    key.SignsAt,
                    successor?.SignsAt,
                    publishedUntil,
                    key.SignsAt > now ? "next"
                        : successor?.SignsAt <= now ? "verifying"
                        : "signing"
                );
            successor = key;
        }
    }
}
