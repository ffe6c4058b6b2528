using Microsoft.AspNetCore.Mvc;
using Tokenhouse.Core;
using Tokenhouse.Server.Dialects;

namespace Tokenhouse.Server.Hosting;

/// <summary>How much one form may bring, as metadata of its route. What is more is read no further, and refused in words.</summary>
/// <param name="Fields">The maximum number of fields; each checked box is one.</param>
/// <param name="Length">The maximum number of bytes.</param>
internal sealed record FormLimits(int Fields, int Length)
{
    /// <summary>For account holders' forms.</summary>
    public static readonly FormLimits OfAccounts = new(Parameters.MaxCount, Body.Max);

    /// <summary>For the Hub, where all scopes of the longest contract can be checked at once.</summary>
    public static readonly FormLimits OfHub = new(1024, HubRoutes.MaxBody);

    /// <summary>The error for a larger form.</summary>
    public string Sentence =>
        $"A form here takes {Fields} fields and ticks with names of {Parameters.MaxNameLength} characters, and {Length / 1024} KB in all. "
        + "Nothing was done. Go back and send less at once; what you leave out can be added after that.";

    /// <summary>Has the framework hold the limits where forms are read.</summary>
    public TBuilder Limit<TBuilder>(TBuilder routes)
        where TBuilder : IEndpointConventionBuilder =>
        routes
            .WithMetadata(this, new RequestSizeLimitAttribute(Length))
            .WithFormOptions(
                valueCountLimit: Fields,
                keyLengthLimit: Parameters.MaxNameLength,
                valueLengthLimit: Length,
                multipartBodyLengthLimit: 0 // forms with files are refused: none of ours has any
            );
}
