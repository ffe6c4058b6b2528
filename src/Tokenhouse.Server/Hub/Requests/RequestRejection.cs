using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>The common part of returning and declining: an operator gives a reason, and the request is no longer pending.</summary>
internal static class RequestRejection
{
    public static async Task<Result<ReviewedRequest, Problem>> Decide(
        AdminOperations operations,
        Caller caller,
        Verdict verdict,
        Guid id,
        Remark remark,
        int? version
    )
    {
        var comment = (remark.Comment ?? "").Trim().ReplaceLineEndings("\n");
        return await operations.Change<ReviewedRequest>(
            caller,
            verdict.Needed,
            async work =>
            {
                if (!(await RequestLookup.Find(work, id, version, RequestState.Submitted)).Ok(out var row, out var problem))
                    return problem;
                if (Fault(comment) is { } fault)
                    return Problem.Invalid(RequestField.Comment, fault);
                (row.State, row.Comment) = (verdict.State, comment);
                (row.DecidedAt, row.DecidedBy) = (work.Now, caller.Name);
                await work.Audit(verdict.Act, row.Id.ToString(), row.Environment, after: new { row.Comment });
                return await ReviewedRequest.Of(work, row);
            }
        );
    }

    private static string? Fault(string comment)
    {
        if (comment.Length == 0)
            return "Enter a reason, so that the tenant knows what to do.";
        if (comment.Length > Schema.Purpose)
            return $"A comment can have at most {Schema.Purpose} characters.";
        return PlainText.IsText(comment) ? null : "A comment can't have control characters or invisible characters.";
    }

    /// <param name="Needed">The required permission.</param>
    /// <param name="State">The request's new state.</param>
    /// <param name="Act">The action in the audit.</param>
    internal sealed record Verdict(Permission Needed, RequestState State, string Act);
}
