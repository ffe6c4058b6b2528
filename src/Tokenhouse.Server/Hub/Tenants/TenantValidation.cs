using Tokenhouse.Core;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>The rules for a tenant's settings, with their error sentences.</summary>
internal static class TenantValidation
{
    public static string? NameFault(string name) =>
        string.IsNullOrWhiteSpace(name) ? "Enter a name for the tenant."
        : name.Trim().Length > Schema.Name ? $"A name can have at most {Schema.Name} characters."
        : !PlainText.IsLine(name) ? "A name must be one line, without control characters or invisible characters."
        : null;

    public static string? DialectFault(IReadOnlyList<string> chosen, IReadOnlyList<Dialect> dialects) =>
        chosen.FirstOrDefault(name => dialects.All(dialect => dialect.Name != name)) is { } unknown
            ? $"The dialect {unknown} doesn't exist. Choose from {string.Join(", ", dialects.Select(dialect => dialect.Name))}."
            : null;

    public static List<string> InOrder(IReadOnlyList<string> chosen, IReadOnlyList<Dialect> dialects) =>
        [.. dialects.Select(dialect => dialect.Name).Where(chosen.Contains)];

    /// <summary>Why a lifetime can't be lowered to a number of days.</summary>
    public static string? LifetimeFault(int? days, TimeSpan longest) =>
        days < 1 ? "Enter a number of days of at least 1, or leave it empty to use the dialects' values."
        : days > longest.TotalDays ? $"The longest of the dialects is {longest.TotalDays:0} days, and a tenant can only lower it."
        : null;
}
