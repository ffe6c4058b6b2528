using Microsoft.AspNetCore.Authorization;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// The person must have signed in within the last five minutes. Sensitive actions require it, so that no one else can take over an account in a browser that
/// was left open. Anyone who signed in earlier has to sign in again.
/// </summary>
public sealed class RecentSignInRequirement : IAuthorizationRequirement;
