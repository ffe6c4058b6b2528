using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Allowlists;
using Tokenhouse.Server.Admin.Lists;
using Tokenhouse.Server.Hub.Credentials;

namespace Tokenhouse.Server.Hub.Allowlists;

/// <summary>The pages of an allowlist, of a credential or of the tenant.</summary>
public sealed class AllowlistPages(HubPages pages, AllowlistView view, AddNetwork add, LabelNetwork label, RemoveNetwork remove)
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

    public Task Show(HttpContext http, Visit visit) => Show(http, visit, new(Fault: null));

    /// <summary>Exports it as a file.</summary>
    public async Task Export(HttpContext http, Visit visit)
    {
        var file = new ExportFile<NetworkEntry>($"{visit.Actor.Tenant.Slug}-allowlist", http.Request.Query["format"], Columns);
        var outcome = await view.List.Export(visit.Actor, Key(http), file, http);
        if (!outcome.Ok(out _, out var problem))
            await pages.Refuse(http, problem);
    }

    public async Task Add(HttpContext http, Visit visit)
    {
        var input = new AddNetwork.Input(http.Text("network"), http.Text("label"));
        var outcome = await add.Execute(visit.Actor, Key(http), input);
        await Answer(http, visit, outcome, "added", new(Fault: null) { Network = input.Network, Label = input.Label });
    }

    public async Task Label(HttpContext http, Visit visit)
    {
        var input = new LabelNetwork.Input(http.Text("label"));
        await Answer(http, visit, await label.Execute(visit.Actor, Key(http), http.Id("entry"), input), "labelled", new(Fault: null));
    }

    public async Task Remove(HttpContext http, Visit visit) =>
        await Answer(http, visit, await remove.Execute(visit.Actor, Key(http), http.Id("entry")), "removed", new(Fault: null));

    private static AllowlistKey Key(HttpContext http) =>
        new((string)http.Request.RouteValues["environment"]!, (string?)http.Request.RouteValues["client"]);

    private async Task Answer<T>(HttpContext http, Visit visit, Result<T, Problem> outcome, string done, Entered entered)
        where T : class
    {
        if (outcome.Ok(out _, out var problem))
            CredentialDone.Show(http, visit.Path(Key(http).Path), done);
        else if (problem == Problem.NotFound)
            await pages.Refuse(http, problem);
        else
            await Show(http, visit, entered with { Fault = problem });
    }

    private async Task Show(HttpContext http, Visit visit, Entered entered)
    {
        var key = Key(http);
        var query = http.Request.Query;
        var asked = new AllowlistView.Asked(key, query["text"].ToString(), query["sort"].ToString(), http.PageNumber());
        if (!(await view.Read(visit.Actor, asked)).Ok(out var seen, out var problem))
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
                Address = new Address(
                    visit.Path(key.Path),
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
