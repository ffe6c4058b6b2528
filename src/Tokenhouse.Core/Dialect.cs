using System.Text.Json;

namespace Tokenhouse.Core;

/// <summary>
/// How one API spells OAuth on the wire: data and pure functions, nothing that could reach a client, a tenant, a clock or a
/// database. The core speaks RFC names and does not know which dialect it serves.
/// </summary>
public sealed record Dialect
{
    public required string Name { get; init; }

    /// <summary>Where each operation is; what is missing does not exist in this dialect.</summary>
    public required IReadOnlyDictionary<Operation, string> Paths { get; init; }

    /// <summary>The grant types that its token endpoint takes. The client's kind must allow them too.</summary>
    public required IReadOnlyList<string> Grants { get; init; }

    /// <summary>How clients prove who they are.</summary>
    public required AuthenticationMethods Authentication { get; init; }

    /// <summary>The members of a JSON body, where requests have one; none: they are forms whose fields have RFC names.</summary>
    public IReadOnlyList<JsonField> Fields { get; init; } = [];

    /// <summary>What is not on the wire because it could not be anything else.</summary>
    public IReadOnlyList<Parameter> Implied { get; init; } = [];

    public required TokenPolicy Tokens { get; init; }

    /// <summary>Other dialects whose refresh tokens it takes, so that an integrator moves here without a new sign-in.</summary>
    public IReadOnlyList<string> TakesFamiliesOf { get; init; } = [];

    /// <summary>The <c>WWW-Authenticate</c> value of a 401, made for an issuer.</summary>
    public required Func<string, string> Challenge { get; init; }

    /// <summary>The HTTP status of a failure, where it is not that of the RFC.</summary>
    public Func<OAuthError, int> Status { get; init; } = error => error.Status;

    /// <summary>Writes the members of a success.</summary>
    public required Action<Utf8JsonWriter, TokenResponse> Success { get; init; }

    /// <summary>Writes the members of a failure.</summary>
    public required Action<Utf8JsonWriter, OAuthError> Failure { get; init; }

    /// <summary>The grant types at a host: people sign in at the site's own, so a tenant's host serves its machines alone.</summary>
    public IReadOnlyList<string> GrantsAt(Site site) =>
        site.Tenant is null ? Grants : [.. Grants.Where(grant => grant == GrantTypes.ClientCredentials)];

    /// <summary>What its endpoint at a path does; null where it has none.</summary>
    public Operation? OperationAt(string? path)
    {
        foreach (var (operation, its) in Paths)
            if (string.Equals(its, path, StringComparison.Ordinal))
                return operation;
        return null;
    }

    /// <summary>Whether a refresh token that some dialect issued may be presented here.</summary>
    public bool Takes(string issuer) => issuer == Name || TakesFamiliesOf.Contains(issuer);
}
