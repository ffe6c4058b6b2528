using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Clients;

/// <summary>
/// Authenticates the client of a request (RFC 6749, 2.3) and checks its address. All failures get the same response. Only a caller with a working
/// secret learns the right host, or that the address isn't allowed.
/// </summary>
public sealed class ClientAuthentication(ClientDirectory directory, TimeProvider clock)
{
    /// <summary>The ways to authenticate. A request uses at most one of them, and only one that its dialect supports.</summary>
    private static readonly ClientAuthenticator[] Proofs = [new ClientSecretBasicAuthenticator(), new ClientSecretPostAuthenticator()];

    private static readonly PublicClientAuthenticator WithoutProof = new();
    private static readonly AppKeyAuthenticator AppKey = new();

    public async ValueTask<Result<AuthenticatedClient, OAuthError>> Authenticate(
        Site site,
        Dialect dialect,
        HttpRequest request,
        Parameters parameters
    )
    {
        if (!Pick(request, parameters, dialect.Authentication).Ok(out var picked, out var error))
            return error;
        if (!picked.Read(request, parameters).Ok(out var presented, out error))
            return error;
        // Basic with an empty password names a public client, and authenticates no other.
        var authenticator = presented.IsNameOnly && dialect.Authentication.HasFlag(AuthenticationMethods.None) ? WithoutProof : picked;

        var known = await directory.Client(presented.ClientId, site.Environment);
        var its = known is null ? null : await directory.Tenant(known.Row.TenantId);
        if (authenticator.Verify(presented, its is null ? null : known, clock.GetUtcNow(), out var secret) is { } refusal)
            return refusal;
        if (known is null || its is null)
            throw new InvalidOperationException("A client that does not exist was proved.");
        var (client, tenant) = (known.Row, its.Row);
        var caller = new AttributedClient(client.Id, tenant.Id, secret?.Id);
        if (RegisteredClient.DisablementOf(client, tenant) is { } disablement)
            return OAuthError.InvalidClient.Because(disablement).From(caller with { SecretId = null });
        if (Misplaced(site, client, tenant) is { } misplaced) // a caller that proved nothing learns nothing
            return (secret is null ? OAuthError.InvalidClient.Because(misplaced.Reason) : misplaced).From(caller);
        if (!tenant.Dialects.Contains(dialect.Name))
            return OAuthError
                .UnauthorizedClient($"This client can't use this endpoint. Ask the vendor which endpoints your contract includes.")
                .Because(RefusalKind.DialectNotEnabled, $"the tenant doesn't have the dialect {new TrustedText(dialect.Name)}")
                .From(caller);

        var registered = new RegisteredClient(known, its, await directory.Catalogue(), secret);
        return registered.Admit(request.HttpContext.Connection.RemoteIpAddress, clock.GetUtcNow()).Ok(out var allowlistDecision, out error)
            ? new AuthenticatedClient(registered, secret, allowlistDecision) { Note = NoteOn(request, picked) }
            : error.From(caller);
    }

    /// <summary>The way that a request uses, if it uses one and the dialect supports it.</summary>
    private static Result<ClientAuthenticator, OAuthError> Pick(HttpRequest request, Parameters parameters, AuthenticationMethods taken)
    {
        if (parameters["client_assertion"] is not null || parameters["client_assertion_type"] is not null) // not ignored if there is also a secret
            return OAuthError.MalformedClientAuthentication($"Client assertions aren't supported. Send client_id and client_secret instead.");
        if (taken.HasFlag(AuthenticationMethods.AppKey))
            return AppKey;
        ClientAuthenticator? used = null;
        foreach (var proof in Proofs)
            if (proof.IsUsed(request, parameters))
            {
                if (used is not null)
                    return OAuthError.TwoClientAuthentications();
                used = proof;
            }
        used ??= WithoutProof;
        if (used.IsUsed(request, parameters) && taken.HasFlag(used.Method))
            return used;
        return UnusedAuthorization.IsSent(request)
            ? OAuthError.NotBasic()
            : OAuthError.ClientAuthenticationMissing(inBody: taken.HasFlag(AuthenticationMethods.Body));
    }

    private static RefusalReason? NoteOn(HttpRequest request, ClientAuthenticator picked) =>
        request.Headers.Authorization.Count > 0 && picked is not ClientSecretBasicAuthenticator ? UnusedAuthorization.Note(request) : null;

    private static OAuthError? Misplaced(Site site, Client client, Tenant tenant)
    {
        var itsTenant = site.Tenant is null || site.Tenant.Id == tenant.Id;
        if (itsTenant && client.Environment == site.Environment)
            return null;

        var right =
            site.Tenant is null || tenant.Id == Datacentre.Vendor
                ? site.Datacentre.Site(client.Environment)
                : site.Datacentre.Site(client.Environment, new TenantName(tenant.Id, tenant.Slug));
        var whose = itsTenant ? $"{client.Environment} credentials" : $"credentials of the tenant {tenant.Slug}";
        return OAuthError
            .InvalidClient.Hint($"These are {whose}. This host doesn't accept them. Use {right.Issuer} instead.")
            .Because(
                itsTenant ? RefusalKind.OtherEnvironment : RefusalKind.OtherTenantHost,
                $"these are {new TrustedText(whose)}, but the call went to {site.Environment} ({new TrustedText(site.Issuer)})"
            );
    }
}
