using System.Security.Cryptography;
using System.Text;
using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.Tokens;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Tokens;

[Trait("Category", "Security")]
public sealed class OpaqueTokenTests
{
    [Theory]
    [InlineData(RandomValueFormat.Base64Url, "^[A-Za-z0-9_-]{43}\\z")]
    [InlineData(RandomValueFormat.Alphanumeric, "^[A-Za-z0-9]{32}\\z")]
    [InlineData(RandomValueFormat.Uuid, "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\z")]
    public void Each_shape_has_its_form_and_no_value_comes_twice(RandomValueFormat format, string form)
    {
        var made = Enumerable.Range(0, Iterations.Of(2_000, 100_000)).Select(_ => OpaqueToken.Make(new(format)).Reveal()).ToList();
        foreach (var token in made)
            token.ShouldMatch(form);
        made.Distinct().Count().ShouldBe(made.Count);
        OpaqueToken.Make(new(format, "_0XBPWQQ_")).Reveal().ShouldStartWith("_0XBPWQQ_");
    }

    [Fact]
    public void All_128_bits_of_a_UUID_are_random_those_of_version_and_variant_too()
    {
        var ones = new int[128];
        const int Count = 4_000;
        for (var i = 0; i < Count; i++)
        {
            var octets = Guid.Parse(OpaqueToken.Make(new(RandomValueFormat.Uuid)).Reveal()).ToByteArray(bigEndian: true);
            for (var bit = 0; bit < 128; bit++)
                ones[bit] += (octets[bit / 8] >> (7 - bit % 8)) & 1;
        }
        ones.ShouldAllBe(count => count > Count * 2 / 5 && count < Count * 3 / 5); // over twelve standard deviations
    }

    [Fact]
    public void All_characters_of_the_alphabets_occur_everywhere()
    {
        foreach (
            var (format, size, length) in ((RandomValueFormat, int, int)[])
                [(RandomValueFormat.Alphanumeric, 62, 32), (RandomValueFormat.Base64Url, 64, 42)]
        )
        {
            var made = Enumerable.Range(0, 4_000).Select(_ => OpaqueToken.Make(new(format)).Reveal()).ToList();
            for (var i = 0; i < length; i++)
                made.Select(token => token[i]).Distinct().Count().ShouldBe(size);
        }
    }

    [Fact]
    public void No_dialect_spells_anything_with_fewer_random_bits_than_the_floor()
    {
        foreach (var policy in DialectCatalogue.List.Select(dialect => dialect.Tokens))
        foreach (var format in (TokenFormat?[])[policy.Codes, policy.RefreshTokens, policy.AccessTokens])
            format?.Format.ShouldBeOneOf(RandomValueFormat.Base64Url, RandomValueFormat.Alphanumeric, RandomValueFormat.Uuid);
    }

    [Fact]
    public void What_is_stored_is_the_SHA_256_of_the_whole_token()
    {
        TextHash.Of(new SecretText("_0XBPWQQ_x")).ShouldBe(SHA256.HashData(Encoding.UTF8.GetBytes("_0XBPWQQ_x")));
        OpaqueToken.Make(new(RandomValueFormat.Uuid)).ToString().ShouldBe("***");
    }
}
