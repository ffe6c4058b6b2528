using System.Net;
using System.Text;
using FsCheck.Fluent;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Core;

public sealed class FormDecoderTests
{
    [Fact]
    public void What_a_correct_encoder_writes_is_read_back()
    {
        var text = Gen.ArrayOf(Gen.Choose(1, 0xFFFF).Where(c => c is < 0xD800 or > 0xDFFF).Select(c => (char)c))
            .Resize(12)
            .Select(chars => new string(chars));
        var pairs = Gen.ListOf(text.Where(name => name.Length > 0).SelectMany(name => text.Select(value => (Name: name, Value: value))))
            .Resize(8);
        foreach (var pair in pairs.Sample(Iterations.Of(2_000, 100_000)))
        {
            var form = string.Join('&', pair.Select(field => $"{WebUtility.UrlEncode(field.Name)}={WebUtility.UrlEncode(field.Value)}"));
            FormDecoder.Decode(Encoding.ASCII.GetBytes(form)).Ok(out var decoded, out _).ShouldBeTrue(form);
            decoded!.Select(parameter => (parameter.Name, parameter.Value)).ShouldBe(pair);
        }
    }

    [Fact]
    public void Whatever_is_sent_is_decoded_or_refused_and_decoded_text_is_as_the_reference_has_it()
    {
        var octets = Gen.ArrayOf(Gen.Elements("%%%%0aAfFgG+=&z~\u00ff".Select(c => (byte)c).ToArray())).Resize(14);
        foreach (var bytes in octets.Sample(Iterations.Of(5_000, 500_000)))
        {
            var text = FormDecoder.DecodeText(bytes);
            if (text is not null)
                Reference(bytes).ShouldBe(text, Convert.ToHexString(bytes));
            else
                Should.Throw<Exception>(() => Reference(bytes), Convert.ToHexString(bytes));
        }
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("&&&", 0)]
    [InlineData("a", 1)]
    [InlineData("a=", 1)]
    [InlineData("=a", 1)]
    [InlineData("a=b=c", 1)]
    [InlineData("a=1&b=2", 2)]
    public void Pairs_are_counted_as_the_standard_says(string form, int count)
    {
        FormDecoder.Decode(Encoding.ASCII.GetBytes(form)).Ok(out var decoded, out _).ShouldBeTrue();
        decoded!.Count.ShouldBe(count);
    }

    [Fact]
    [Trait("Category", "Security")]
    public void A_parameter_does_not_print_its_value()
    {
        new Parameter("client_secret", "hidden").ToString().ShouldBe("client_secret=***");
        Parameters.From([new("client_secret", "hidden"), new("scope", "a")]).Ok(out var parameters, out _).ShouldBeTrue();
        parameters!.ToString().ShouldBe("client_secret=***&scope=***");
    }

    /// <summary>Slow and obvious: by characters, then by the framework's strict decoder.</summary>
    private static string Reference(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes).Replace('+', ' ');
        var result = new List<byte>();
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '%')
            {
                result.Add(Convert.FromHexString(text.Substring(i + 1, 2))[0]);
                i += 2;
            }
            else
                result.Add((byte)text[i]);
        if (result.Contains(0))
            throw new FormatException("NUL is no text.");
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString([.. result]);
    }
}
