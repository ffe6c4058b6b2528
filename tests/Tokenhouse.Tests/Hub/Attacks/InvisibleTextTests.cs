using System.Text.Json.Nodes;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Attacks;

/// <summary>No text that people write may have a character that cannot be seen: generated from the description of the API.</summary>
[Trait("Category", "Security")]
[Collection<AttackServers>]
public sealed class InvisibleTextTests(TestServers servers)
{
    /// <summary>Zero width, joiners, directions, a soft hyphen, a tag, a choice of look, blanks that are no spaces, a control character. Line separators are not among
    /// them: in a text of several lines they become line breaks.</summary>
    private static readonly string[] Invisible =
    [
        "\u200b",
        "\u200d",
        "\u200e",
        "\u202e",
        "\u2066",
        "\u00ad",
        "\ufeff",
        "\u061c",
        "\u034f",
        "\u3164",
        "\ufe0f",
        "\U000e0041",
        "\U000e0100",
        "\u2060",
        "\u2800",
        "\u0007",
    ];

    [Fact]
    public async Task Each_text_of_each_body_is_refused_with_any_of_them()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var (wrong, tried, before) = (new List<string>(), 0, await samples.Changes());
        var tries =
            from operation in await ApiSamples.Operations(server)
            from member in Texts(samples.Of(operation.Name).Body)
            from letter in Invisible.Index()
            select (operation.Name, operation.Method, member, letter.Index, letter.Item);
        foreach (var (name, method, member, index, letter) in Iterations.Every(5, tries))
        {
            var body = samples.Of(name).Body;
            Spoil(body, member, letter);
            var answer = await samples.Send(name, method, body);
            tried++;
            if (answer.Status is < 400 or > 499)
                wrong.Add($"{name}.{member} with number {index}: {answer.Status}");
        }
        wrong.ShouldBeEmpty();
        tried.ShouldBeGreaterThan(Iterations.Of(100, 500));
        (await samples.Changes()).ShouldBe(before);
    }

    [Fact]
    public async Task What_can_be_seen_is_taken()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        foreach (var name in (string[])["Zoë & Søn", "株式会社", "Ελλάδα", "عربي", "Ärger–Nr. 7", "🚀 Rocket"])
        {
            var body = samples.Of("ChangeTenant").Body;
            body["name"] = name;
            (await samples.Send("ChangeTenant", "PUT", body)).Status.ShouldBe(204, name);
        }
    }

    /// <summary>The members that are texts, or lists of them.</summary>
    private static IEnumerable<string> Texts(JsonObject body) =>
        body.Where(member => IsText(member.Value) || member.Value is JsonArray list && list.Any(IsText)).Select(member => member.Key);

    private static bool IsText(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out _);

    private static void Spoil(JsonObject body, string member, string letter)
    {
        if (body[member] is JsonArray list)
            list[0] = Spoiled(list[0]!, letter);
        else
            body[member] = Spoiled(body[member]!, letter);
    }

    private static string Spoiled(JsonNode text, string letter) => text.GetValue<string>() is var its ? its[..1] + letter + its[1..] : "";
}
