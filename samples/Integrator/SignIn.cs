using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Extensions;

namespace Integrator;

/// <summary>A pending sign-in: the values to check when the browser returns, stored on the server and never shown to it.</summary>
public sealed record SignIn(Dialect Dialect, Client Client, string Scope)
{
    /// <summary>Binds the response to this browser, so that an attacker can't inject someone else's code (RFC 6749, 10.12).</summary>
    public string State { get; } = Unguessable();

    /// <summary>Binds the code to this application: a stolen code is useless without it (RFC 7636).</summary>
    public string Verifier { get; } = Unguessable();

    /// <summary>Binds the ID token to this sign-in (OpenID Connect Core 1.0, 3.1.2.1).</summary>
    public string Nonce { get; } = Unguessable();

    public bool AsksWhoItIs => Scope.Split(' ').Contains("openid");

    /// <summary>The URL to redirect the browser to.</summary>
    public string Link(string authority)
    {
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
        var query = new QueryBuilder
        {
            { "response_type", "code" },
            { "client_id", Client.Id },
            { "redirect_uri", Client.RedirectUri },
            { "scope", Scope },
            { "state", State },
            { "code_challenge", challenge },
            { "code_challenge_method", "S256" },
        };
        if (AsksWhoItIs)
            query.Add("nonce", Nonce);
        return authority + Dialect.Authorize + query;
    }

    /// <summary>Without its secret values.</summary>
    public override string ToString() => $"{Client} for {Scope}";

    private static string Unguessable() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
