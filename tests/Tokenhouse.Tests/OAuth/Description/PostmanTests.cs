using System.Text.Json;
using System.Text.RegularExpressions;
using Tokenhouse.Server.Hosting.Commands;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Description;

/// <summary>The Postman collection is made from the description.</summary>
public sealed class PostmanTests
{
    private const string Collection = "tokenhouse.postman_collection.json";

    private static readonly string Folder = Path.Combine(SourceTree.Root, "docs", "postman");

    [Fact]
    public async Task The_committed_files_are_those_that_the_command_writes()
    {
        if (Environment.GetEnvironmentVariable("TOKENHOUSE_WRITE_FIXTURES") == "1")
            await PostmanCommand.Run(Folder);
        var files = PostmanCommand.Files();
        Directory.EnumerateFiles(Folder, "*.json").Select(Path.GetFileName).ShouldBe(files.Keys, ignoreOrder: true);
        foreach (var (name, text) in files)
            (await File.ReadAllTextAsync(Path.Combine(Folder, name))).ShouldBe(text, name);
    }

    [Fact]
    public void Every_example_is_a_request_with_tests()
    {
        var items =
            from folder in Json(Collection).GetProperty("item").EnumerateArray()
            from item in folder.GetProperty("item").EnumerateArray()
            select item;
        var examples = Described.Operations.SelectMany(one => one.Operation.GetProperty("x-examples").EnumerateObject());
        items.Count().ShouldBe(examples.Count(example => !example.Value.TryGetProperty("postman", out _)));
        items
            .Where(item => item.GetProperty("event")[0].GetProperty("script").GetProperty("exec").GetArrayLength() == 0)
            .Select(item => item.GetProperty("name").GetString())
            .ShouldBeEmpty();
    }

    [Fact]
    [Trait("Category", "Security")]
    public void No_file_has_a_secret_and_every_secret_has_the_type_for_it()
    {
        var wrong =
            from file in PostmanCommand.Files().Keys.Where(name => name != Collection)
            from value in Json(file).GetProperty("values").EnumerateArray()
            let name = value.GetProperty("key").GetString()!
            where Regex.IsMatch(name, "secret|app_key", RegexOptions.None, TimeSpan.FromSeconds(1))
            where value.GetProperty("type").GetString() != "secret" || value.GetProperty("value").GetString() != ""
            select $"{name} of {file}";
        wrong.ShouldBeEmpty();
        PostmanCommand.Files()[Collection].ShouldNotContain("secret-of-");
        PostmanCommand.Files()[Collection].ShouldNotContain("replace-me");
    }

    private static JsonElement Json(string file) => JsonDocument.Parse(PostmanCommand.Files()[file]).RootElement;
}
