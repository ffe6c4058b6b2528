using Microsoft.Net.Http.Headers;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>
/// The <c>If-Match</c> header of a request (RFC 9110, 13.1.1): ETags, one of which must be that of what is changed. They are compared strongly, so a weak
/// one never matches, and neither does a header that can't be read.
/// </summary>
public sealed class IfMatchCondition
{
    /// <summary>No header, or <c>*</c>: any version matches.</summary>
    public static readonly IfMatchCondition Any = new(null);

    /// <summary>What is changed has no ETag, so none can match.</summary>
    internal static readonly Problem WithoutVersion = Problem.Stale with
    {
        Title = "Precondition failed",
        Detail = "This has no ETag, so If-Match can't match. Send the request without it.",
    };

    private static readonly Problem Unmatchable = Problem.Stale with
    {
        Title = "Precondition failed",
        Detail =
            "If-Match has no ETag that can match. Send an ETag as a response returned it, with its quotes, several with commas between them, or *.",
    };

    private readonly IReadOnlyList<string>? tags;

    private IfMatchCondition(IReadOnlyList<string>? tags) => this.tags = tags;

    /// <summary>Whether the caller names ETags.</summary>
    public bool NamesVersions => tags is not null;

    public static IfMatchCondition Of(HttpRequest request)
    {
        string[] lines = [.. request.Headers.IfMatch.OfType<string>()];
        if (lines is [] or ["*"])
            return Any;
        return new(
            EntityTagHeaderValue.TryParseStrictList(lines, out var read) && !read.Contains(EntityTagHeaderValue.Any)
                ? [.. read.Where(tag => !tag.IsWeak).Select(tag => tag.Tag.ToString())]
                : []
        );
    }

    /// <summary>The problem if no ETag is that of a version; null if one is.</summary>
    internal Problem? Fault(int version) =>
        tags?.Contains(ETagResult.Tag(version)) != false ? null
        : tags.Count == 0 ? Unmatchable
        : Problem.Stale;
}
