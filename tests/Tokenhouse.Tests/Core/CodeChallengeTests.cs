using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FsCheck.Fluent;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Core;

[Trait("Category", "Security")]
public sealed class CodeChallengeTests
{
    [Fact]
    public void The_example_of_the_specification_proves_itself()
    {
        CodeChallenge.IsWellFormed(Pkce.Challenge).ShouldBeTrue();
        CodeChallenge.Proves(Pkce.Verifier, Pkce.Challenge).ShouldBeTrue();
        CodeChallenge.Proves(Pkce.Challenge, Pkce.Challenge).ShouldBeFalse(); // that would be "plain"
    }

    [Fact]
    public void Every_well_formed_verifier_proves_its_own_challenge_and_no_other()
    {
        var letter = Gen.Elements("ABCXYZabcxyz0189-._~".ToCharArray());
        var verifier = Gen.Choose(43, 128).SelectMany(length => Gen.ArrayOf(letter, length)).Select(letters => new string(letters));
        foreach (var text in verifier.Sample(Iterations.Of(1_000, 50_000)))
        {
            var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
            CodeChallenge.IsWellFormed(challenge).ShouldBeTrue();
            CodeChallenge.Proves(text, challenge).ShouldBeTrue();
            CodeChallenge.Proves(text, Pkce.Challenge).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(42, 'a')]
    [InlineData(129, 'a')]
    [InlineData(43, '+')]
    [InlineData(43, '=')]
    [InlineData(43, ' ')]
    [InlineData(43, '\n')]
    [InlineData(43, '\u00e4')]
    public void A_verifier_of_another_form_proves_nothing_although_its_hash_fits(int length, char last)
    {
        var verifier = new string('a', length - 1) + last;
        CodeChallenge.Proves(verifier, Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cMM")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM\n")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw.cM")]
    public void What_is_no_base64url_of_a_hash_is_no_challenge(string challenge) => CodeChallenge.IsWellFormed(challenge).ShouldBeFalse();

    [Fact]
    public void A_verifier_with_a_line_break_at_its_end_is_another_text()
    {
        var verifier = Pkce.Verifier + "\n";
        CodeChallenge.Proves(verifier, Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))).ShouldBeFalse();
    }
}
