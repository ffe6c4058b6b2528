using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Tokenhouse.AspNetCore.Authorities;

namespace Tokenhouse.AspNetCore.Tokens;

/// <summary>A validated access token: its claims, all required ones present and of the right type (RFC 9068, 2.2; RFC 7662, 2.2).</summary>
internal sealed record ValidatedToken(Authority Authority, string ClientId, string Subject, string Audience)
{
    public required IReadOnlyList<string> Scopes { get; init; }

    public required string Tenant { get; init; }

    public required long TenantId { get; init; }

    public required string Environment { get; init; }

    public required string Datacentre { get; init; }

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public required long IssuedAt { get; init; }

    /// <summary>The identifier of a JWT; null for an opaque token.</summary>
    public string? Id { get; init; }

    /// <summary>The hash used in the client state.</summary>
    public required string Hash { get; init; }

    /// <summary>Null if a claim is missing or has another type, or if the issuer differs.</summary>
    /// <param name="claims">The claims of the JWT, or of the answer about an opaque token.</param>
    /// <param name="authority">The authority that issued the token.</param>
    /// <param name="opaque">The token itself, if it is opaque.</param>
    public static ValidatedToken? Read(JsonElement claims, Authority authority, string? opaque = null)
    {
        var id = Text(claims, TokenhouseClaims.TokenId);
        if (
            Text(claims, TokenhouseClaims.Issuer) != authority.Name
            || Text(claims, TokenhouseClaims.ClientId) is not { } client
            || Text(claims, TokenhouseClaims.Subject) is not { } subject
            || Text(claims, TokenhouseClaims.Audience) is not { } audience
            || Text(claims, TokenhouseClaims.Scope) is not { } scope
            || Text(claims, TokenhouseClaims.Tenant) is not { } tenant
            || Number(claims, TokenhouseClaims.TenantId) is not { } tenantId
            || Text(claims, TokenhouseClaims.Environment) is not { } environment
            || Text(claims, TokenhouseClaims.Datacentre) is not { } datacentre
            || Number(claims, TokenhouseClaims.ExpiresAt) is not { } expiresAt
            || Number(claims, "iat") is not { } issuedAt
            || (opaque is null && id is null)
        )
            return null;
        return new(authority, client, subject, audience)
        {
            Scopes = scope.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Tenant = tenant,
            TenantId = tenantId,
            Environment = environment,
            Datacentre = datacentre,
            ExpiresAt = expiresAt,
            IssuedAt = issuedAt,
            Id = opaque is null ? id : null,
            Hash = opaque is null ? TokenHash.OfId(id!) : TokenHash.OfText(opaque),
        };
    }

    public ClaimsPrincipal Principal()
    {
        List<Claim> claims =
        [
            new(TokenhouseClaims.Issuer, Authority.Name),
            new(TokenhouseClaims.ClientId, ClientId),
            new(TokenhouseClaims.Subject, Subject),
            new(TokenhouseClaims.Audience, Audience),
            .. Scopes.Select(name => new Claim(TokenhouseClaims.Scope, name)),
            new(TokenhouseClaims.Tenant, Tenant),
            new(TokenhouseClaims.TenantId, TenantId.ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64),
            new(TokenhouseClaims.Environment, Environment),
            new(TokenhouseClaims.Datacentre, Datacentre),
            new(TokenhouseClaims.ExpiresAt, ExpiresAt.ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64),
        ];
        if (Id is not null)
            claims.Add(new(TokenhouseClaims.TokenId, Id));
        return new(new ValidatedIdentity(claims, this));
    }

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static long? Number(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : null;
}
