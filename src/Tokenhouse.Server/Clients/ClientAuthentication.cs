using System.Security.Cryptography;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Clients;

/// <summary>
/// Finds out which client sent a request (RFC 6749, 2.3), and from where. Whatever is wrong, the answer is the same; only who held a working
/// secret is told which host is the right one, or that the address is not.
/// </summary>
public sealed class ClientAuthentication(ClientDirectory directory, TimeProvider clock)
{
    // Compared against when there is no client. An unknown id then costs what a wrong secret costs, but for the first time it is
    // asked for, which takes a query.
    private static readonly IReadOnlyList<Secret> NoSecrets = [];
    private static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    public async ValueTask<Result<AuthenticatedClient>> Authenticate(Site site, Dialect dialect, HttpRequest request, Parameters parameters)
    {
        if (!Credentials.Read(request, parameters, dialect.Authentication).Ok(out var credentials, out var error))
            return error;

        var known = await directory.Client(credentials.ClientId, site.Environment);
        var its = known is null ? null : await directory.Tenant(known.Row.TenantId);
        var secret = credentials.Secret is null ? null : Match(known?.Row.Secrets ?? NoSecrets, credentials.Secret);

        if (credentials.Secret is null && known?.Row.Kind.IsPublic() != true)
            return NoSecret(known);
        if (known is null || its is null)
            return OAuthError.InvalidClient.Because(RefusalKind.UnknownClient, $"no client of this datacentre has the id that was sent");
        var (client, tenant) = (known.Row, its.Row);
        var caller = new Caller(client.Id, tenant.Id, secret?.Id);
        if (Distrust(client, tenant, credentials, secret) is { } reason)
            return OAuthError.InvalidClient.Because(reason).From(caller with { SecretId = null });
        if (Misplaced(site, client, tenant) is { } misplaced) // who proved nothing is told nothing
            return (secret is null ? OAuthError.InvalidClient.Because(misplaced.Reason) : misplaced).From(caller);
        if (!tenant.Dialects.Contains(dialect.Name))
            return OAuthError
                .UnauthorizedClient($"This client may not use this endpoint. Ask the vendor which endpoints your contract includes.")
                .Because(RefusalKind.DialectNotEnabled, $"the tenant does not have the dialect {new Trusted(dialect.Name)}")
                .From(caller);

        var registered = new RegisteredClient(known, its, await directory.Catalogue(), secret);
        return registered.Admit(request.HttpContext.Connection.RemoteIpAddress, clock.GetUtcNow()).Ok(out var admission, out error)
            ? new AuthenticatedClient(registered, secret, admission)
            : error.From(caller);
    }

    /// <summary>Compares with every secret of the client, each in constant time.</summary>
    private static Secret? Match(IReadOnlyList<Secret> secrets, SecretText presented)
    {
        var hash = ClientSecret.Hash(presented);
        Secret? match = null;
        CryptographicOperations.FixedTimeEquals(hash, NoHash);
        foreach (var secret in secrets)
            if (CryptographicOperations.FixedTimeEquals(hash, secret.Hash))
                match = secret;
        return match;
    }

    private static OAuthError NoSecret(KnownClient? known)
    {
        var refusal = OAuthError
            .InvalidClient.Hint("The parameter 'client_secret' is missing.")
            .Because(RefusalKind.NoSecret, $"no client_secret was sent");
        return known is null ? refusal : refusal.From(new(known.Row.Id, known.Row.TenantId));
    }

    private Reason? Distrust(Client client, Tenant tenant, Credentials credentials, Secret? secret)
    {
        if (secret is null && credentials.Secret is not null)
            return client.Kind.IsPublic()
                ? new(RefusalKind.SecretOfPublicClient, $"a public client has no secret, and one was sent")
                : new(RefusalKind.WrongSecret, $"the secret is none of the client's");
        if (secret?.DisabledAt is { } disabledAt)
            return new(RefusalKind.EndedSecret, $"{secret.Name.Text} was disabled on {disabledAt:d MMMM yyyy}");
        if (secret?.ExpiresAt is { } expiresAt && expiresAt <= clock.GetUtcNow())
            return new(RefusalKind.ExpiredSecret, $"{secret.Name.Text} expired on {expiresAt:d MMMM yyyy}");
        return RegisteredClient.DisablementOf(client, tenant);
    }

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
            .InvalidClient.Hint($"These are {whose}; this host does not take them. Use {right.Issuer} instead.")
            .Because(
                itsTenant ? RefusalKind.OtherEnvironment : RefusalKind.OtherTenantHost,
                $"these are {new Trusted(whose)}, the call went to {site.Environment} ({new Trusted(site.Issuer)})"
            );
    }
}
