using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Api;

/// <summary>A filter that isn't understood is refused, and never ignored: otherwise a program would take all rows for those it asked for.</summary>
[Collection<ApiServers>]
public sealed class QueryTests(TestServers servers)
{
    /// <summary>Parameters whose values aren't a closed list: texts to look for, and names of things.</summary>
    private static readonly string[] Open = ["text", "search", "actor", "target", "credential", "correlation", "dialect", "of"];

    [Fact]
    public async Task A_parameter_that_does_not_exist_is_refused_by_its_name_everywhere()
    {
        var server = await servers.On();
        var program = await Program(server);
        var wrong = new List<string>();
        foreach (var (method, path, _) in await ApiDescription.Operations(server))
        {
            var answer = await Send(server, program, method, path + "?colour=blue");
            if (
                answer.Status != 400
                || answer["Content-Type"] != "application/problem+json"
                || Error(answer) != ("#/colour", "The query parameter \"colour\" doesn't exist.")
            )
                wrong.Add($"{method} {path}: {answer}");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_value_that_is_not_understood_is_refused_everywhere()
    {
        var server = await servers.On();
        var program = await Program(server);
        var wrong = new List<string>();
        foreach (var (method, path, parameters) in await ApiDescription.Operations(server))
        foreach (var parameter in parameters.Except(Open))
        {
            var answer = await Send(server, program, method, $"{path}?{parameter}=non%20sense!");
            if (answer.Status is not (400 or 422) || Error(answer).At != "#/" + parameter)
                wrong.Add($"{method} {path}?{parameter}: {answer}");
        }
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/acme/credentials?environment=LIVE&environment=UAT", "#/environment", "Send the query parameter \"environment\" once.")]
    [InlineData("/acme/people?size=many", "#/size", "\"size\" must be a whole number.")]
    [InlineData("/acme/credentials?Environment=Both", "#/environment", "Use LIVE or UAT.")]
    [InlineData("/acme/credentials?kind=nonsense", "#/kind", "Use machine, web, browser, native or app-key.")]
    [InlineData("/acme/credentials?state=1", "#/state", "Use Active, Ending, Ended, Waiting or Disabled.")]
    [InlineData("/acme/people?role=Owner", "#/role", "Use Member, Reader, Developer or Manager.")]
    [InlineData("/acme/requests?state=open", "#/state", "Use draft, submitted, returned, approved or declined.")]
    public async Task It_is_said_what_is_wrong_with_it(string path, string at, string sentence)
    {
        var server = await servers.On();
        var program = await Program(server);
        Error(await program.Get(path)).ShouldBe((at, sentence));
    }

    [Fact]
    public async Task Filters_take_the_names_that_answers_contain()
    {
        var server = await servers.On();
        var program = await Program(server);
        var all = (await program.Get("/acme/credentials")).Json.GetProperty("items").EnumerateArray().ToList();
        all.ShouldNotBeEmpty();
        foreach (var credential in all)
        foreach (var member in (string[])["environment", "kind", "state"])
        {
            var value = credential.GetProperty(member).GetString();
            var found = await program.Get($"/acme/credentials?{member}={value}");
            found.Status.ShouldBe(200, $"{member}={value}: {found}");
            found
                .Json.GetProperty("items")
                .EnumerateArray()
                .ShouldContain(its => its.GetProperty("id").GetString() == credential.GetProperty("id").GetString());
        }
    }

    private static Task<HubProgram> Program(TestServer server, long tenant = Datacentre.Vendor) =>
        HubProgram.Of(server, tenant, [.. HubScopes.Scopes.Where(scope => scope != HubScopes.SignIn)]);

    /// <summary>What the vendor's program may not do in a tenant is done by the tenant's own.</summary>
    private static async Task<Answer> Send(TestServer server, HubProgram program, string method, string path)
    {
        var below = path.StartsWith("/api/v1/tenants", StringComparison.Ordinal)
            ? path["/api/v1/tenants".Length..]
            : "/.." + path["/api/v1".Length..];
        var answer = await program.Send(new(method), below);
        return answer.Status != 404 ? answer : await (await Program(server, HubProgram.Acme)).Send(new(method), below);
    }

    private static (string? At, string? Sentence) Error(Answer answer) =>
        answer.Json.TryGetProperty("errors", out var errors)
            ? (errors[0].GetProperty("pointer").GetString(), errors[0].GetProperty("detail").GetString())
            : default;
}
