using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>What returning and declining have in common: an operator says why, and the request waits no longer.</summary>
internal static class Refusing
{
    public static async Task<Result<Examined, Problem>> Decide(
        Desk desk,
        Actor actor,
        Verdict verdict,
        Guid id,
        Remark remark,
        int? version
    )
    {
        var comment = (remark.Comment ?? "").Trim().ReplaceLineEndings("\n");
        return await desk.Change<Examined>(
            actor,
            verdict.Needed,
            async work =>
            {
                if (!(await RequestRow.Find(work, id, version, RequestState.Submitted)).Ok(out var row, out var problem))
                    return problem;
                if (Fault(comment) is { } fault)
                    return Problem.Invalid(RequestField.Comment, fault);
                (row.State, row.Comment) = (verdict.State, comment);
                (row.DecidedAt, row.DecidedBy) = (work.Now, actor.Name);
                await work.Audit(verdict.Act, row.Id.ToString(), row.Environment, after: new { row.Comment });
                return await Examined.Of(work, row);
            }
        );
    }

    private static string? Fault(string comment)
    {
        if (comment.Length == 0)
            return "Say why, so that the tenant knows what to do.";
        if (comment.Length > Schema.Purpose)
            return $"A comment has at most {Schema.Purpose} characters.";
        return PlainText.IsText(comment) ? null : "A comment can't have control characters or invisible characters.";
    }

    /// <param name="Needed">What it takes.</param>
    /// <param name="State">Where the request comes to.</param>
    /// <param name="Act">How the audit calls it.</param>
    internal sealed record Verdict(Permission Needed, RequestState State, string Act);
}
