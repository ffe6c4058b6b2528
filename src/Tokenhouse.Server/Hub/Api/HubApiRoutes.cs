using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>
/// The API of the Hub: each use case is a route below <c>/api/v1/tenants/{tenant}</c>, or below <c>/api/v1</c> if it is over all tenants;
/// described at <c>/openapi/v1.json</c>.
/// </summary>
internal static class HubApiRoutes
{
    public const string Prefix = "/api/";

    public const string Version = "v1";

    public static void AddHubApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options =>
        {
            var json = options.SerializerOptions;
            json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.NumberHandling = JsonNumberHandling.Strict; // a number is a number, also in the description
            json.PropertyNameCaseInsensitive = false; // one name, one spelling
            json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow; // a misspelled field must not be treated as a missing one
            json.AllowDuplicateProperties = false; // readers of the first and of the last would see different values
            json.RespectNullableAnnotations = true;
            json.RespectRequiredConstructorParameters = true;
            json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.Converters.Add(new EnumNameConverter());
            json.Converters.Add(new StorableText());
            json.Converters.Add(new UtcTimeConverter());
            json.Converters.Add(new UtcDayConverter());
            json.TypeInfoResolver = json.TypeInfoResolver!.WithAddedModifier(Representations.Accept);
        });
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // the error middleware writes the response
        services.AddOpenApi(Version, HubApiDescription.Configure);
        services.AddSingleton<OpenApiDocumentCache>().AddSingleton<IdempotentResponses>().AddSingleton<SecretReplayRule>();
    }

    public static void Map(IEndpointRouteBuilder routes, Action<IEndpointRouteBuilder> mapTenant, Action<IEndpointRouteBuilder> mapVendor)
    {
        mapTenant(MapApi(routes, "/api/v1/tenants/{tenant}"));
        mapVendor(MapApi(routes, "/api/v1"));
        routes
            .MapGet($"/openapi/{Version}.json", (HttpContext http, OpenApiDocumentCache description) => description.Answer(http))
            .CalledBy(EndpointAudience.Anyone)
            .ExcludeFromDescription();
        routes
            .MapGet(
                HubApiExtensions.PostmanCollection,
                (HttpContext http, OpenApiDocumentCache description) => description.AnswerCollection(http)
            )
            .CalledBy(EndpointAudience.Anyone)
            .ExcludeFromDescription();
    }

    private static RouteGroupBuilder MapApi(IEndpointRouteBuilder routes, string prefix) =>
        routes
            .MapGroup(prefix)
            .WithMetadata(new RequestSizeLimitAttribute(FormLimits.OfHub.Length))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    /// <summary>Whether a request's path belongs to the API.</summary>
    public static bool IsForProgram(this HttpContext http) =>
        http.Request.Path.Value?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true;
}
