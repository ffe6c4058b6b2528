namespace Tokenhouse.Server.Hub.SignIn;

/// <summary>A way to the other host on which a browser set out, for its person to sign in there.</summary>
/// <param name="Verifier">Shows that it is the browser that set out (RFC 7636).</param>
/// <param name="Page">Where the person wanted to go.</param>
public sealed record Departure(string Verifier, string Page)
{
    /// <summary>Without the verifier, which is a secret.</summary>
    public override string ToString() => Page;
}
