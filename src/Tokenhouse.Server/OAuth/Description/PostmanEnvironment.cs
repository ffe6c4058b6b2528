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
    public static PostmanEnvironmentFile Of(Site site) =>
        new(
            $"Tokenhouse {site.Datacentre.Name} {site.Environment}",
            [Host(site), .. OfCredentials.Select(variable => Value(variable.Name, "", variable.IsSecret))]
        );

    /// <summary>The environment of one credential, complete except for its secret.</summary>
    /// <param name="site">Where it works.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="id">Its ID.</param>
    /// <param name="values">Values in place of those that the collection has itself: names of <see cref="Fixed"/>.</param>
    public static PostmanEnvironmentFile Of(Site site, ClientKind kind, string id, IEnumerable<KeyValuePair<string, string>> values) =>
        new(
            $"Tokenhouse {id} {site.Environment}",
            [
                Host(site),
                .. VariablesOf(kind).Select(variable => Value(variable.Name, variable.IsSecret ? "" : id, variable.IsSecret)),
                .. values.Select(value => Value(value.Key, value.Value, isSecret: false)),
            ]
        );

    internal static JsonObject Variable(string name, string value) => new() { ["key"] = name, ["value"] = value };

    /// <summary>The ID and the secret of a kind. Public clients leave the secret empty, which a request takes for none.</summary>
    private static IEnumerable<(string Name, string Example, bool IsSecret)> VariablesOf(ClientKind kind)
    {
        var prefix = kind switch
        {
            ClientKind.Machine => "machine_",
            ClientKind.AppKey => "app_",
            ClientKind.Api => "api_",
            _ => "web_",
        };
        return OfCredentials.Where(variable => variable.Name.StartsWith(prefix, StringComparison.Ordinal));
    }

    private static PostmanVariable Host(Site site) => Value("base_url", site.Issuer, isSecret: false);

    private static PostmanVariable Value(string name, string value, bool isSecret) => new(name, value, isSecret ? "secret" : "default");
}
