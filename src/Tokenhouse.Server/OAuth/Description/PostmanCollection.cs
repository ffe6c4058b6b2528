using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Dialects;

namespace Tokenhouse.Server.OAuth.Description;

/// <summary>
/// A Postman collection (v2.1) made from the description: a folder for each tag, a request with tests for each example. Values that differ from credential to
/// credential are variables, which a <see cref="PostmanEnvironment"/> sets. Tokens that a request returns are kept in variables for those after it.
/// </summary>
public static class PostmanCollection
{
    /// <summary>How its JSON is written.</summary>
    public static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    private const string Schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

    /// <summary>The collection for all dialects.</summary>
    /// <param name="datacentre">Whose UAT it calls without an environment.</param>
    public static JsonObject Of(Datacentre datacentre)
    {
        var site = datacentre.Site(TenantEnvironment.UAT);
        return From(ProtocolDescription.Of(site, DialectCatalogue.List), site);
    }

    /// <param name="document">The description, as <see cref="ProtocolDescription.Of"/> returns it.</param>
    /// <param name="site">The site that it calls without an environment.</param>
    private static JsonObject From(JsonObject document, Site site) =>
        new()
        {
            ["info"] = new JsonObject
            {
                ["name"] = "Tokenhouse",
                ["description"] =
                    "Every way to get and use a token. Choose the environment of your datacentre, UAT first, and set your credentials in it. For a code, open "
                    + "the first request of a dialect's folder in a browser, sign in, and copy the code from the address that you come back to into the variable of that dialect.",
                ["schema"] = Schema,
            },
            ["variable"] = new JsonArray([
                PostmanEnvironment.Variable("base_url", site.Issuer),
                .. PostmanEnvironment.Fixed.Select(value => PostmanEnvironment.Variable(value.Key, value.Value)),
            ]),
            ["item"] = new JsonArray([.. document["tags"]!.AsArray().Select(tag => Folder(document, tag!))]),
        };

    private static JsonObject Folder(JsonObject document, JsonNode tag)
    {
        var items =
            from path in document["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            where operation.Value!["tags"]![0]!.GetValue<string>() == tag["name"]!.GetValue<string>()
            from example in operation.Value["x-examples"]!.AsObject()
            where example.Value!["postman"] is null // it needs more than the one credential of an environment
            select new PostmanRequest(document, path.Key, operation.Key, operation.Value.AsObject(), example.Key).Item();
        return new()
        {
            ["name"] = tag["name"]!.DeepClone(),
            ["description"] = tag["description"]!.DeepClone(),
            ["item"] = new JsonArray([.. items]),
        };
    }
}
