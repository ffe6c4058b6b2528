using Microsoft.AspNetCore.Mvc;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Pages;

/// <summary>The limits of a form, as metadata of its route. A larger form isn't read further, and is refused with an error page.</summary>
/// <param name="Fields">The maximum number of fields; each checked box is one.</param>
/// <param name="Length">The maximum number of bytes.</param>
internal sealed record FormLimits(int Fields, int Length)
{
    /// <summary>For the Hub, where all scopes of the longest contract can be checked at once.</summary>
    public static readonly FormLimits OfHub = new(1024, 256 * 1024);

    /// <summary>The error for a larger form.</summary>
    public string Sentence =>
        $"A form can have at most {Fields} fields and checked boxes, names of {Parameters.MaxNameLength} characters, and {Length / 1024} KB in total. "
        + "Nothing was changed. Go back and send less at once. You can add the rest afterwards.";

    /// <summary>Makes the framework apply the limits when it reads the form.</summary>
    public TBuilder Limit<TBuilder>(TBuilder routes)
        where TBuilder : IEndpointConventionBuilder =>
        routes
            .WithMetadata(this, new RequestSizeLimitAttribute(Length))
            .WithFormOptions(
                valueCountLimit: Fields,
                keyLengthLimit: Parameters.MaxNameLength,
                valueLengthLimit: Length,
                multipartBodyLengthLimit: 0 // no form accepts files
            );
}
