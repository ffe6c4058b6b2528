using Tokenhouse.Core;

namespace Tokenhouse.Server.EventLog;

/// <summary>
/// The cause of a refusal in the log. This is the only place that decides whether the request proved its client's secret. If it didn't, what was
/// sent is described and never repeated.
/// </summary>
public sealed record RefusalCause
{
    private RefusalCause(string code, RefusalKind kind, string sentence, bool isProved) =>
        (Code, Kind, Sentence, IsProved) = (code, kind, sentence, isProved);

    /// <summary>The error code in the response.</summary>
    public string Code { get; }

    public RefusalKind Kind { get; private init; }

    /// <summary>The exact reason, which isn't in the response.</summary>
    public string Sentence { get; private init; }

    /// <summary>Whether the request proved the client's secret. If not, anyone may have sent it: it is aggregated, bounded and doesn't count for go-live.</summary>
    public bool IsProved { get; }

    /// <summary>The API that refused or introspected.</summary>
    public string? Api { get; init; }

    /// <summary>The endpoint of that API, as a pattern.</summary>
    public string? Path { get; init; }

    public static RefusalCause Of(OAuthError error, bool isProved) =>
        new(error.Code, error.Reason.Kind, isProved ? error.Reason.Sentence : error.Reason.Withheld, isProved);

    public static RefusalCause Unproved(string code, RefusalReason reason) => new(code, reason.Kind, reason.Withheld, isProved: false);

    /// <summary>Something worth knowing about a request that was granted.</summary>
    public static RefusalCause Noted(RefusalReason reason, bool isProved) =>
        new("", reason.Kind, isProved ? reason.Sentence : reason.Withheld, isProved);

    /// <summary>A failed sign-in, reported on a page without a protocol error.</summary>
    public static RefusalCause OfSignIn(RefusalReason reason) => Unproved("access_denied", reason);

    /// <summary>A call that an API refused, in the API's words. The API is authenticated; its caller at most presented a token.</summary>
    public static RefusalCause Reported(string code, string sentence) => new(code, RefusalKind.ReportedByApi, sentence, isProved: false);

    /// <summary>The same refusal with another reason.</summary>
    internal RefusalCause With(RefusalKind kind, string sentence) => this with { Kind = kind, Sentence = sentence };
}
