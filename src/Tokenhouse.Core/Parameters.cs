using System.Collections.Frozen;

namespace Tokenhouse.Core;

/// <summary>
/// The parameters of a request under their RFC names: each sent once, none too long, empty ones treated as if not
/// sent (RFC 6749, 3.2). Prints only names, because values are secrets.
/// </summary>
public sealed class Parameters
{
    public const int MaxCount = 64;
    public const int MaxNameLength = 128;
    public const int MaxValueLength = 4096;

    /// <summary>The maximum length of a token, and of other values that a client gets or makes up and only sends back.</summary>
    public const int MaxTokenLength = 16 * 1024;

    /// <summary>Parameters that must never be in the URL of any endpoint, because logs and browser histories store it.</summary>
    public static readonly FrozenSet<string> Secret = FrozenSet.Create(
        "access_token",
        "actor_token",
        "app_key",
        "assertion",
        "client_assertion",
        "client_secret",
        "code",
        "code_verifier",
        "device_code",
        "password",
        "refresh_token",
        "subject_token"
    );

    // A token can be for several APIs (RFC 8707, 2; RFC 8693, 2.1): the only parameters that can be repeated.
    private static readonly FrozenSet<string> Repeatable = FrozenSet.Create("audience", "resource");

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        "acr_values",
        "claims",
        "client_id",
        "client_secret",
        "code",
        "code_challenge",
        "code_challenge_method",
        "code_verifier",
        "grant_type",
        "login_hint",
        "logout_hint",
        "max_age",
        "nonce",
        "post_logout_redirect_uri",
        "prompt",
        "redirect_uri",
        "refresh_token",
        "response_mode",
        "response_type",
        "scope",
        "state",
        "token",
        "token_type_hint"
    );

    /// <summary>Every parameter that has a meaning at some endpoint, even if it is only refused.</summary>
    public static readonly FrozenSet<string> Names = FrozenSet.Create([.. Known, .. Secret, .. RestrictingParameters.Names]);

    private readonly IReadOnlyList<Parameter> sent;

    private Parameters(IReadOnlyList<Parameter> sent) => this.sent = sent;

    /// <summary>The value, or null when the parameter was omitted.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var parameter in sent)
                if (parameter.Name == name)
                    return parameter.Value.Length == 0 ? null : parameter.Value;
            return null;
        }
    }

    /// <summary>The values of repeatable parameters, each once.</summary>
    public IReadOnlyList<string> All(IReadOnlyList<string> names)
    {
        List<string>? values = null;
        foreach (var parameter in sent)
            if (parameter.Value.Length > 0 && names.Contains(parameter.Name) && values?.Contains(parameter.Value) != true)
                (values ??= []).Add(parameter.Value);
        return values ?? [];
    }

    public static Result<Parameters, OAuthError> From(IReadOnlyList<Parameter> sent)
    {
        for (var i = 0; i < sent.Count; i++)
        {
            if (sent[i].Name.Length > MaxNameLength)
                return OAuthError.InvalidRequest($"The name of a parameter is longer than {MaxNameLength} characters.");
            if (MaxLengthOf(sent[i].Name) is var most && sent[i].Value.Length > most)
                return OAuthError
                    .InvalidRequest($"The parameter '{Sent(sent[i])}' is longer than {most} characters.")
                    .Because(RefusalKind.MalformedRequest, $"{Format(sent[i].Name)} is longer than {most} characters");
            for (var j = 0; j < i; j++)
                if (sent[j].Name == sent[i].Name && !Repeatable.Contains(sent[i].Name))
                    return OAuthError
                        .InvalidRequest($"The parameter '{Sent(sent[i])}' was sent more than once.")
                        .Because(RefusalKind.MalformedRequest, $"{Format(sent[i].Name)} was sent more than once");
        }
        return new Parameters(sent);
    }

    /// <summary>Form-encoded again, as sent.</summary>
    public string Encode() =>
        string.Join('&', sent.Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value)}"));

    public override string ToString() => string.Join('&', sent);

    private static int MaxLengthOf(string name) =>
        name switch
        {
            "token" or "id_token_hint" or "state" => MaxTokenLength,
            "scope" => ScopeSet.MaxLength,
            _ => MaxValueLength,
        };

    // The log only names known parameters: other text could be a value that lost its name.
    private static TrustedText Format(string name) => new(Names.Contains(name) ? $"the parameter {name}" : "a parameter");

    private static UntrustedText Sent(Parameter parameter) => new(parameter.Name, "...");
}
