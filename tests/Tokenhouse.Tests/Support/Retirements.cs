namespace Tokenhouse.Tests.Support;

/// <summary>Configurations under which a dialect is being retired.</summary>
public static class Retirements
{
    /// <summary>The legacy dialect: deprecated, to rest on a day of January, and to end on 1 June 2027.</summary>
    public static readonly IReadOnlyList<string> Legacy =
    [
        "--Tokenhouse:Dialects:OAuth2Legacy:DeprecatedAt=2026-10-01T00:00:00Z",
        "--Tokenhouse:Dialects:OAuth2Legacy:BrownOuts:0:From=2027-01-15T08:00:00Z",
        "--Tokenhouse:Dialects:OAuth2Legacy:BrownOuts:0:Until=2027-01-15T12:00:00Z",
        "--Tokenhouse:Dialects:OAuth2Legacy:SunsetAt=2027-06-01T00:00:00Z",
    ];
}
