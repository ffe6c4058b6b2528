using System.Text.Json;
using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Description;

namespace Tokenhouse.Server.Hosting.Commands;

/// <summary>The command <c>postman</c>: writes the Postman collection and an environment for each site into a folder.</summary>
public static class PostmanCommand
{
    public const string Command = "postman";

    private static readonly Datacentre[] Datacentres =
    [
        .. new[] { "dc2", "dc3", "dc4", "dc5" }.Select(name => new Datacentre(name, new("https://example.com"))),
    ];

    /// <summary>The files by name.</summary>
    public static IReadOnlyDictionary<string, string> Files()
    {
        var files = new Dictionary<string, string>
        {
            ["tokenhouse.postman_collection.json"] = Written(PostmanCollection.Of(Datacentres[0])),
        };
        foreach (
            var site in Datacentres.SelectMany(datacentre =>
                Enum.GetValues<TenantEnvironment>().Select(environment => datacentre.Site(environment))
            )
        )
            files[$"{site.Datacentre.Name}-{site.Environment}.postman_environment.json"] = Written(PostmanEnvironment.Of(site));
        return files;
    }

    /// <returns>The exit code.</returns>
    public static async Task<int> Run(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in Files())
            await File.WriteAllTextAsync(Path.Combine(folder, name), text);
        return 0;
    }

    private static string Written<T>(T file) => JsonSerializer.Serialize(file, PostmanCollection.Readable) + "\n";
}
