namespace Tokenhouse.Server.Accounts;

/// <summary>The options that a page gives the browser for one use of a passkey (WebAuthn, 5.4 and 5.5), and their sealed state.</summary>
/// <param name="Options">JSON for <c>navigator.credentials</c>.</param>
/// <param name="State">Returned with the form.</param>
public sealed record PasskeyChallenge(string Options, string State);
