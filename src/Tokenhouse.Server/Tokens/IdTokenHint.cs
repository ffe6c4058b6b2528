namespace Tokenhouse.Server.Tokens;

/// <summary>An ID token that this site issued and a client sent back: whom it means. It proves nothing about who sent it.</summary>
/// <param name="AccountId">The person.</param>
/// <param name="ClientId">The client that it was issued to.</param>
/// <param name="SessionId">The <c>sid</c>; null in tokens of earlier releases.</param>
public sealed record IdTokenHint(Guid AccountId, string ClientId, string? SessionId);
