using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Tokenhouse.Client.Transport;

namespace Tokenhouse.Client.SignIn;

/// <summary>One sign-in in progress: the values that the answer is checked against. They never leave this process, except as a challenge.</summary>
internal sealed record AuthorizationRequest(TokenhouseClientOptions Options, string RedirectUri)
{
    /// <summary>Binds the answer to this sign-in (RFC 6749, 10.12).</summary>
    public string State { get; } = Unguessable();

    /// <summary>Binds the code to this process: a stolen code is useless without it (RFC 7636).</summary>
    public string Verifier { get; } = Unguessable();

    /// <summary>Where to send the browser.</summary>
    public Uri Address
    {
        get
        {
            var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
            (string Name, string Value)[] query =
            [
                ("response_type", "code"),
                ("client_id", Options.ClientId),
                ("redirect_uri", RedirectUri),
                ("state", State),
                ("code_challenge", challenge),
                ("code_challenge_method", "S256"),
                .. TokenRequest.Optional("scope", string.Join(' ', Options.Scopes)),
                .. TokenRequest.Optional("resource", Options.Resource),
            ];
            var text = string.Join('&', query.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));
            return new($"{Options.Authority}{Endpoints.Authorize(Options.Dialect)}?{text}");
        }
    }

    /// <summary>The request that exchanges the code.</summary>
    public TokenRequest Exchange(string clientName, string code) =>
        new(
            clientName,
            Options,
            Endpoints.Token(Options.Dialect),
            [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", RedirectUri), ("code_verifier", Verifier)]
        );

    /// <summary>Whether an answer has this sign-in's state. All others are ignored.</summary>
    public bool IsAnsweredBy(IReadOnlyDictionary<string, string> answer) =>
        answer.TryGetValue("state", out var state)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(State));

    /// <summary>The code of an answer, once it is known to come from the authority that was asked (RFC 9207).</summary>
    /// <exception cref="TokenRefusedException">It comes from another one, or it is an error.</exception>
    public string Code(string clientName, IReadOnlyDictionary<string, string> answer)
    {
        // The oldest dialect doesn't have it.
        var mayLackIssuer = Options.Dialect is TokenhouseDialect.OAuth2Legacy && !answer.ContainsKey("iss");
        if (!mayLackIssuer && answer.GetValueOrDefault("iss") != Options.Authority)
            throw new TokenRefusedException(
                clientName,
                "wrong_issuer",
                "The answer came from another authorization server. It was ignored."
            );
        if (answer.TryGetValue("error", out var error))
            throw new TokenRefusedException(clientName, error, answer.GetValueOrDefault("error_description", "The sign-in was refused."));
        return answer.TryGetValue("code", out var code)
            ? code
            : throw new TokenRefusedException(clientName, "no_code", "The answer has neither a code nor an error.");
    }

    /// <summary>Without its secret values.</summary>
    public override string ToString() => $"a sign-in that returns to {RedirectUri}";

    private static string Unguessable() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
