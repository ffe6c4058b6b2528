namespace Tokenhouse.Server.Endpoints.ClientState;

/// <summary>A document of the client state, as it goes over the wire.</summary>
/// <param name="Json">The document.</param>
/// <param name="Version">A hash of what it says: the same on every server that knows the same. None: it is not asked for again by version.</param>
public sealed record ClientStateDocument(byte[] Json, string? Version);
