using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>Extensions that map use cases to routes of the Hub's API.</summary>
internal static class HubApiExtensions
{
    /// <summary>What <see cref="Problem"/>s are sent with (RFC 9457).</summary>
    public const string ProblemType = "application/problem+json";

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

    /// <summary>The version in <c>If-Match</c> (RFC 9110, 13.1.1); null for any. An unknown ETag matches nothing.</summary>
    public static int? ExpectedVersion(this HttpContext http)
    {
        var header = http.Request.Headers.IfMatch.ToString();
        if (header.Length == 0 || header == "*")
            return null;
        return WholeNumber.Read(header.Trim('"')) ?? -1;
    }

    /// <summary>200 with the output, and its version as ETag if it has one.</summary>
    public static IResult Answer<T>(this Result<T, Problem> outcome)
        where T : class => outcome.Ok(out var value, out var problem) ? Versioned(value) : problem.Answer();

    /// <summary>201 with the output and its URL.</summary>
    public static IResult Created<T>(this Result<T, Problem> outcome, Func<T, string> location)
        where T : class => outcome.Ok(out var value, out var problem) ? Results.Created(location(value), value) : problem.Answer();

    /// <summary>204.</summary>
    public static IResult Answer(this Result<NoOutput, Problem> outcome) =>
        outcome.Ok(out _, out var problem) ? Results.NoContent() : problem.Answer();

    private static IResult Versioned<T>(T value)
        where T : class => value is IHasVersion { Version: var version } ? new ETagResult(version, Results.Ok(value)) : Results.Ok(value);

    public static IResult Answer(this Problem problem) => new ProblemResult(problem);
}
