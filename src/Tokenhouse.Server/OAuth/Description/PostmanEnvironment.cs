using System.Text.Json.Nodes;
using Tokenhouse.Core;

namespace Tokenhouse.Server.OAuth.Description;

/// <summary>
/// The variables of the Postman collection: what they are called, which value of the description's examples each replaces, and the environment files that set
/// them for a site.
/// </summary>
public static class PostmanEnvironment
{
    /// <summary>The variables of a credential, and the examples' values that they replace. Secrets are stored by Postman as such, and never filled in here.</summary>
    private static readonly IReadOnlyList<(string Name, string Example, bool IsSecret)> OfCredentials =
    [
        ("machine_client_id", "dc2-h7k2m9p4", false),
        ("machine_client_secret", "secret-of-dc2-h7k2m9p4", true),
        ("web_client_id", "dc2-w3x8r5t6", false),
        ("web_client_secret", "secret-of-dc2-w3x8r5t6", true),
        ("api_client_id", "", false),
        ("api_client_secret", "", true),
        ("app_id", "10428365", false),
        ("app_key", "replace-me-with-your-app-key-32c", true),
    ];

    /// <summary>Variables that have a value from the beginning, in the collection itself.</summary>
    public static readonly IReadOnlyDictionary<string, string> Fixed = new Dictionary<string, string>
    {
        ["scope"] = "Public.Job.Read",
        ["resource"] = "urn:tokenhouse:hr",
        ["app_key_resource"] = "urn:tokenhouse:payments",
        ["person_scope"] = "all openid",
        ["redirect_uri"] = "https://app.example.com/callback",
    };

    // One for each dialect, because a code and its tokens belong to one.
    private static readonly Dictionary<string, string> OfGrant = new()
    {
        ["SplxlOBeZQQYbYS6WxSbIA"] = "code",
        ["2YotnFZFEjr1zCsicMWpAA"] = "access_token",
        ["tGzv3JOkF0XG5Qx2TlKWIA"] = "refresh_token",
    };

    /// <summary>A value of an example, with a variable in its place if there is one.</summary>
    /// <param name="value">The value in the description.</param>
    /// <param name="tag">The tag of the operation, which names the dialect.</param>
    public static string Replace(string value, string tag) =>
        OfGrant.TryGetValue(value, out var ofGrant) ? Reference(OfGrantOf(ofGrant, tag))
        : OfCredentials.FirstOrDefault(variable => variable.Example == value && value.Length > 0).Name is { } name ? Reference(name)
        : Fixed.FirstOrDefault(variable => variable.Value == value).Key is { } known ? Reference(known)
        : value;

    /// <summary>The variable of a code or token of a dialect.</summary>
    public static string OfGrantOf(string name, string tag) => $"{name}_{tag}";

    public static string Reference(string name) => $"{{{{{name}}}}}";

    /// <summary>The environment of a site, complete except for the credentials.</summary>
    public static JsonObject Of(Site site) =>
        new()
        {
            ["name"] = $"Tokenhouse {site.Datacentre.Name} {site.Environment}",
            ["values"] = new JsonArray([
                Value("base_url", site.Issuer, isSecret: false),
                .. OfCredentials.Select(variable => Value(variable.Name, "", variable.IsSecret)),
            ]),
            ["_postman_variable_scope"] = "environment",
        };

    internal static JsonObject Variable(string name, string value) => new() { ["key"] = name, ["value"] = value };

    private static JsonObject Value(string name, string value, bool isSecret) =>
        new()
        {
            ["key"] = name,
            ["value"] = value,
            ["type"] = isSecret ? "secret" : "default",
            ["enabled"] = true,
        };
}
