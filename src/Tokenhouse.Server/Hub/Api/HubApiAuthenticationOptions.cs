using Microsoft.AspNetCore.Authentication;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>Whose access tokens the Hub's API takes.</summary>
internal sealed class HubApiAuthenticationOptions : AuthenticationSchemeOptions
{
    /// <summary>The site that issued them.</summary>
    public Site Site { get; set; } = null!;

    public override void Validate() => ArgumentNullException.ThrowIfNull(Site);
}
