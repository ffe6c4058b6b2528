using Tokenhouse.Core;

namespace Tokenhouse.Server.OAuth.Dialects;

/// <summary>All dialects. To add one, add a file next to this one and its name here.</summary>
public static class DialectCatalogue
{
    public static readonly IReadOnlyList<Dialect> List = [Connect.Dialect, OAuthV2.Dialect, OAuth2Legacy.Dialect, AppKey.Dialect];

    /// <summary>The dialect of a path; the standard one if none has it.</summary>
    public static Dialect Owning(string? path) =>
        List.FirstOrDefault(dialect => dialect.Paths.Values.Contains(path, StringComparer.Ordinal), Connect.Dialect);
}
