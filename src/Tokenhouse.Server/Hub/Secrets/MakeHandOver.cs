using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Notifications;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>
/// Creates the link to collect the first secret of a credential. Until it is collected, no secret exists, and the link alone
/// isn't enough: the caller must be allowed to hold the tenant's secrets.
/// </summary>
public sealed class MakeHandOver(AdminOperations operations, Datacentre datacentre, TenantEmails mail)
{
    public static readonly Permission Needed = HubPermissions.HoldSecrets;

    /// <summary>The lifetime of a link.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Creates a new link and sends it. Earlier links no longer work.</summary>
    public async Task<Result<HandOverLink, Problem>> Execute(Caller caller, ClientKey key)
    {
        var outcome = await operations.Change<HandOverLink>(
            caller,
            Needed,
            async work =>
            {
                if (await key.Find(work.Db) is not { } client)
                    return Problem.NotFound;
                if (client.Kind.IsPublic())
                    return Problem.Conflict("A credential of this kind has no secret, because it couldn't keep one.");
                if (client.Secrets.Count > 0)
                    return Problem.Conflict("The first secret of this credential was already collected. Add another secret instead.");
                return await For(work, client);
            }
        );
        if (outcome.Ok(out var link, out _))
            Send(caller.Tenant, link);
        return outcome;
    }

    /// <summary>Creates the link in the transaction that creates a credential. Call <see cref="Send"/> after the commit.</summary>
    public async Task<HandOverLink> For(AdminUnitOfWork work, Client client)
    {
        await work.Db.HandOvers.Where(row => row.Environment == client.Environment && row.ClientId == client.Id).ExecuteDeleteAsync();
        var value = RandomText.Base64Url();
        var row = new HandOver
        {
            Hash = TextHash.Of(value),
            TenantId = client.TenantId,
            Environment = client.Environment,
            ClientId = client.Id,
            MadeBy = work.Caller.Name,
            CreatedAt = work.Now,
            ExpiresAt = work.Now + Lifetime,
        };
        work.Db.HandOvers.Add(row);
        await work.Audit(AuditActions.HandOverMade, client.Id, client.Environment, after: new { row.ExpiresAt });
        var page = $"{datacentre.Hub.Address}/t/{work.Caller.Tenant.Slug}{ClientKey.Of(client).Path}/hand-over";
        return new($"{page}?{EmailTemplates.Value}={value}", row, client.ContactEmails());
    }

    /// <summary>Emails the link to its recipients, if there are any and this server can send email.</summary>
    public void Send(TenantName tenant, HandOverLink link)
    {
        if (Mails(link))
            mail.Send(tenant, SecretEmailTemplates.HandOver(link));
    }

    /// <summary>Whether a link is emailed.</summary>
    public bool Mails(HandOverLink link) => mail.IsPossible && link.MailTo.Count > 0;

    private static async Task<Result<NoOutput, Problem>> Again(AdminUnitOfWork work, JsonElement shown)
    {
        var (id, environment) = (shown.GetProperty("client_id").GetString()!, shown.GetProperty("environment").GetString());
        if (await new ClientKey(environment!, id).Find(work.Db) is not { } client)
            return Problem.NotFound;
        var value = QueryHelpers.ParseQuery(new Uri(shown.GetProperty("address").GetString()!).Query)[EmailTemplates.Value].ToString();
        if (await ReadHandOver.Alive(work.Db, client, value, work.Now).SingleOrDefaultAsync() is not { } row)
            return Problem.Conflict(
                "This link was used or replaced, or it has expired. If the first secret hasn't been collected yet, create a new link."
            );
        await work.Audit(AuditActions.HandOverShown, client.Id, client.Environment, after: new { row.ExpiresAt });
        return NoOutput.Done;
    }

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/credentials/{environment}/{client}/hand-overs",
                async (HttpContext http, string environment, string client, MakeHandOver make) =>
                    (await make.Execute(http.Caller(), new(environment, client))).Answer()
            )
            .RequirePermission(Needed)
            .Shows(Again)
            .Produces<HandOverLink>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithName("MakeHandOver")
            .WithSummary("Creates a new link to collect the first secret of a credential.");
}
