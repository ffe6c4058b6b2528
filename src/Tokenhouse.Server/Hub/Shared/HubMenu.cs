namespace Tokenhouse.Server.Hub.Shared;

/// <summary>The entries of the Hub's navigation, in order.</summary>
internal static class HubMenu
{
    /// <summary>The form of a new request, below a tenant's address.</summary>
    public const string NewRequest = "/requests/new";

    /// <summary>A tenant's pages.</summary>
    public static readonly IReadOnlyList<Entry> OfTenant =
    [
        new("", "Overview", Right.See),
        new("/credentials", "Credentials", Right.See),
        new("/requests", "Requests", Right.See),
        new("/allowlist/LIVE", "Allowlist", Right.See),
        new("/settings/api-access", "API Access", Right.See),
        new("/log", "Log", Right.See),
        new("/contract", "Contract", Right.See),
        new("/people", "People", Right.See),
        new("/audit", "Audit", Right.See),
        new("/dialects", "Dialects", Right.See),
        new("/tenant", "Tenant", Right.See),
    ];

    /// <summary>The operators' pages.</summary>
    public static readonly IReadOnlyList<Entry> OfOperators =
    [
        new("", "Overview", Right.See),
        new("/requests", "Requests", Right.Operate),
        new("/tenants", "Tenants", Right.See),
        new("/catalogue", "Catalogue", Right.See),
        new("/dialects", "Dialects", Right.See),
        new("/keys", "Signing keys", Right.See),
    ];

    /// <param name="Path">The routes to add to.</param>
    /// <param name="Label">Its label.</param>
    /// <param name="Right">The right required to see it.</param>
    public sealed record Entry(string Path, string Label, Right Right)
    {
        /// <summary>Whether a page belongs to this entry.</summary>
        public bool Holds(string current) =>
            Path.Length == 0 ? current.Length == 0 : current == Path || current.StartsWith(Path + "/", StringComparison.Ordinal);
    }
}
