using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>Describes the responses: what each status means, and the members of a problem (RFC 9457), to which we add some.</summary>
internal static class ProblemDescription
{
    private static readonly Dictionary<string, string> Meanings = new(StringComparer.Ordinal)
    {
        ["200"] = "The result.",
        ["201"] = "It was created. `Location` is where you can read it.",
        ["204"] = "It was done. The response has no body.",
        ["400"] = "The body or the query can't be read. `errors` lists each error.",
        ["401"] = "The access token is missing, expired or not for the Hub. Get a new one.",
        ["403"] = "The access token doesn't have the scope that this operation requires, or the caller isn't allowed to do this.",
        ["404"] = "It doesn't exist, or you don't have access to it.",
        ["409"] = "Its current state doesn't allow this. `detail` says what to do.",
        ["410"] = "The response contained a secret, and is no longer repeated.",
        ["412"] = "It was changed after you read it. Read it again, then repeat your change.",
        ["422"] = "A value isn't valid. `fields` says what to write.",
    };

    public static void DescribeResponses(OpenApiOperation operation)
    {
        foreach (var (status, response) in operation.Responses ?? [])
            if (response is OpenApiResponse it && Meanings.TryGetValue(status, out var meaning))
                it.Description = meaning;
    }

    public static void Describe(OpenApiSchema schema, Type type)
    {
        if (type != typeof(ProblemDetails))
            return;
        schema.Description = "Why a request was refused (RFC 9457).";
        schema.Required = new HashSet<string> { "type", "title", "status", "detail", "code", "correlation_id" };
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("What the status means, as the URL of its definition."),
            ["title"] = Text("What is wrong, in a few words."),
            ["status"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Description = "The HTTP status.",
            },
            ["detail"] = Text("What happened and what to do, as a sentence."),
            ["code"] = Text("What is wrong, for programs, such as `not_found`."),
            ["correlation_id"] = Text("The correlation ID of the request. Name it when you ask for help."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "Members of the body, or parameters of the query, that can't be read.",
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string> { "detail", "pointer" },
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["detail"] = Text("What is wrong and what to write."),
                        ["pointer"] = Text("Which member, as a JSON pointer such as `#/scopes/0`."),
                    },
                },
            },
            ["fields"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "What to write, by the name of each member that isn't valid.",
                AdditionalProperties = Text("What is wrong and what to write."),
            },
        };
    }

    private static OpenApiSchema Text(string meaning) => new() { Type = JsonSchemaType.String, Description = meaning };
}
