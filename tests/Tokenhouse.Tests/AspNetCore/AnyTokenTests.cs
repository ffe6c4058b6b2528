using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>Whatever is presented as a token: it is good or refused, and never an accident.</summary>
[Trait("Category", "Security")]
public sealed class AnyTokenTests(ProtectedApiFixture protectedApiFixture) : IClassFixture<ProtectedApiFixture>
{
    private static readonly string[] Values =
    [
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "1e400",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "\"\"",
        "\" \"",
        "\"a\\u0000b\"",
        "\"\\ud83d\\ude00\"",
        "\"\\r\\nX-Injected: 1\"",
        "\"\\\"quoted\\\"\"",
        "[]",
        "[null]",
        "[[[[[[[[[[1]]]]]]]]]]",
        "{}",
        "{\"a\":{\"b\":[1,2]}}",
        "\"" + new string('x', 3_000) + "\"",
    ];

    [Fact]
    public async Task A_token_that_was_changed_anywhere_is_refused()
    {
        var (authority, api) = (protectedApiFixture.Authority, protectedApiFixture.Api);
        var good = authority.Token(api.Now);
        // The last letter of a part may hold bits that mean nothing.
        var ends = (int[])[good.IndexOf('.', StringComparison.Ordinal) - 1, good.LastIndexOf('.') - 1, good.Length - 1];
        var changes =
            from at in Gen.Choose(0, good.Length - 1).Where(position => !ends.Contains(position))
            from letter in Gen.Elements("ABCXYZabcxyz0189-_.~+/".ToCharArray()).Where(letter => letter != good[at])
            from length in Gen.Elements(0, 1, 2)
            select good[..at] + new string(letter, length) + good[(at + 1)..];
        foreach (var token in changes.Sample(Iterations.Of(300, 20_000)).Distinct())
            (await api.Call(token)).Status.ShouldBe(401, token);
    }

    [Fact]
    public async Task Claims_and_headers_of_any_kind_are_read_or_refused()
    {
        var (authority, api) = (protectedApiFixture.Authority, protectedApiFixture.Api);
        var tokens = authority.Tokens;
        foreach (var value in Values)
        {
            foreach (var name in authority.Claims(api.Now).Select(claim => claim.Key))
                await IsReadOrRefused(authority.Token(api.Now, claims => claims[name] = JsonNode.Parse(value)));
            foreach (var name in (string[])["alg", "typ", "kid", "cty", "jwk", "jku", "x5u", "x5c", "x5t", "zip", "enc", "b64"])
            {
                var header = tokens.Header();
                header[name] = JsonNode.Parse(value);
                await IsReadOrRefused(tokens.Sign(header, authority.Claims(api.Now)));
            }
            await IsReadOrRefused(tokens.Sign(value, authority.Claims(api.Now).ToJsonString()));
            await IsReadOrRefused(tokens.Sign(tokens.Header().ToJsonString(), value));
        }

        async Task IsReadOrRefused(string token) => (await api.Call(token)).Status.ShouldBeOneOf(200, 401, 403);
    }

    [Fact]
    public async Task Any_text_is_a_bad_request_or_a_bad_token()
    {
        var letters = Gen.Elements("abcXYZ019-._~+/= ,\"\\;%\t".ToCharArray());
        var texts = Gen.ArrayOf(letters).Select(array => new string(array));
        foreach (var text in texts.Sample(Iterations.Of(300, 20_000)))
            (
                await protectedApiFixture.Api.Send(HttpMethod.Get, ProtectedApi.Jobs, ("Authorization", "Bearer " + text))
            ).Status.ShouldBeOneOf(400, 401);
    }
}
