using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Credentials;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Allowlists;

/// <summary>The data of an allowlist page.</summary>
public sealed class AllowlistView(ListNetworks list, ReadCredential read, ListExemptions exemptions)
{
    public ListNetworks List => list;

    public async Task<Result<Seen, Problem>> Read(Caller caller, Asked asked)
    {
        if (!(await list.Page(caller, asked.Key, asked.Text, asked.Sort, asked.Page)).Ok(out var rows, out var problem))
            return problem;
        if (asked.Key.Client is not { } id)
            return new Seen(rows, It: null, []);
        var key = new ClientKey(asked.Key.Environment, id);
        if (!(await read.Execute(caller, key)).Ok(out var credential, out problem))
            return problem;
        return (await exemptions.Execute(caller, key)).Ok(out var granted, out problem)
            ? new Seen(rows, credential, granted.Items)
            : problem;
    }

    /// <param name="Key">The list.</param>
    /// <param name="Text">Part of the network or the label.</param>
    /// <param name="Sort">The sort order.</param>
    /// <param name="Page">The page number, from 1.</param>
    public sealed record Asked(AllowlistKey Key, string Text, string Sort, int Page);

    /// <param name="Rows">The entries.</param>
    /// <param name="It">The credential; null for the tenant's own list.</param>
    /// <param name="Exemptions">The credential's exemptions.</param>
    public sealed record Seen(ListPage<NetworkEntry> Rows, Credential? It, IReadOnlyList<ExemptionEntry> Exemptions);
}
