using Tokenhouse.Core;

namespace Tokenhouse.Server.Dialects;

/// <summary>Every dialect there is. A new one is a file beside this one and its name here.</summary>
public static class AllDialects
{
    public static readonly IReadOnlyList<Dialect> List = [Connect.Dialect, OAuthV2.Dialect, OAuth2Legacy.Dialect, AppKey.Dialect];

    /// <summary>The dialect that spells the answers of a path; the standard one where none claims it.</summary>
    public static Dialect Owning(string? path) =>
        List.FirstOrDefault(dialect => dialect.Paths.Values.Contains(path, StringComparer.Ordinal), Connect.Dialect);
}
