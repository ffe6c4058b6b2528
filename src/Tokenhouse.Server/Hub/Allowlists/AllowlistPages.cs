using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Credentials;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Allowlists;

/// <summary>The pages of an allowlist, of a credential or of the tenant.</summary>
public sealed class AllowlistPages(HubPageWriter pages, AllowlistView view, AddNetwork add, LabelNetwork label, RemoveNetwork remove)
{
    private static readonly Dictionary<string, string> Done = new()
    {
        ["added"] = "Network added. It takes effect within a second.",
        ["labelled"] = "Label saved.",
        ["exemption"] = "Exemptions saved. They take effect within a second.",
        ["removed"] = "Network removed. Calls from it are refused within a second.",
    };

    private static readonly IReadOnlyList<(string, Func<NetworkEntry, string?>)> Columns =
    [
        ("network", row => row.Network),
        ("label", row => row.Label),
        ("added_by", row => row.AddedBy),
        ("added", row => Instant(row.AddedAt)),
        ("last_matched", row => Instant(row.LastMatchedAt)),
    ];

    public Task Show(HttpContext http, HubPageContext context) => Show(http, context, new(Fault: null));

    /// <summary>Exports it as a file.</summary>
    public async Task Export(HttpContext http, HubPageContext context)
    {
        var file = new ExportFile<NetworkEntry>($"{context.Caller.Tenant.Slug}-allowlist", http.Request.Query["format"], Columns);
        var outcome = await view.List.Export(context.Caller, Key(http), file, http);
        if (!outcome.Ok(out _, out var problem))
            await pages.Refuse(http, problem);
    }

    public async Task Add(HttpContext http, HubPageContext context)
    {
        var input = new AddNetwork.Input(http.Text("network"), http.Text("label"));
        var outcome = await add.Execute(context.Caller, Key(http), input);
        await Answer(http, context, outcome, "added", new(Fault: null) { Network = input.Network, Label = input.Label });
    }

    public async Task Label(HttpContext http, HubPageContext context)
    {
        var input = new LabelNetwork.Input(http.Text("label"));
        await Answer(http, context, await label.Execute(context.Caller, Key(http), http.Id("entry"), input), "labelled", new(Fault: null));
    }

    public async Task Remove(HttpContext http, HubPageContext context) =>
        await Answer(http, context, await remove.Execute(context.Caller, Key(http), http.Id("entry")), "removed", new(Fault: null));

    private static AllowlistKey Key(HttpContext http) =>
        new((string)http.Request.RouteValues["environment"]!, (string?)http.Request.RouteValues["client"]);

    private async Task Answer<T>(HttpContext http, HubPageContext context, Result<T, Problem> outcome, string done, Entered entered)
        where T : class
    {
        if (outcome.Ok(out _, out var problem))
            CredentialStatusMessages.Show(http, context.Path(Key(http).Path), done);
        else if (problem == Problem.NotFound)
            await pages.Refuse(http, problem);
        else
            await Show(http, context, entered with { Fault = problem });
    }

    private async Task Show(HttpContext http, HubPageContext context, Entered entered)
    {
        var key = Key(http);
        var query = http.Request.Query;
        var asked = new AllowlistView.Asked(key, query["text"].ToString(), query["sort"].ToString(), http.PageNumber());
        if (!(await view.Read(context.Caller, asked)).Ok(out var seen, out var problem))
        {
            await pages.Refuse(http, problem);
            return;
        }
        await pages.Write<AllowlistPage>(
            http,
            entered.Fault?.Status ?? StatusCodes.Status200OK,
            new
            {
                Key = key,
                Seen = seen,
                Entered = entered,
                Done = Done.GetValueOrDefault(query["done"].ToString()),
                ListUrl = new ListUrl(
                    context.Path(key.Path),
                    ((string[])["text", "sort"]).Select(name => KeyValuePair.Create(name, (string?)query[name].ToString()))
                ),
            }
        );
    }

    private static string? Instant(DateTimeOffset? at) =>
        at?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The input of the form for a new entry, and its error.</summary>
    public sealed record Entered(Problem? Fault)
    {
        public string Network { get; init; } = "";

        public string Label { get; init; } = "";
    }
}
