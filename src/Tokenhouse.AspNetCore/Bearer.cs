using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Tokenhouse.AspNetCore;

/// <summary>Bearer tokens on the wire (RFC 6750): where they are read from, and the challenge for a missing or refused one.</summary>
internal static class Bearer
{
    private const string Scheme = "Bearer";

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/="
    );

    /// <summary>Whether the header uses the Bearer scheme. Other schemes are handled elsewhere.</summary>
    public static bool IsPresent(StringValues header) =>
        header.Any(line =>
            line is not null
            && (
                line.StartsWith(Scheme + " ", StringComparison.OrdinalIgnoreCase) || line.Equals(Scheme, StringComparison.OrdinalIgnoreCase)
            )
        );

    /// <summary>The token of the Authorization header (2.1). The query and forms are never read.</summary>
    public static Result<string> Read(StringValues header)
    {
        if (header.Count > 1)
            return Refusals.InvalidRequest("The request has more than one Authorization header.", "more than one Authorization header");
        if (
            !AuthenticationHeaderValue.TryParse(header, out var value)
            || value.Parameter is not { Length: > 0 } token
            || token.AsSpan().ContainsAnyExcept(TokenCharacters)
        )
            return Refusals.InvalidRequest(
                "The Authorization header must be the word Bearer, a space and an access token.",
                "malformed Authorization header"
            );
        return token;
    }

    /// <summary>The challenge (3), without an error if there was no token (3.1).</summary>
    public static string Challenge(string realm, TokenhouseRefusal refusal)
    {
        var text = new StringBuilder($"{Scheme} realm=\"{realm}\"");
        if (refusal.Error is not null)
            text.Append($", error=\"{refusal.Error}\", error_description=\"{refusal.Description}\"");
        if (refusal.Scope is not null)
            text.Append($", scope=\"{refusal.Scope}\"");
        return text.ToString();
    }
}
