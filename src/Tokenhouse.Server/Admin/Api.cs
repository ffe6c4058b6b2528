using Microsoft.AspNetCore.Http.Features;

namespace Tokenhouse.Server.Admin;

/// <summary>How a use case becomes a route of the Hub's API.</summary>
internal static class Api
{
    /// <summary>What <see cref="Problem"/>s are sent as (RFC 9457).</summary>
    public const string ProblemType = "application/problem+json";

    /// <summary>Who called: known before any route is reached.</summary>
    public static Actor Actor(this HttpContext http) => http.Features.GetRequiredFeature<Actor>();

    /// <summary>Says what the route asks for, and what it answers when that is missing.</summary>
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder route, Permission permission) =>
        route
            .WithMetadata(permission)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>200 with the output.</summary>
    public static IResult Answer<T>(this Outcome<T> outcome)
        where T : class => outcome.Ok(out var value, out var problem) ? Results.Ok(value) : problem.Answer();

    /// <summary>201 with the output and its address.</summary>
    public static IResult Created<T>(this Outcome<T> outcome, Func<T, string> location)
        where T : class => outcome.Ok(out var value, out var problem) ? Results.Created(location(value), value) : problem.Answer();

    /// <summary>204.</summary>
    public static IResult Answer(this Outcome<Completion> outcome) =>
        outcome.Ok(out _, out var problem) ? Results.NoContent() : problem.Answer();

    public static IResult Answer(this Problem problem) => new ProblemAnswer(problem);
}
