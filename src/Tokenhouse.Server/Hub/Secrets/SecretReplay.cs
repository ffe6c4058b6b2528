using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Credentials;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>A secret in a response that is repeated, because the caller repeats the request after a lost response.</summary>
internal static class SecretReplay
{
    /// <summary>As for the first response: the secret must be active, and the caller must be allowed to get it.</summary>
    public static async Task<Result<NoOutput, Problem>> Again(AdminUnitOfWork work, JsonElement shown)
    {
        var id = shown.GetProperty("id").GetGuid();
        var secret = await work.Db.Secrets.SingleOrDefaultAsync(row => row.Id == id);
        if (
            secret is null
            || await new Tokenhouse.Server.Hub.Shared.ClientKey(
                Tokenhouse.Server.Hub.Shared.ClientKey.Format(secret.Environment),
                secret.ClientId
            ).Find(work.Db)
                is not { } client
        )
            return Problem.NotFound;
        if (HubSecretRule.Fault(work.Caller, client) is { } fault)
            return fault;
        if (!secret.IsLive(work.Now))
            return Problem.Conflict("This secret was revoked or has expired, and can't be shown any more. Add a new one.");
        await work.Audit(AuditActions.SecretShownAgain, client.Id, client.Environment, after: new { secret.Hint });
        return NoOutput.Done;
    }
}
