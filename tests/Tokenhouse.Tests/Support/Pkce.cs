namespace Tokenhouse.Tests.Support;

/// <summary>The example of RFC 7636, appendix B.</summary>
public static class Pkce
{
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    public const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    public static (string Name, string? Value)[] Asked => [("code_challenge", Challenge), ("code_challenge_method", "S256")];
}
