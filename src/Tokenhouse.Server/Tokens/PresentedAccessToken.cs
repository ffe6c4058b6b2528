using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>A stored access token, and whether the client may still act for its person, if any.</summary>
public sealed record PresentedAccessToken(AccessToken Row, bool PersonIsMember);
