using Microsoft.AspNetCore.Http.Features;
using Tokenhouse.Core;
using Tokenhouse.Server.Dialects;

namespace Tokenhouse.Server.Hosting;

/// <summary>How much one form may bring. What is more is read no further, and refused in words.</summary>
/// <param name="Fields">How many fields, each ticked box being one.</param>
/// <param name="Length">How many bytes in all.</param>
internal sealed record FormBounds(int Fields, int Length)
{
    /// <summary>Of what people say about themselves.</summary>
    public static readonly FormBounds OfAccounts = new(Parameters.MaxCount, Body.Max);

    /// <summary>Of the Hub, where all scopes of the longest contract are ticked at once.</summary>
    public static readonly FormBounds OfHub = new(1024, HubRoutes.MaxBody);

    /// <summary>What is said to who sent more.</summary>
    public string Sentence =>
        $"A form here takes {Fields} fields and ticks with names of {Parameters.MaxNameLength} characters, and {Length / 1024} KB in all. "
        + "Nothing was done. Go back and send less at once; what you leave out can be added after that.";

    /// <summary>Has the form of a request read within these bounds.</summary>
    public void Hold(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Length;
        var options = new FormOptions
        {
            ValueCountLimit = Fields,
            KeyLengthLimit = Parameters.MaxNameLength,
            ValueLengthLimit = Length,
        };
        http.Features.Set<IFormFeature>(new FormFeature(http.Request, options));
    }
}
