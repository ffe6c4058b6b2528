using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>
/// Adds an example of its request and its response to each operation, and one to each problem. They are in <c>Examples.json</c>: operations by their IDs,
/// problems by their statuses.
/// </summary>
internal static class HubApiExamples
{
    private static readonly Lazy<JsonObject> All = new(Read);

    public static void Add(OpenApiOperation operation)
    {
        var example = All.Value["operations"]![operation.OperationId!];
        foreach (var media in operation.RequestBody?.Content?.Values ?? [])
            media.Example = example?["request"]?.DeepClone();
        foreach (var (status, response) in operation.Responses ?? [])
        foreach (var media in response.Content?.Values ?? [])
            media.Example = (status[0] == '2' ? example?["response"] : All.Value["problems"]![status])?.DeepClone();
    }

    private static JsonObject Read()
    {
        using var file = typeof(HubApiExamples).Assembly.GetManifestResourceStream("Hub.Api.Examples.json")!;
        return JsonNode.Parse(file)!.AsObject();
    }
}
