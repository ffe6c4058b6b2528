using System.Text.Json;

namespace Tokenhouse.Core;

/// <summary>
/// How one API spells OAuth on the wire: data and pure functions, without access to a client, a tenant, a clock or a
/// database. The core uses RFC names and doesn't know which dialect it serves.
/// </summary>
public sealed record Dialect
{
    public required string Name { get; init; }

    /// <summary>The path of each operation. Missing ones don't exist in this dialect.</summary>
    public required IReadOnlyDictionary<EndpointKind, string> Paths { get; init; }

    /// <summary>The grant types of its token endpoint. The client's kind must allow them too.</summary>
    public required IReadOnlyList<string> Grants { get; init; }

    /// <summary>How clients authenticate.</summary>
    public required AuthenticationMethods Authentication { get; init; }

    /// <summary>The members of a JSON body, if requests have one; null if they are forms with RFC names.</summary>
    public IReadOnlyList<JsonField> Fields { get; init; } = [];

    /// <summary>Parameters that aren't sent because they can only have one value.</summary>
    public IReadOnlyList<Parameter> Implied { get; init; } = [];

    public required TokenPolicy Tokens { get; init; }

    /// <summary>Other dialects whose refresh tokens it accepts, so that integrators can move here without a new sign-in.</summary>
    public IReadOnlyList<string> TakesFamiliesOf { get; init; } = [];

    /// <summary>The <c>WWW-Authenticate</c> value of a 401 for an issuer.</summary>
    public required Func<string, string> Challenge { get; init; }

    /// <summary>The HTTP status of a failure, if it differs from the RFC.</summary>
    public Func<OAuthError, int> Status { get; init; } = error => error.Status;

    /// <summary>Writes the members of a success.</summary>
    public required Action<Utf8JsonWriter, TokenResponse> Success { get; init; }

    /// <summary>Writes the members of a failure.</summary>
    public required Action<Utf8JsonWriter, OAuthError> Failure { get; init; }

    /// <summary>The grant types at a host: people sign in at the site's own host, so a tenant's host only serves machines.</summary>
    public IReadOnlyList<string> GrantsAt(Site site) =>
        site.Tenant is null ? Grants : [.. Grants.Where(grant => grant == GrantTypes.ClientCredentials)];

    /// <summary>Whether it has an operation at a host: those for people and for APIs exist only at the site's own host.</summary>
    public bool Has(EndpointKind operation, Site site) =>
        Paths.ContainsKey(operation)
        && (
            site.Tenant is null
            || operation switch
            {
                EndpointKind.Token => GrantsAt(site).Count > 0,
                EndpointKind.Introspect or EndpointKind.Revoke => true,
                _ => false,
            }
        );

    /// <summary>The operation at a path; null if there is none.</summary>
    public EndpointKind? OperationAt(string? path)
    {
        foreach (var (operation, its) in Paths)
            if (string.Equals(its, path, StringComparison.Ordinal))
                return operation;
        return null;
    }

    /// <summary>Whether it accepts a refresh token issued by a dialect.</summary>
    public bool Takes(string issuer) => issuer == Name || TakesFamiliesOf.Contains(issuer);
}
