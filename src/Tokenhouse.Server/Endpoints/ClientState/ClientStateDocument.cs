namespace Tokenhouse.Server.Endpoints.ClientState;

/// <summary>The state of an API's callers, as it goes over the wire.</summary>
/// <param name="Json">The document.</param>
/// <param name="Version">A hash of what it says: the same on every server that knows the same.</param>
/// <param name="MadeAt">When it was put together.</param>
public sealed record ClientStateDocument(byte[] Json, string Version, DateTimeOffset MadeAt);
