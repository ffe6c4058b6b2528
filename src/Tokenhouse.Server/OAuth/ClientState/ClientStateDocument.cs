namespace Tokenhouse.Server.OAuth.ClientState;

/// <summary>A document of the client state on the wire.</summary>
/// <param name="Json">The document.</param>
/// <param name="Version">A hash of its content, the same on every server with the same data. None if it isn't requested by version.</param>
public sealed record ClientStateDocument(byte[] Json, string? Version);
