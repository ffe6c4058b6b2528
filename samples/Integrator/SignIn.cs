using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Extensions;

namespace Integrator;

/// <summary>A sign-in that was begun: what must come back with the browser, kept on this side and never shown to it.</summary>
public sealed record SignIn(Dialect Dialect, Client Client, string Scope)
{
    /// <summary>Ties the answer to this browser: nobody can slip it the code of somebody else (RFC 6749, 10.12).</summary>
    public string State { get; } = Unguessable();

    /// <summary>Ties the code to this application: a stolen code is worth nothing without it (RFC 7636).</summary>
    public string Verifier { get; } = Unguessable();

    /// <summary>Ties the ID token to this sign-in (OpenID Connect Core 1.0, 3.1.2.1).</summary>
    public string Nonce { get; } = Unguessable();

    public bool AsksWhoItIs => Scope.Split(' ').Contains("openid");

    /// <summary>Where to send the browser.</summary>
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

    /// <summary>Without what must not be seen.</summary>
    public override string ToString() => $"{Client} for {Scope}";

    private static string Unguessable() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
