using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>
/// Describes parameters that many operations share, by name: those of paths with an example, and those of lists. A parameter with a meaning of its own
/// is described where its route is.
/// </summary>
internal static class ParameterDescriptions
{
    private const string Id = "01981f6e-5c9a-7b1d-9a44-6e0f3c2b8d15";

    private static readonly Dictionary<string, (string Meaning, string? Example)> Known = new(StringComparer.Ordinal)
    {
        ["tenant"] = ("The slug of the tenant.", "acme"),
        ["environment"] = ("`LIVE` or `UAT`.", "LIVE"),
        ["client"] = ("The client ID of the credential.", "acme-live"),
        ["secret"] = ("The ID of the secret or app key.", Id),
        ["entry"] = ("The ID of the entry.", Id),
        ["exemption"] = ("The ID of the exemption.", Id),
        ["person"] = ("The ID of the person's account.", Id),
        ["invitation"] = ("The ID of the invitation.", Id),
        ["request"] = ("The ID of the request.", Id),
        ["contract"] = ("The ID of the contract.", Id),
        ["kind"] = ("`machine`, `web`, `browser`, `native` or `app-key`.", "machine"),
        ["dialect"] = ("The name of the dialect.", "Connect"),
        ["algorithm"] = ("The algorithm of the keys: `ES256` or `RS256`.", "ES256"),
        ["cursor"] = ("Where to continue: `next` of the previous response. Leave it out to start.", null),
        ["size"] = ("How many rows to return at most: 1 to 200, otherwise 50.", null),
        ["format"] = ("`csv` or `json`; `csv` if you leave it out.", null),
    };

    public static void Describe(OpenApiParameter parameter)
    {
        if (!Known.TryGetValue(parameter.Name!, out var known))
            return;
        parameter.Description ??= known.Meaning;
        if (parameter.In is ParameterLocation.Path && known.Example is { } example)
            parameter.Example = JsonValue.Create(example);
    }
}
