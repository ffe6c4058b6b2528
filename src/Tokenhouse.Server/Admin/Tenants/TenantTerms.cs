using Tokenhouse.Core;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Admin.Tenants;

/// <summary>The rules for a tenant's settings, with their error sentences.</summary>
internal static class TenantTerms
{
    public static string? NameFault(string name) =>
        string.IsNullOrWhiteSpace(name) ? "Write what the tenant is called."
        : name.Trim().Length > Schema.Name ? $"A name has at most {Schema.Name} characters."
        : !PlainText.IsLine(name) ? "A name is one line, without control characters or invisible characters."
        : null;

    public static string? DialectFault(IReadOnlyList<string> chosen, IReadOnlyList<Dialect> dialects) =>
        chosen.FirstOrDefault(name => dialects.All(dialect => dialect.Name != name)) is { } unknown
            ? $"There is no dialect {unknown}. Choose some of {string.Join(", ", dialects.Select(dialect => dialect.Name))}."
            : null;

    public static List<string> InOrder(IReadOnlyList<string> chosen, IReadOnlyList<Dialect> dialects) =>
        [.. dialects.Select(dialect => dialect.Name).Where(chosen.Contains)];

    /// <summary>Why a lifetime can't be lowered to a number of days.</summary>
    public static string? LifetimeFault(int? days, TimeSpan longest) =>
        days < 1 ? "Write a number of days from 1, or nothing to leave it as the dialects have it."
        : days > longest.TotalDays ? $"No dialect lets it be longer than {longest.TotalDays:0} days, and a tenant can only lower that."
        : null;
}
