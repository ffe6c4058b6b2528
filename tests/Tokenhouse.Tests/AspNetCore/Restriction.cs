using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Tokenhouse.AspNetCore;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>Something that an endpoint asks for, for <see cref="CombinationsTests"/>: how it is written in a policy and beside an endpoint, and what meets it.</summary>
/// <param name="Name">Names the case, and the policy that consists of it.</param>
/// <param name="Method">The method of the package that is tried; null for what other schemes ask for.</param>
/// <param name="InPolicy">Adds it to a policy.</param>
/// <param name="OnEndpoint">Adds it to an endpoint or a group.</param>
/// <param name="Meet">Changes a call that meets nothing so that it meets this, and no more.</param>
public sealed record Restriction(
    string Name,
    string? Method,
    Action<AuthorizationPolicyBuilder> InPolicy,
    Action<IEndpointConventionBuilder> OnEndpoint,
    Action<Restriction.Call> Meet
)
{
    /// <summary>Where a restriction can be written.</summary>
    public static readonly IReadOnlyList<string> Places = ["group", "endpoint", "policy", "[Authorize]"];

    /// <summary>Every kind: a new method <c>Require...</c> of the package needs a line here.</summary>
    public static readonly IReadOnlyList<Restriction> All =
    [
        new(
            "read",
            nameof(TokenhouseEndpoints.RequireScope),
            policy => policy.RequireScope("Public.Job.Read"),
            endpoint => endpoint.RequireScope("Public.Job.Read"),
            call => call.Scopes.Add("Public.Job.Read")
        ),
        new(
            "write",
            nameof(TokenhouseEndpoints.RequireScope),
            policy => policy.RequireScope("Public.Job.Write"),
            endpoint => endpoint.RequireScope("Public.Job.Write"),
            call => call.Scopes.Add("Public.Job.Write")
        ),
        new(
            "both scopes",
            nameof(TokenhouseEndpoints.RequireScope),
            policy => policy.RequireScope("Public.Job.Read", "Public.Job.Write"),
            endpoint => endpoint.RequireScope("Public.Job.Read", "Public.Job.Write"),
            call => call.Scopes.AddRange(["Public.Job.Read", "Public.Job.Write"])
        ),
        new(
            "tenant",
            nameof(TokenhouseEndpoints.RequireTenant),
            policy => policy.RequireTenant("tenantId"),
            endpoint => endpoint.RequireTenant("tenantId"),
            call => call.Tenant = "218"
        ),
        new(
            "other tenant",
            nameof(TokenhouseEndpoints.RequireTenant),
            policy => policy.RequireTenant("otherId"),
            endpoint => endpoint.RequireTenant("otherId"),
            call => call.Other = "218"
        ),
        new(
            "tenant or vendor",
            nameof(TokenhouseEndpoints.RequireTenant),
            policy => policy.RequireTenant("otherId", allowVendor: true),
            endpoint => endpoint.RequireTenant("otherId", allowVendor: true),
            call => call.Other = "218"
        ),
        new(
            "role",
            null,
            policy => policy.AddAuthenticationSchemes(StaffScheme.Name).RequireRole("editor"),
            endpoint =>
                endpoint.RequireAuthorization(new AuthorizeAttribute { Roles = "editor", AuthenticationSchemes = StaffScheme.Name }),
            call => call.Role = "editor"
        ),
    ];

    /// <summary>Adds it to an endpoint that is reached through a group.</summary>
    public void Write(string place, IEndpointConventionBuilder group, IEndpointConventionBuilder endpoint)
    {
        if (place == "group")
            OnEndpoint(group);
        else if (place == "endpoint")
            OnEndpoint(endpoint);
        else if (place == "policy")
            endpoint.RequireAuthorization(Name);
        else
            endpoint.WithMetadata(new AuthorizeAttribute(Name)); // where the attribute of a handler ends up
    }

    public bool IsMetBy(Call call)
    {
        var met = new Call();
        Meet(met);
        return met.Scopes.All(call.Scopes.Contains)
            && (met.Tenant == Call.Elsewhere || met.Tenant == call.Tenant)
            && (met.Other == Call.Elsewhere || met.Other == call.Other)
            && (met.Role is null || met.Role == call.Role);
    }

    public override string ToString() => Name;

    /// <summary>A call with a good token of tenant 218, which so far meets no restriction.</summary>
    public sealed class Call
    {
        public const string Elsewhere = "451";

        public List<string> Scopes { get; } = [];

        public string Tenant { get; set; } = Elsewhere;

        public string Other { get; set; } = Elsewhere;

        public string? Role { get; set; }

        public bool HasToken { get; init; } = true;

        public override string ToString() => $"scopes [{string.Join(' ', Scopes)}] at {Tenant}/{Other} as {Role ?? "no staff"}";
    }
}
