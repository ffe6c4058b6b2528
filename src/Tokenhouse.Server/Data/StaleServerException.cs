namespace Tokenhouse.Server.Data;

/// <summary>This server stood still or can't read the change feed, so it does nothing until it knows what the others did. The response is 503.</summary>
public sealed class StaleServerException() : Exception("This server hasn't read the latest changes yet.");
