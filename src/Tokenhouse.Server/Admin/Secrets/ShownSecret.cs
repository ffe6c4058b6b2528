using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Audit;

namespace Tokenhouse.Server.Admin.Secrets;

/// <summary>A secret that was in an answer and is shown again, to who repeats the request because the answer was lost on the way.</summary>
internal static class ShownSecret
{
    /// <summary>As when it was shown first: it must work, and the one who asks must be one who may take it.</summary>
    public static async Task<Result<Completion, Problem>> Again(Work work, JsonElement shown)
    {
        var id = shown.GetProperty("id").GetGuid();
        var secret = await work.Db.Secrets.SingleOrDefaultAsync(row => row.Id == id);
        if (
            secret is null
            || await new Clients.ClientKey(Clients.ClientKey.Spelled(secret.Environment), secret.ClientId).Find(work.Db) is not { } client
        )
            return Problem.NotFound;
        if (HubSecrets.Fault(work.Actor, client) is { } fault)
            return fault;
        if (!secret.IsLive(work.Now))
            return Problem.Conflict("This secret was revoked or has expired, and isn't shown any more. Add a new one.");
        await work.Audit(Acts.SecretShownAgain, client.Id, client.Environment, after: new { secret.Hint });
        return Completion.Done;
    }
}
