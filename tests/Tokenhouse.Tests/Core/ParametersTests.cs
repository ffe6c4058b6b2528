using System.Text;
using FsCheck.Fluent;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Core;

public sealed class ParametersTests
{
    [Fact]
    public void What_is_encoded_again_is_read_back_as_it_was()
    {
        var text = Gen.ArrayOf(Gen.Choose(1, 0xFFFF).Where(c => c is < 0xD800 or > 0xDFFF).Select(c => (char)c))
            .Resize(12)
            .Select(letters => new string(letters));
        var pair = text.SelectMany(name => text.Select(value => new Parameter(name, value)));
        foreach (var pairs in Gen.ListOf(pair).Resize(8).Sample(Iterations.Of(2_000, 100_000)))
        {
            Parameter[] sent = [.. pairs.Where(one => one.Name.Length > 0).DistinctBy(one => one.Name)];
            Parameters.From(sent).Ok(out var parameters, out _).ShouldBeTrue();

            var encoded = parameters!.Encode();

            Ascii.IsValid(encoded).ShouldBeTrue();
            encoded.ShouldNotContain('\n'); // a sealed request is three lines
            FormDecoder.Decode(Encoding.ASCII.GetBytes(encoded)).Ok(out var read, out _).ShouldBeTrue(encoded);
            read.ShouldBe(sent);
        }
    }

    [Fact]
    public void Each_is_sent_once_none_is_over_long_and_an_empty_one_was_not_sent()
    {
        Parameters.From([new("a", "1"), new("b", "")]).Ok(out var parameters, out _).ShouldBeTrue();
        (parameters!["a"], parameters["b"], parameters["c"], parameters["A"]).ShouldBe(("1", null, null, null));

        Refused("The parameter 'a' was sent more than once.", new("a", "1"), new("b", ""), new("a", "1"));
        Refused("The parameter 'a' was sent more than once.", new("a", ""), new("a", ""));
        Refused("The parameter 'a' is longer than 4096 characters.", new Parameter("a", new('x', 4097)));
        Refused("The parameter 'token' is longer than 16384 characters.", new Parameter("token", new('x', 16_385)));
        Refused("The parameter 'scope' is longer than 10000 characters.", new Parameter("scope", new('x', 10_001)));
        Parameters.From([new("token", new('x', 16_384)), new("scope", new('x', 10_000))]).Ok(out _, out _).ShouldBeTrue();
        Refused("The name of a parameter is longer than 128 characters.", new Parameter(new('x', 129), ""));
    }

    private static void Refused(string description, params Parameter[] sent)
    {
        Parameters.From(sent).Ok(out _, out var error).ShouldBeFalse();
        error!.Description.ShouldBe(description);
    }
}
