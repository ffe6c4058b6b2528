using System.Text.Json;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>A problem as sent, with the request's correlation ID, which is also in the header. Fields have the names that a
/// program used.</summary>
internal sealed class ProblemResult(Problem problem) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var more = new Dictionary<string, object?> { ["code"] = problem.Code, ["correlation_id"] = httpContext.TraceIdentifier };
        if (problem.Errors.Count > 0)
            more["errors"] = problem.Errors;
        if (problem.Fields.Count > 0)
            more["fields"] = problem.Fields.ToDictionary(
                field => JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Key),
                field => field.Value
            );
        problem.WriteRetryAfter(httpContext.Response);
        return Results
            .Problem(problem.Detail, statusCode: problem.Status, title: problem.Title, extensions: more)
            .ExecuteAsync(httpContext);
    }
}
