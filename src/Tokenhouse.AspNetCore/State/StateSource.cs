using System.Net.Http.Headers;

namespace Tokenhouse.AspNetCore.State;

/// <summary>Where a feed is, and who this API is there.</summary>
internal sealed record StateSource(Uri Endpoint, AuthenticationHeaderValue Credentials)
{
    /// <summary>Without the credentials.</summary>
    public override string ToString() => Endpoint.ToString();
}
