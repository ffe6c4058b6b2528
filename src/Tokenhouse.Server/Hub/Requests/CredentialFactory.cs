using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Secrets;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Creates the credential of an approved request, with the requested settings and no secret yet.</summary>
public sealed class CredentialFactory(Datacentre datacentre, MakeHandOver handOvers)
{
    /// <summary>The problem if the tenant has reached its limit of credentials or networks.</summary>
    public static async Task<Problem?> Full(AdminUnitOfWork work, CredentialRequest request) =>
        await work.Beyond(nameof(TenantBounds.Clients), work.Db.Clients.Where(row => row.Environment == request.Environment))
        ?? await work.Beyond(
            nameof(TenantBounds.Networks),
            work.Db.AllowedNetworks.Where(row => row.Environment == request.Environment),
            request.Networks.Count
        );

    /// <summary>Creates it, and the link to its first secret if its kind has one.</summary>
    /// <param name="work">The change that approves it.</param>
    /// <param name="request">The request.</param>
    /// <param name="decidedBy">Who or which rule approved it.</param>
    public async Task<HandOverLink?> Make(AdminUnitOfWork work, CredentialRequest request, string decidedBy)
    {
        var client = Client(
            work,
            request,
            await ClientIdGenerator.Free(work.Db, () => ClientIdGenerator.Generate(datacentre, request.Kind))
        );
        if (request.GoLiveOf is { } uat)
            Copy(await work.Db.Clients.SingleAsync(row => row.Environment == TenantEnvironment.UAT && row.Id == uat), client);
        work.Db.Clients.Add(client);
        work.Db.AllowedNetworks.AddRange(request.Networks.Select(network => Entry(work, client, network, request.RequestedBy)));
        (request.State, request.ClientId) = (RequestState.Approved, client.Id);
        (request.DecidedAt, request.DecidedBy, request.Comment) = (work.Now, decidedBy, null);
        await work.Audit(
            AuditActions.RequestApproved,
            request.Id.ToString(),
            request.Environment,
            after: new { DecidedBy = decidedBy, Credential = client.Id }
        );
        await work.Audit(AuditActions.CredentialMade, client.Id, client.Environment, after: RequestSnapshot.Of(request));
        return client.Kind.IsPublic() ? null : await handOvers.For(work, client);
    }

    private static Client Client(AdminUnitOfWork work, CredentialRequest request, string id) =>
        new()
        {
            Id = id,
            TenantId = request.TenantId,
            Environment = request.Environment,
            Kind = request.Kind,
            Name = request.Name,
            Scopes = [.. request.Scopes],
            RedirectUris = [.. request.RedirectUris],
            RequiresPkce = request.RequiresPkce,
            Purpose = request.Purpose,
            Owner = request.Owner,
            Contact = request.Contact,
            GoLiveOf = request.GoLiveOf,
            CreatedAt = work.Now,
        };

    /// <summary>Copies settings of the UAT credential that aren't part of a request.</summary>
    private static void Copy(Client uat, Client live)
    {
        (live.RequiresPkce, live.RequiresAllowlist) = (live.RequiresPkce || uat.RequiresPkce, uat.RequiresAllowlist);
        (live.SwitchedOffScopes, live.HasClaimsInIdToken) = ([.. uat.SwitchedOffScopes], uat.HasClaimsInIdToken);
        (live.IdTokenAlgorithm, live.RefreshGrace) = (uat.IdTokenAlgorithm, uat.RefreshGrace);
        (live.IdleLifetime, live.FamilyLifetime) = (uat.IdleLifetime, uat.FamilyLifetime);
        live.PostLogoutRedirectUris = [.. uat.PostLogoutRedirectUris.Where(uri => IsForLive(uri, live))];
    }

    /// <summary>Whether it is on a host to which the request lets people return. Hosts of UAT usually differ.</summary>
    private static bool IsForLive(string postLogoutRedirectUri, Client live) =>
        RedirectUriRegistration.Fault(postLogoutRedirectUri, live.Kind, live.Environment) is null
        && RegisteredRedirectUris.Of(live.RedirectUris, live.Kind, live.Environment).HasOrigin(RedirectUri.Origin(postLogoutRedirectUri));

    private static AllowedNetwork Entry(AdminUnitOfWork work, Client client, string network, string requestedBy) =>
        new()
        {
            Id = Guid.CreateVersion7(work.Now),
            TenantId = client.TenantId,
            Environment = client.Environment,
            ClientId = client.Id,
            Network = network,
            Label = "requested with the credential",
            AddedBy = requestedBy,
            AddedAt = work.Now,
        };
}
