namespace Tokenhouse.Server.Hub.SignIn;

/// <summary>What a browser keeps while its person signs in at the other host.</summary>
/// <param name="State">Comes back with the answer (RFC 6749, 10.12).</param>
/// <param name="Verifier">Shows that it is the browser that set out (RFC 7636).</param>
/// <param name="Page">Where the person wanted to go.</param>
public sealed record Departure(string State, string Verifier, string Page);
