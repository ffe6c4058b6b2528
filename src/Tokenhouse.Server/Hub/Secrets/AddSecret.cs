using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Credentials;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>
/// Rotation: adds a secret to a credential, so that old and new work while its programs switch. A new app key sets an expiry for the older
/// ones, because they may be used to sign webhooks.
/// </summary>
public sealed class AddSecret(AdminOperations operations, SecretFactory secrets)
{
    public static readonly Permission Needed = HubPermissions.HoldSecrets;

    /// <summary>The choices for how many days older app keys still work.</summary>
    public static readonly IReadOnlyList<int> Overlaps = [1, 7, 30];

    /// <summary>The usual one.</summary>
    public const int UsualOverlap = 7;

    /// <summary>When the new secret expires, and for how long older app keys still work.</summary>
    /// <param name="Days">After how many days it expires: 30, 60, 90, 180 or 365; null for no expiry; 180 if omitted.</param>
    /// <param name="Overlap">For app keys: for how many days the older ones still work: 1, 7 or 30.</param>
    public sealed record Input(int? Days = SecretExpiry.Usual, int? Overlap = null);

    public Task<Result<MadeSecret, Problem>> Execute(Caller caller, ClientKey key, Input input) =>
        operations.Change<MadeSecret>(
            caller,
            Needed,
            async work =>
            {
                if (await key.Find(work.Db) is not { } client)
                    return Problem.NotFound;
                if ((HubSecretRule.Fault(caller, client) ?? Fault(work, client, input)) is { } fault)
                    return fault;
                if (!SecretExpiry.Read(input.Days).Ok(out var secretExpiry, out var problem))
                    return problem;
                if (client.Kind is ClientKind.AppKey)
                    await EndOlder(work, client, work.Now.AddDays(input.Overlap ?? UsualOverlap));
                var made = secrets.Add(work, client, secretExpiry.From(work.Now));
                await work.Audit(AuditActions.SecretAdded, client.Id, client.Environment, after: new { made.Hint, made.ExpiresAt });
                return made;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/credentials/{environment}/{client}/secrets",
                async (HttpContext http, string environment, string client, Input input, AddSecret add) =>
                {
                    var key = new ClientKey(environment, client);
                    return (await add.Execute(http.Caller(), key, input)).Created(made => http.TenantUrl($"{key.Path}/secrets/{made.Id}"));
                }
            )
            .RequirePermission(Needed)
            .Shows(SecretReplay.Again)
            .Produces<MadeSecret>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithName("AddSecret")
            .WithSummary("Adds a secret to a credential. This response contains it. Only an app key can be shown again.");

    private static Problem? Fault(AdminUnitOfWork work, Client client, Input input)
    {
        if (client.Kind.IsPublic())
            return Problem.Conflict("A credential of this kind has no secret, because it couldn't keep one.");
        if (client.Secrets.Count == 0)
            return Problem.Conflict("The first secret of this credential is collected through a link. Create a link first.");
        if (client.Secrets.Count(secret => secret.IsLive(work.Now)) >= work.Bounds.LiveSecrets)
            return Problem.Conflict(work.Bounds.Refusal(nameof(TenantBounds.LiveSecrets)));
        return input.Overlap is { } overlap && (client.Kind is not ClientKind.AppKey || !Overlaps.Contains(overlap))
            ? Problem.Invalid(
                "overlap",
                $"Existing app keys can work for {string.Join(", ", Overlaps)} more days. Other secrets are revoked one by one."
            )
            : null;
    }

    private static async Task EndOlder(AdminUnitOfWork work, Client client, DateTimeOffset end)
    {
        foreach (var older in client.Secrets.Where(secret => secret.IsLive(work.Now) && !(secret.ExpiresAt <= end)))
        {
            await work.Audit(
                AuditActions.SecretEndChanged,
                client.Id,
                client.Environment,
                new { older.Hint, older.ExpiresAt },
                new { older.Hint, ExpiresAt = end }
            );
            older.ExpiresAt = end;
        }
    }
}
