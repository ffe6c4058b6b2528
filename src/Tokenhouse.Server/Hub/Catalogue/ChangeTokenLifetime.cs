using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Catalogue;

/// <summary>Sets how long access tokens for an API are valid, in dialects that take it. Tokens already issued keep their expiry.</summary>
public sealed class ChangeTokenLifetime(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.contracts.write");

    private static readonly int Shortest = (int)TokenPolicy.ShortestAccessTokenLifetime.TotalSeconds;
    private static readonly int Longest = (int)TokenPolicy.LongestAccessTokenLifetime.TotalSeconds;

    /// <summary>The new lifetime of an API's access tokens.</summary>
    /// <param name="Identifier">Which API.</param>
    /// <param name="Seconds">The lifetime, from 60 to 3600; null for the dialect's own.</param>
    public sealed record Input(string Identifier, int? Seconds);

    public Task<Result<NoOutput, Problem>> Execute(Caller caller, Input input) =>
        operations.ChangeAcrossTenants<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                if (await work.Db.Apis.SingleOrDefaultAsync(api => api.Identifier == input.Identifier) is not { } row)
                    return Problem.NotFound;
                if (row.Identifier == HubScopes.Identifier)
                    return Problem.Conflict("This API is built in and can't be changed.");
                if (input.Seconds is { } seconds && (seconds < Shortest || seconds > Longest))
                    return Problem.Invalid("seconds", $"Enter a whole number of seconds from {Shortest} to {Longest}, or leave it empty.");
                var before = row.AccessTokenLifetime;
                row.AccessTokenLifetime = input.Seconds is { } set ? TimeSpan.FromSeconds(set) : null;
                await work.Audit(
                    AuditActions.ApiLifetimeChanged,
                    row.Identifier,
                    before: new { Lifetime = Format(before) },
                    after: new { Lifetime = Format(row.AccessTokenLifetime) }
                );
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder vendor) =>
        vendor
            .MapPut(
                "/catalogue/apis/token-lifetime",
                async (HttpContext http, Input input, ChangeTokenLifetime change) => (await change.Execute(http.Caller(), input)).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("ChangeTokenLifetime")
            .WithSummary("Sets how long access tokens for an API are valid.");

    private static string Format(TimeSpan? lifetime) => lifetime is { } set ? $"{(int)set.TotalSeconds} seconds" : "the default";
}
