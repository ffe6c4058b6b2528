using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>Extensions that map use cases to routes of the Hub's API.</summary>
internal static class HubApiExtensions
{
    /// <summary>What <see cref="Problem"/>s are sent with (RFC 9457).</summary>
    public const string ProblemType = "application/problem+json";

    /// <summary>The path of the tenants.</summary>
    public const string Tenants = "/api/v1/tenants";

    /// <summary>The path of the Postman collection of the protocol endpoints. It is public, as in the documentation.</summary>
    public const string PostmanCollection = "/openapi/postman_collection.json";

    /// <summary>The caller, determined before any route is reached.</summary>
    public static Caller Caller(this HttpContext http) => http.Features.GetRequiredFeature<Caller>();

    /// <summary>Declares that the response contains a secret, and when it may be repeated.</summary>
    public static RouteHandlerBuilder Shows(
        this RouteHandlerBuilder route,
        Func<AdminUnitOfWork, JsonElement, Task<Result<NoOutput, Problem>>> again
    ) =>
        route
            .WithMetadata(new SecretResponseMetadata(again))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status410Gone);

    /// <summary>The URL of something of the caller's tenant.</summary>
    /// <param name="http">The request.</param>
    /// <param name="path">The path below the tenant's.</param>
    public static string TenantUrl(this HttpContext http, string path) => $"{Tenants}/{http.Caller().Tenant.Slug}{path}";

    /// <summary>200 with the output, and its version as ETag if it has one.</summary>
    public static IResult Answer<T>(this Result<T, Problem> outcome)
        where T : class => outcome.Ok(out var value, out var problem) ? Versioned(value, Results.Ok(value)) : problem.Answer();

    /// <summary>201 with the output and its URL, and its version as ETag if it has one.</summary>
    public static IResult Created<T>(this Result<T, Problem> outcome, Func<T, string> location)
        where T : class =>
        outcome.Ok(out var value, out var problem) ? Versioned(value, Results.Created(location(value), value)) : problem.Answer();

    /// <summary>204.</summary>
    public static IResult Answer(this Result<NoOutput, Problem> outcome) =>
        outcome.Ok(out _, out var problem) ? Results.NoContent() : problem.Answer();

    private static IResult Versioned<T>(T value, IResult answer)
        where T : class => value is IHasVersion { Version: var version } ? new ETagResult(version, answer) : answer;

    public static IResult Answer(this Problem problem) => new ProblemResult(problem);
}
