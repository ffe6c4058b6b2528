namespace Tokenhouse.Server.Accounts;

/// <summary>What a page hands to the browser for one use of a passkey (WebAuthn, 5.4 and 5.5), and the sealed memory of it.</summary>
/// <param name="Options">JSON for <c>navigator.credentials</c>.</param>
/// <param name="State">Comes back with the form.</param>
public sealed record PasskeyOffer(string Options, string State);
