using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>Adds to the API's description what its routes don't say: what it is, how to authenticate, and which scope each route requires.</summary>
internal static class HubApiDescription
{
    private const string Scheme = "client_credentials";

    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = route => route.RelativePath?.StartsWith(HubApiRoutes.Prefix[1..], StringComparison.Ordinal) == true;
        // Each use case has its own Input type. Any JSON has no schema of its own, so generated clients don't make a class of it.
        options.CreateSchemaReferenceId = type =>
            !IsAny(type.Type) && OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name
                ? type.Type.DeclaringType?.Name + name
                : null;
        options.AddDocumentTransformer(
            (document, context, _) =>
            {
                Introduce(document, context.ApplicationServices.GetRequiredService<Datacentre>());
                return Task.CompletedTask;
            }
        );
        options.AddOperationTransformer(
            (operation, context, _) =>
            {
                Describe(operation, context);
                return Task.CompletedTask;
            }
        );
        options.AddSchemaTransformer(
            (schema, context, _) =>
            {
                Representations.Describe(schema, context.JsonTypeInfo);
                if (context.JsonPropertyInfo?.AttributeProvider?.IsDefined(typeof(SensitiveAttribute), inherit: false) == true)
                    schema.Format = "password"; // so that tools hide it
                NameTypes(schema, context);
                Representations.DescribeMember(schema, context.JsonPropertyInfo);
                ProblemDescription.Describe(schema, context.JsonTypeInfo.Type);
                if (context.ParameterDescription is null)
                    Representations.LeaveOutNulls(schema, context.JsonTypeInfo);
                return Task.CompletedTask;
            }
        );
    }

    private static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var needed = context.Description.ActionDescriptor.EndpointMetadata.OfType<Permission>().Single();
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(its => its.In is ParameterLocation.Query))
            parameter.Name = QueryMiddleware.Name(parameter.Name!);
        NameTenant(operation, context.Description);
        NameKey(operation, context.Description);
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            ParameterDescriptions.Describe(parameter);
        ProblemDescription.DescribeResponses(operation);
        HubApiExamples.Add(operation);
        operation.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [needed.Scope] }];
    }

    private static bool IsAny(Type type) => (Nullable.GetUnderlyingType(type) ?? type) == typeof(JsonElement);

    /// <summary>Texts and enum names have custom converters, which the schema generator doesn't know.</summary>
    private static void NameTypes(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (IsAny(context.JsonTypeInfo.Type))
            (schema.Type, schema.AdditionalProperties, schema.AdditionalPropertiesAllowed) = (
                JsonSchemaType.Object | JsonSchemaType.Null,
                null,
                true
            );
        else if (context.JsonTypeInfo.Type.IsEnum)
            (schema.Type, schema.Enum) = (
                JsonSchemaType.String,
                [.. Enum.GetNames(context.JsonTypeInfo.Type).Select(name => (JsonNode)name)]
            );
        else if (context.JsonTypeInfo.Type == typeof(string) && schema.Type is null)
            schema.Type = context.JsonPropertyInfo is { IsGetNullable: true }
                ? JsonSchemaType.String | JsonSchemaType.Null
                : JsonSchemaType.String;
        else if (
            Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) is var underlying
            && Format(underlying ?? context.JsonTypeInfo.Type) is { } format
        )
            (schema.Type, schema.Format) = (
                underlying is null ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null,
                format
            );
        else if (context.JsonTypeInfo.ElementType == typeof(string))
            (schema.Type, schema.Items) = (
                schema.Type
                    ?? (
                        context.JsonPropertyInfo?.IsSetNullable == false ? JsonSchemaType.Array : JsonSchemaType.Array | JsonSchemaType.Null
                    ),
                schema.Items ?? new OpenApiSchema { Type = JsonSchemaType.String }
            );
    }

    private static string? Format(Type type) =>
        type == typeof(DateTimeOffset) ? "date-time"
        : type == typeof(DateOnly) ? "date"
        : null;

    private static void Introduce(OpenApiDocument document, Datacentre datacentre)
    {
        document.Info = new()
        {
            Title = "Tokenhouse Hub",
            Version = "v1",
            License = new() { Name = "Apache-2.0", Identifier = "Apache-2.0" },
            Description =
                "Everything that you can do for a tenant on the Hub's pages. Errors are RFC 9457 problems. Resources with a version return an ETag. Send it back as "
                + "If-Match so that you don't overwrite other changes. If-Match can be a list, or *. A weak ETag never matches, and If-Match never matches a resource without an ETag. You can repeat a POST with an Idempotency-Key for a day. A response with a secret is repeated "
                + "for two minutes only, to the same access token, and each time is recorded in the audit. The body of a PUT needs its required members; null means \"not set\". A "
                + "member that isn't required was added later: if you leave it out, it isn't changed. You can send back what a GET returned: members that can't be changed are ignored if the GET returns them. Other unknown names are refused. Names are "
                + "case-sensitive. Times have Z or an offset; without one they are in UTC. Environments are LIVE and UAT; the earlier spellings live and uat are accepted. Query "
                + "parameters that don't exist, and values that aren't understood, are refused. You can GET the Location of a 201.",
        };
        document.Tags = HubApiTags.Described();
        document.Servers = [new() { Url = datacentre.Hub.Address }];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Flows = new()
                {
                    ClientCredentials = new()
                    {
                        TokenUrl = new(datacentre.Site(TenantEnvironment.LIVE).Issuer + "/connect/token"),
                        Scopes = HubScopes.Scopes.Where(scope => scope != HubScopes.SignIn).ToDictionary(scope => scope, Meaning),
                    },
                },
            },
        };
    }

    /// <summary>The tenant is read before the route is reached, so it isn't one of the route's own parameters.</summary>
    private static void NameTenant(OpenApiOperation operation, ApiDescription route)
    {
        if (route.RelativePath?.Contains("{tenant}", StringComparison.Ordinal) != true)
            return;
        operation.Parameters ??= [];
        operation.Parameters.Insert(
            0,
            new OpenApiParameter
            {
                Name = "tenant",
                In = ParameterLocation.Path,
                Required = true,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            }
        );
    }

    private static void NameKey(OpenApiOperation operation, ApiDescription route)
    {
        if (route.HttpMethod != HttpMethods.Post)
            return;
        operation.Parameters ??= [];
        operation.Parameters.Add(
            new OpenApiParameter
            {
                Name = IdempotencyMiddleware.Header,
                In = ParameterLocation.Header,
                Description = "A value that you choose. Repeating the same request with the same key carries it out only once.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 100 },
            }
        );
    }

    private static string Meaning(string scope)
    {
        var parts = scope.Split('.');
        return parts[^1] == "read" ? $"Read {parts[1]}." : $"Change {parts[1]}.";
    }
}
