using System.Text.Json;
using System.Text.Json.Nodes;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Api;

/// <summary>The API takes back what it gives. Generated from its description, so that operations that are added are tested too.</summary>
[Collection<ApiServers>]
public sealed class RoundTripTests(TestServers servers)
{
    /// <summary>Changes whose path has no GET: the path of the resource that they change.</summary>
    private static readonly Dictionary<string, Func<string, string>> ResourceOf = new()
    {
        ["ChangeRole"] = path => path[..^"/role".Length],
        ["ChangeSecretEnd"] = path => path[..^"/end".Length],
    };

    /// <summary>Changes of an entry of a list that has no GET of its own: the catalogue is read as a whole.</summary>
    private static readonly string[] WithoutResource = ["RenameApi", "ChangeTokenLifetime"];

    [Fact]
    public async Task What_GET_returns_PUT_accepts_and_it_changes_nothing()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var wrong = new List<string>();
        foreach (var (put, _) in (await ApiSamples.Operations(server)).Where(its => its.Method == "PUT"))
        {
            if (WithoutResource.Contains(put))
                continue;
            var change = samples.Of(put).Path;
            var resource = ResourceOf.TryGetValue(put, out var path) ? path(change) : change;
            var before = await samples.Send(put, "GET", resource, null);
            before.Status.ShouldBe(200, $"GET {resource} of {put}");
            var back = await samples.Send(put, "PUT", change, JsonNode.Parse(before.Body), before["ETag"]);
            var after = await samples.Send(put, "GET", resource, null);
            if (back.Status is not (200 or 204))
                wrong.Add($"{put}: {back}");
            else if (Members(after) != Members(before))
                wrong.Add($"{put} changed\n{before.Body}\nto\n{after.Body}");
            else if (back["ETag"] is { } tag && tag != after["ETag"])
                wrong.Add($"{put} returned the ETag {tag} and not {after["ETag"]}");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_member_that_GET_does_not_return_is_still_refused()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        foreach (var (put, method) in (await ApiSamples.Operations(server)).Where(its => its.Method == "PUT"))
        {
            var body = samples.Of(put).Body;
            body["creatd_at"] = "2026-11-30T12:00:00Z";
            var answer = await samples.Send(put, method, body);
            (answer.Status, answer.Json.GetProperty("errors")[0].GetProperty("detail").GetString()).ShouldBe(
                (400, "The member \"creatd_at\" doesn't exist. Check its spelling, or omit it."),
                put
            );
        }
    }

    [Fact]
    public async Task The_Location_of_what_was_created_answers_a_GET()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var document = await Description(server);
        var creations =
            from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            where
                operation.Value.GetProperty("responses").TryGetProperty("201", out _)
                && operation.Value.TryGetProperty("requestBody", out _)
            select operation.Value.GetProperty("operationId").GetString()!;
        var wrong = new List<string>();
        foreach (var name in creations.ToList())
        {
            var made = await samples.Send(name, "POST", samples.Of(name).Body);
            made.Status.ShouldBe(201, $"{name}: {made}");
            var location = made["Location"]!;
            var shown = await samples.Send(name, "GET", location["/api/v1".Length..], null);
            if (shown.Status != 200)
                wrong.Add($"{name}: {location} answers {shown.Status}");
            if (location.Contains("/live", StringComparison.Ordinal) || location.Contains("/uat", StringComparison.Ordinal))
                wrong.Add($"{name}: {location}");
            if (made["ETag"] is { } tag && tag != shown["ETag"])
                wrong.Add($"{name}: the creation returned the ETag {tag}, the GET {shown["ETag"]}");
        }
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2026-12-31T12:00:00Z")]
    [InlineData("2026-12-31T14:00:00+02:00")]
    [InlineData("2026-12-31T12:00:00+00:00")]
    [InlineData("2026-12-31T12:00:00.000Z")]
    [InlineData("2026-12-31T12:00:00")] // without an offset it is UTC, wherever the server is
    public async Task A_time_is_taken_with_Z_and_with_any_offset(string spelled)
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var answer = await samples.Send("ChangeSecretEnd", "PUT", new JsonObject { ["expires_at"] = spelled });
        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("expires_at").GetDateTimeOffset().ShouldBe(new(2026, 12, 31, 12, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Times_end_in_Z_in_answers_and_in_exports()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var tenant = $"/tenants/{samples.Tenant.Slug}";
        (await samples.Send("ListAudit", "GET", tenant + "/overview", null)).Body.ShouldNotContain("+00:00");
        foreach (var path in (string[])["/audit", "/audit/export?format=json"])
        {
            var answer = (await samples.Send("ListAudit", "GET", tenant + path, null)).Json;
            var items = answer.ValueKind is JsonValueKind.Array ? answer : answer.GetProperty("items");
            items.GetArrayLength().ShouldBeGreaterThan(0);
            foreach (var item in items.EnumerateArray())
                item.GetProperty("at").GetString()!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$", path);
        }
        var csv = (await samples.Send("ListAudit", "GET", tenant + "/audit/export?format=csv", null)).Body.Split("\r\n");
        csv[1].ShouldMatch(@"T\d\d:\d\d:\d\d\.\d{7}Z,");
    }

    [Fact]
    public async Task Lists_can_be_filtered_by_the_times_that_they_return()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var audit = $"/tenants/{samples.Tenant.Slug}/audit";
        var all = (await samples.Send("ListAudit", "GET", audit, null)).Json.GetProperty("items");
        var (at, count) = (all[0].GetProperty("at").GetString()!, all.GetArrayLength());
        count.ShouldBeGreaterThan(0);
        foreach (var list in (string[])["audit", "log"])
        foreach (
            var spelled in (string[])
                [at, at.Replace("Z", "+00:00", StringComparison.Ordinal), at.Replace("Z", "", StringComparison.Ordinal)]
        )
        {
            var path = $"/tenants/{samples.Tenant.Slug}/{list}?from={Uri.EscapeDataString(spelled)}&until={Uri.EscapeDataString(spelled)}";
            var found = await samples.Send("ListAudit", "GET", path, null);
            found.Status.ShouldBe(200, $"{path}: {found}");
            if (list == "audit")
                found.Json.GetProperty("items").EnumerateArray().ShouldContain(item => item.GetProperty("at").GetString() == at, path);
        }
        var later = Uri.EscapeDataString(DateTimeOffset.Parse(at, null).AddHours(3).ToString("yyyy-MM-dd'T'HH:mm:ss+02:00", null));
        (await samples.Send("ListAudit", "GET", audit + "?from=" + later, null)).Json.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    private static string Members(Answer answer) =>
        string.Join(
            '\n',
            answer.Json.EnumerateObject().Where(member => member.Name is not ("version" or "read_at")).Select(member => member.ToString())
        );

    private static async Task<JsonElement> Description(TestServer server) =>
        (await server.Get(BrowserSession.Hub + "/openapi/v1.json")).Json;
}
