using System.Text.Json;
using System.Text.RegularExpressions;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Api;

/// <summary>The API's description is good for people and for programs. These tests walk through all of it, so they also check what is added.</summary>
[Collection<ApiServers>]
public sealed class DescriptionTests(TestServers servers)
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Every_schema_and_every_member_has_a_description()
    {
        var document = await Document();
        var gaps = new List<string>();
        foreach (var schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            if (!IsDescribed(schema.Value))
                gaps.Add(schema.Name);
            if (schema.Value.TryGetProperty("properties", out var members))
                gaps.AddRange(
                    members.EnumerateObject().Where(member => !IsDescribed(member.Value)).Select(member => $"{schema.Name}.{member.Name}")
                );
        }
        gaps.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_operation_has_a_summary_and_one_described_tag_and_every_parameter_and_response_a_description()
    {
        var document = await Document();
        var tags = document.GetProperty("tags").EnumerateArray().ToDictionary(tag => tag.GetProperty("name").GetString()!, IsDescribed);
        var (gaps, used) = (new List<string>(), new HashSet<string>());
        foreach (var (what, operation) in Operations(document))
        {
            var tag = operation.GetProperty("tags").EnumerateArray().Select(one => one.GetString()!).ShouldHaveSingleItem(what);
            used.Add(tag);
            if (!tags.GetValueOrDefault(tag) || !operation.GetProperty("summary").GetString()!.EndsWith('.'))
                gaps.Add(what);
            if (operation.TryGetProperty("parameters", out var parameters))
                gaps.AddRange(
                    parameters
                        .EnumerateArray()
                        .Where(parameter => !IsDescribed(parameter))
                        .Select(parameter => $"{what}: {parameter.GetProperty("name")}")
                );
            gaps.AddRange(
                operation
                    .GetProperty("responses")
                    .EnumerateObject()
                    .Where(response => !IsDescribed(response.Value))
                    .Select(response => $"{what}: {response.Name}")
            );
        }
        gaps.ShouldBeEmpty();
        used.ShouldBe(tags.Keys, ignoreOrder: true);
    }

    [Fact]
    public async Task Descriptions_name_no_types_of_the_source()
    {
        var document = await Document();
        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(schema => schema.Name).ToList();
        var types = typeof(Tokenhouse.Server.Hub.Shared.Caller)
            .Assembly.GetTypes()
            .Concat(typeof(Tokenhouse.Core.Site).Assembly.GetTypes())
            .Select(type => type.Name)
            .Where(name => Regex.IsMatch(name, "^[A-Z][a-z]+[A-Z]", default, Wait))
            .Except(schemas)
            .ToHashSet(StringComparer.Ordinal);
        var named =
            from text in Texts(document)
            from word in Regex.Matches(Regex.Replace(text, "`[^`]*`", "", default, Wait), @"\w+", default, Wait)
            where types.Contains(word.Value)
            select $"{word.Value}: {text}";
        named.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_number_is_a_number_alone()
    {
        var document = await Document();
        var wrong =
            from schema in Schemas(document)
            where
                schema.TryGetProperty("type", out var type)
                && type.ValueKind is JsonValueKind.Array
                && type.EnumerateArray().Any(one => one.GetString() == "integer")
                && type.EnumerateArray().Any(one => one.GetString() == "string")
            select schema.GetRawText();
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_operation_has_an_example_of_its_request_and_of_each_response_that_fits()
    {
        var document = await Document();
        var (check, wrong) = (new SchemaCheck(document), new List<string>());
        foreach (var (what, operation) in Operations(document))
        {
            if (operation.TryGetProperty("requestBody", out var body))
                Compare($"{what}: request", body);
            foreach (var response in operation.GetProperty("responses").EnumerateObject())
                Compare($"{what}: {response.Name}", response.Value);
        }
        wrong.ShouldBeEmpty();

        void Compare(string what, JsonElement described)
        {
            if (!described.TryGetProperty("content", out var content))
                return;
            foreach (var media in content.EnumerateObject())
                if (media.Value.TryGetProperty("example", out var example))
                    wrong.AddRange(check.Faults(example, media.Value.GetProperty("schema")).Select(fault => $"{what}: {fault}"));
                else
                    wrong.Add($"{what} has no example");
        }
    }

    [Fact]
    public async Task Examples_of_requests_are_accepted_by_the_server_in_their_form()
    {
        var server = await servers.On();
        var samples = await ApiSamples.Arrange(server);
        var wrong = new List<string>();
        foreach (var (what, operation) in Operations(await Document()))
        {
            if (!operation.TryGetProperty("requestBody", out var body))
                continue;
            var (name, method) = (operation.GetProperty("operationId").GetString()!, what.Split(' ')[0]);
            var example = body.GetProperty("content").GetProperty("application/json").GetProperty("example").GetRawText();
            var answer = await samples.Send(name, method, System.Text.Json.Nodes.JsonNode.Parse(example));
            if (answer.Status == 400)
                wrong.Add($"{name}: {answer.Body}");
        }
        wrong.ShouldBeEmpty();
    }

    private async Task<JsonElement> Document() => (await (await servers.On()).Get(HubProgram.Dc2 + "/openapi/v1.json")).Json;

    private static IEnumerable<(string What, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);

    private static bool IsDescribed(JsonElement element)
    {
        if (element.TryGetProperty("oneOf", out var several))
            return several.EnumerateArray().Any(IsDescribed);
        return element.TryGetProperty("description", out var text)
            && text.GetString() is { Length: > 0 } sentence
            && (sentence.EndsWith('.') || sentence.EndsWith(".)", StringComparison.Ordinal));
    }

    /// <summary>All objects of the document, which include its schemas.</summary>
    private static IEnumerable<JsonElement> Schemas(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Schemas(member.Value)).Prepend(element),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Schemas),
            _ => [],
        };

    private static IEnumerable<string> Texts(JsonElement document) =>
        from element in Schemas(document)
        from name in (string[])["description", "summary"]
        where element.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String
        select element.GetProperty(name).GetString()!;
}
