using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>A presented code, and whether the client may still act for the person.</summary>
public sealed record PresentedCode(AuthorizationCode Row, bool PersonIsMember);
