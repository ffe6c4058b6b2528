using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Allowlists;

/// <summary>An operator exempts a client from its allowlists for a limited time, with a reason.</summary>
public sealed class GrantExemption(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.allowlists.write");

    /// <summary>The maximum duration.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private const int LongestReason = 1000;

    /// <summary>The exemption to grant.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="EndsAt">When the exemption expires.</param>
    public sealed record Input(string Reason, DateTimeOffset EndsAt);

    public Task<Result<ExemptionEntry, Problem>> Execute(Caller caller, ClientKey key, Input input) =>
        operations.Change<ExemptionEntry>(
            caller,
            Needed,
            async work =>
            {
                if (await key.Find(work.Db) is not { } client)
                    return Problem.NotFound;
                if (input.Reason.Trim().ReplaceLineEndings("\n") is not { Length: > 0 and <= LongestReason } reason)
                    return Problem.Invalid("reason", $"Enter a reason of at most {LongestReason} characters.");
                if (!PlainText.IsText(reason))
                    return Problem.Invalid("reason", "A reason can't have control characters or invisible characters.");
                if (input.EndsAt <= work.Now || input.EndsAt > work.Now + Longest)
                    return Problem.Invalid("endsAt", "Choose an expiry within a year.");
                var others = work.Db.AllowlistExemptions.Where(other =>
                    other.Environment == client.Environment
                    && other.ClientId == client.Id
                    && other.WithdrawnAt == null
                    && other.EndsAt > work.Now
                );
                if (await work.Beyond(nameof(TenantBounds.Exemptions), others) is { } full)
                    return full;
                var row = Row(work, client, reason, input.EndsAt);
                work.Db.AllowlistExemptions.Add(row);
                await work.Audit(AuditActions.ExemptionGranted, client.Id, client.Environment, after: new { row.Reason, row.EndsAt });
                return ExemptionEntry.Of(row);
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/credentials/{environment}/{client}/exemptions",
                async (HttpContext http, string environment, string client, Input input, GrantExemption grant) =>
                {
                    var key = new ClientKey(environment, client);
                    return (await grant.Execute(http.Caller(), key, input)).Created(made =>
                        http.TenantUrl($"{key.Path}/exemptions/{made.Id}")
                    );
                }
            )
            .RequirePermission(Needed)
            .Produces<ExemptionEntry>(StatusCodes.Status201Created)
            .WithName("GrantExemption")
            .WithSummary("Exempts a credential from its allowlist for a limited time. For the vendor's own programs.");

    private static AllowlistExemption Row(AdminUnitOfWork work, Client client, string reason, DateTimeOffset endsAt) =>
        new()
        {
            Id = Guid.CreateVersion7(work.Now),
            TenantId = client.TenantId,
            Environment = client.Environment,
            ClientId = client.Id,
            Reason = reason,
            GrantedBy = work.Caller.Name,
            GrantedAt = work.Now,
            EndsAt = endsAt.ToUniversalTime(),
        };
}
