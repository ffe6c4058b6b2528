using System.Buffers;

namespace Tokenhouse.Core;

/// <summary>Scope tokens in order, each once (RFC 6749, 3.3). Prints as the <c>scope</c> parameter is spelled.</summary>
public sealed class ScopeSet
{
    /// <summary>The maximum length of a granted scope. A JWT that contains it is at most <see cref="Parameters.MaxTokenLength"/> long.</summary>
    public const int MaxLength = 10_000;

    // NQCHAR: %x21 / %x23-5B / %x5D-7E
    private static readonly SearchValues<char> Allowed = SearchValues.Create([
        .. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Where(c => c is not ('"' or '\\')),
    ]);

    private readonly string text;

    public ScopeSet(IEnumerable<string> names)
    {
        Names = [.. names.Distinct()];
        text = string.Join(' ', Names);
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>The refusal to grant it if it is too long for one token; null if it isn't.</summary>
    public OAuthError? LengthFault =>
        text.Length <= MaxLength
            ? null
            : OAuthError
                .InvalidScope($"The scopes have more than {MaxLength} characters together, too many for one token. Request fewer scopes.")
                .Because(RefusalKind.ScopeTooLong, $"the scopes have {text.Length} characters together, more than fit into one token");

    public static Result<ScopeSet, OAuthError> Parse(string scope)
    {
        var names = scope.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0)
            return OAuthError
                .InvalidScope($"The scope parameter contains no scope. Send one or more scopes separated by spaces, or omit the parameter.")
                .Because(RefusalKind.ScopeMalformed, $"the scope parameter contains no scope");
        foreach (var name in names)
            if (name.AsSpan().ContainsAnyExcept(Allowed))
                return OAuthError
                    .InvalidScope($"The scope parameter contains a character that isn't allowed in scopes. Separate scopes with one space.")
                    .Because(RefusalKind.ScopeMalformed, $"the scope parameter contains a character that isn't allowed in scopes");
        return new ScopeSet(names);
    }

    /// <summary>The requested scopes, unless they are only <see cref="StandardScopes.OfflineAccess"/>, which requests nothing by itself.</summary>
    public Result<ScopeSet, OAuthError> BesideOfflineAccess() =>
        Names.Any(name => name != StandardScopes.OfflineAccess)
            ? this
            : OAuthError
                .InvalidScope(
                    $"The scope offline_access grants nothing on its own. Request the scopes that the client needs, or omit scope."
                )
                .Because(RefusalKind.ScopeMalformed, $"only offline_access was requested, which grants nothing on its own");

    public override string ToString() => text;
}
