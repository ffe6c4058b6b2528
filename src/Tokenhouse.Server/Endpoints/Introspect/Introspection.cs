using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Endpoints.Introspect;

/// <summary>The answer to who asked about a token: null when it is not active, or not theirs to know about.</summary>
internal sealed record Introspection(BelievedToken? Token);
