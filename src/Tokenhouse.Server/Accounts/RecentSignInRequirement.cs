using Microsoft.AspNetCore.Authorization;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// The person signed in within the last five minutes. What is sensitive requires it, so that no one takes over an account in a browser that was
/// left open. Who signed in earlier is asked to sign in again.
/// </summary>
public sealed class RecentSignInRequirement : IAuthorizationRequirement;
