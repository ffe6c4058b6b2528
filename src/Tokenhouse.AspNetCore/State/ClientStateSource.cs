using System.Net.Http.Headers;

namespace Tokenhouse.AspNetCore.State;

/// <summary>The URL of a feed, and this API's credentials there.</summary>
internal sealed record ClientStateSource(Uri Endpoint, AuthenticationHeaderValue Credentials)
{
    /// <summary>Without the credentials.</summary>
    public override string ToString() => Endpoint.ToString();
}
