using System.Text.Json;
using System.Text.Json.Nodes;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Api;

/// <summary>Every body that is refused is refused as a problem with a sentence for each member that is wrong, or for the body as a whole.</summary>
[Collection<ApiServers>]
public sealed class FieldErrorTests(TestServers servers)
{
    private static readonly string[] Values =
    [
        "null",
        "true",
        "7",
        "1.5",
        "-1",
        "1e400",
        "\"\"",
        "\"nonsense\"",
        "\"x\\u0000\"",
        "\"\\ud800\"",
        "[]",
        "[7]",
        "[null]",
        "[\"nonsense\"]",
        "{}",
        "{\"name\":1}",
    ];

    private static readonly string[] NoBodies = ["", " ", "{", "[]", "7", "null", "\"text\"", "{}{}", "{\"a\":1,}", "\u0000"];

    [Fact]
    public async Task A_wrong_value_is_told_by_its_member()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var wrong = new List<string>();
        foreach (var (name, method) in await ApiSamples.Operations(server))
        foreach (var (member, _) in samples.Of(name).Body)
        foreach (var value in Values)
        {
            var body = samples.Of(name).Body;
            body.Remove(member);
            var text = $$"""{{body.ToJsonString()[..^1]}}{{(body.Count == 0 ? "" : ",")}}"{{member}}":{{value}}}""";
            var answer = await Send(server, samples, name, method, text);
            // What is valid by itself can be refused for the rest: the network is on the list since the last request.
            string[] places = answer.Status == 400 ? ["#/" + member] : [.. samples.Of(name).Body.Select(its => "#/" + its.Key)];
            if (answer.Status is 400 or 422 && !IsOf(answer, places))
                wrong.Add($"{name} {member}={value}: {answer.Status} {answer.Body}");
            else if (answer.Status >= 400 && answer["Content-Type"] != "application/problem+json" || answer.Status >= 500)
                wrong.Add($"{name} {member}={value}: {answer}");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_that_is_none_is_told_so()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var wrong = new List<string>();
        foreach (var (name, method) in (await ApiSamples.Operations(server)).Where(its => samples.Of(its.Name).Body.Count > 0))
        foreach (var text in NoBodies)
        {
            var answer = await Send(server, samples, name, method, text);
            if (answer.Status != 400 || !IsOf(answer, "#"))
                wrong.Add($"{name} {text}: {answer}");
        }
        wrong.ShouldBeEmpty();
        var none = await samples.Send("AddNetwork", "POST", samples.Of("AddNetwork").Path, null);
        (none.Status, IsOf(none, "#")).ShouldBe((400, true), none.ToString());
    }

    [Theory]
    [InlineData("ChangeRole", "role", "\"Owner\"", "\"role\" must be one of Member, Reader, Developer, Manager.")]
    [InlineData("ChangeSecretEnd", "expires_at", "\"some day\"", "\"expires_at\" must be a time such as 2026-11-30T12:00:00Z.")]
    [InlineData("AddContract", "from", "\"some day\"", "\"from\" must be a date such as 2026-11-30.")]
    [InlineData("ChangeTenant", "idle_days", "1.5", "\"idle_days\" must be a whole number.")]
    [InlineData("ChangeTenant", "name", "\"x\\u0000\"", "\"name\" must be a text of Unicode characters without null characters.")]
    public async Task The_sentence_says_what_to_write(string name, string member, string value, string sentence)
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var body = samples.Of(name).Body;
        body[member] = JsonNode.Parse(value);
        var answer = await samples.Send(name, name.StartsWith("Add", StringComparison.Ordinal) ? "POST" : "PUT", body);
        (answer.Status, answer.Json.GetProperty("errors")[0].GetProperty("detail").GetString()).ShouldBe((400, sentence));
    }

    [Fact]
    public async Task A_wrong_member_within_a_list_is_told_by_its_place()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var body = samples.Of("CreateTenant").Body;
        body["contracts"]![0]!["environment"] = "both";
        var answer = await samples.Send("CreateTenant", "POST", body);
        (answer.Status, answer.Json.GetProperty("errors")[0].GetProperty("pointer").GetString()).ShouldBe(
            (422, "#/contracts/0/environment")
        );
    }

    private static async Task<Answer> Send(TestServer server, ApiSamples samples, string name, string method, string text)
    {
        using var request = new HttpRequestMessage(new(method), BrowserSession.Hub + "/api/v1" + samples.Of(name).Path);
        request.Headers.Authorization = new("Bearer", samples.TokenFor(name));
        request.Content = new StringContent(text, System.Text.Encoding.UTF8, "application/json");
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }

    private static bool IsOf(Answer answer, params string[] places) =>
        answer.Json.TryGetProperty("errors", out var errors)
        && errors.GetArrayLength() > 0
        && errors
            .EnumerateArray()
            .All(error => places.Any(place => IsWithin(error.GetProperty("pointer").GetString()!, place)) && IsSentence(error));

    private static bool IsWithin(string at, string place) => at == place || at.StartsWith(place + "/", StringComparison.Ordinal);

    private static bool IsSentence(JsonElement error) =>
        error.GetProperty("detail").GetString() is { Length: > 10 } text && text[^1] == '.';
}
