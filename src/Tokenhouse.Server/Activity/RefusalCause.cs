using Tokenhouse.Core;

namespace Tokenhouse.Server.Activity;

/// <summary>
/// Why a request was refused, as the log tells it. Whether the request proved its client's secret is decided here, once: where it did not, what was
/// sent is described and never repeated.
/// </summary>
public sealed record RefusalCause
{
    private RefusalCause(string code, RefusalKind kind, string sentence, bool isProved) =>
        (Code, Kind, Sentence, IsProved) = (code, kind, sentence, isProved);

    /// <summary>The error code that went over the wire.</summary>
    public string Code { get; }

    public RefusalKind Kind { get; private init; }

    /// <summary>The exact reason, which did not.</summary>
    public string Sentence { get; private init; }

    /// <summary>Whether the request proved the client's secret. What did not anyone may have sent: it is folded, bounded and counts for nothing.</summary>
    public bool IsProved { get; }

    /// <summary>The API that refused, or that asked about the token.</summary>
    public string? Api { get; init; }

    /// <summary>The endpoint of that API, as a pattern.</summary>
    public string? Path { get; init; }

    public static RefusalCause Of(OAuthError error, bool isProved) =>
        new(error.Code, error.Reason.Kind, isProved ? error.Reason.Sentence : error.Reason.Withheld, isProved);

    public static RefusalCause Unproved(string code, Reason reason) => new(code, reason.Kind, reason.Withheld, isProved: false);

    /// <summary>A sign-in that failed: a page said so, in no protocol's words.</summary>
    public static RefusalCause OfSignIn(Reason reason) => Unproved("access_denied", reason);

    /// <summary>A call that an API refused, in the words of the API. It proved who it is; who called it did so at most by a token.</summary>
    public static RefusalCause Reported(string code, string sentence) => new(code, RefusalKind.ReportedByApi, sentence, isProved: false);

    /// <summary>The same refusal, for another reason.</summary>
    internal RefusalCause With(RefusalKind kind, string sentence) => this with { Kind = kind, Sentence = sentence };
}
