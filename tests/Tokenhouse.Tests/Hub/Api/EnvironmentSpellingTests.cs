using System.Text.Json;
using System.Text.Json.Nodes;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Api;

/// <summary>An environment is LIVE or UAT in every path, filter and answer. The earlier spellings live and uat are still accepted.</summary>
[Collection<ApiServers>]
public sealed class EnvironmentSpellingTests(TestServers servers)
{
    private static readonly string[] Earlier = ["live", "uat"];

    [Fact]
    public async Task Both_spellings_mean_the_same_in_every_path()
    {
        var server = await servers.On();
        var program = await Program(server);
        var wrong = new List<string>();
        foreach (var (method, path, _) in await ApiDescription.Operations(server))
        {
            var parts = path.Split('/');
            if (method != "GET" || !parts.Contains("live"))
                continue;
            var upper = string.Join('/', parts.Select(part => part == "live" ? "LIVE" : part));
            var (old, now) = (await Get(program, path), await Get(program, upper));
            if (now.Status != old.Status || Settled(now) != Settled(old))
                wrong.Add($"{path}\n{old}\n{now}");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Both_spellings_mean_the_same_in_every_filter()
    {
        var server = await servers.On();
        var program = await Program(server);
        var filters = (await ApiDescription.Operations(server)).Where(its => its.Query.Contains("environment")).ToList();
        filters.Count.ShouldBeGreaterThanOrEqualTo(6);
        foreach (var (_, path, _) in filters)
        foreach (var environment in (string[])["LIVE", "UAT"])
        {
            var now = await Get(program, $"{path}?environment={environment}");
            var old = await Get(program, $"{path}?environment={environment.ToLowerInvariant()}");
            (now.Status, Settled(now)).ShouldBe((200, Settled(old)), path);
        }
    }

    [Fact]
    public async Task Answers_say_LIVE_and_UAT()
    {
        var server = await servers.On();
        var program = await Program(server);
        await program.Get("/acme/no-such-thing"); // so that the log has an entry
        var wrong = new List<string>();
        var seen = 0;
        foreach (var (method, path, _) in await ApiDescription.Operations(server))
        {
            if (method != "GET" || path.EndsWith("/export", StringComparison.Ordinal))
                continue;
            var answer = await Get(program, path);
            if (answer.Status != 200)
                continue;
            foreach (var (name, text) in Texts(answer.Json, ""))
            {
                if (name.EndsWith("environment", StringComparison.Ordinal))
                    seen++;
                if (Earlier.Contains(text) || text.Split('/').Any(Earlier.Contains))
                    wrong.Add($"{path}: {name} is {text}");
            }
        }
        wrong.ShouldBeEmpty();
        seen.ShouldBeGreaterThan(5);
    }

    [Theory]
    [InlineData("LIVE")]
    [InlineData("live")]
    public async Task Bodies_take_both_and_the_answer_says_LIVE(string spelled)
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        foreach (var name in (string[])["AddContract", "AddApiClient"])
        {
            var body = samples.Of(name).Body;
            body["environment"] = spelled;
            var answer = await samples.Send(name, "POST", body);
            answer.Status.ShouldBe(201, $"{name}: {answer}");
            answer.Json.GetProperty("environment").GetString().ShouldBe("LIVE", name);
        }
    }

    [Theory]
    [InlineData("UAT")]
    [InlineData("uat")]
    public async Task A_request_takes_both_and_says_UAT(string spelled)
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var body = samples.Of("MakeRequest").Body;
        body["environment"] = spelled;
        var made = await samples.Send("MakeRequest", "POST", body);
        (made.Status, made.Json.GetProperty("environment").GetString()).ShouldBe((201, "UAT"), made.Body);
        var changed = samples.Of("EditRequest").Body;
        changed["environment"] = spelled;
        (await samples.Send("EditRequest", "PUT", changed)).Status.ShouldBe(200);
    }

    private static Task<HubProgram> Program(TestServer server) =>
        HubProgram.Of(server, Datacentre.Vendor, [.. HubScopes.Scopes.Where(scope => scope != HubScopes.SignIn)]);

    /// <summary>A path of the description, as the program sends it.</summary>
    private static Task<Answer> Get(HubProgram program, string path) =>
        program.Get(
            path.StartsWith("/api/v1/tenants", StringComparison.Ordinal)
                ? path["/api/v1/tenants".Length..]
                : "/.." + path["/api/v1".Length..]
        );

    /// <summary>The answer without what differs from one request to the next.</summary>
    private static string Settled(Answer answer) =>
        answer["Content-Type"]?.Contains("json", StringComparison.Ordinal) == true && JsonNode.Parse(answer.Body) is JsonObject body
            ? Without(body, "correlation_id", "read_at").ToJsonString()
            : answer.Body;

    private static JsonObject Without(JsonObject body, params string[] names)
    {
        foreach (var name in names)
            body.Remove(name);
        return body;
    }

    private static IEnumerable<(string Name, string Text)> Texts(JsonElement value, string name) =>
        value.ValueKind switch
        {
            JsonValueKind.String => [(name, value.GetString()!)],
            JsonValueKind.Array => value.EnumerateArray().SelectMany(element => Texts(element, name)),
            JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Texts(member.Value, member.Name)),
            _ => [],
        };
}
