using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>An access token as it is stored, and whether the person for whom it acts, if any, may still be acted for.</summary>
public sealed record PresentedAccessToken(AccessToken Row, bool PersonIsMember);
