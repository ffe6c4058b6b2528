using Microsoft.AspNetCore.Http.Features;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>Whether a request came to the Hub, and to which.</summary>
internal static class HubRequests
{
    /// <summary>Whether the dispatcher found that a request is for the Hub.</summary>
    public static bool IsAtHub(this HttpContext http) => http.Features.Get<HubHost>() is not null;

    /// <summary>The Hub that the dispatcher found for the host name.</summary>
    public static HubHost Hub(this HttpContext http) => http.Features.GetRequiredFeature<HubHost>();
}
