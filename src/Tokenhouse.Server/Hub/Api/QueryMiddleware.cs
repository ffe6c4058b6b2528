using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>
/// Refuses query parameters that the API's description doesn't have for a route, that appear twice, or that have a value of the wrong type. If a filter were
/// ignored, its sender would take all rows for those that they asked for.
/// </summary>
internal sealed class QueryMiddleware(RequestDelegate next, IApiDescriptionGroupCollectionProvider descriptions)
{
    private Dictionary<string, Dictionary<string, Type>>? routes;

    public async Task Invoke(HttpContext http)
    {
        if (http.Features.Get<Caller>() is not null && http.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>() is { } route)
        {
            var known = (routes ??= Read()).GetValueOrDefault(route.EndpointName, []);
            var errors = http.Request.Query.Select(sent => Error(sent.Key, [.. sent.Value], known)).OfType<Problem.Error>().ToList();
            if (errors.Count > 0)
            {
                await Problem.MalformedQuery(errors).Answer().ExecuteAsync(http);
                return;
            }
        }
        await next(http);
    }

    /// <summary>The name of a parameter as the description spells it. Those of filters are named like their properties.</summary>
    public static string Name(string parameter) => JsonNamingPolicy.CamelCase.ConvertName(parameter);

    private Dictionary<string, Dictionary<string, Type>> Read() =>
        descriptions
            .ApiDescriptionGroups.Items.SelectMany(group => group.Items)
            .Select(route => (Name: route.ActionDescriptor.EndpointMetadata.OfType<IEndpointNameMetadata>().LastOrDefault(), route))
            .Where(described => described.Name is not null)
            .DistinctBy(described => described.Name!.EndpointName)
            .ToDictionary(described => described.Name!.EndpointName, described => Parameters(described.route));

    private static Dictionary<string, Type> Parameters(ApiDescription route) =>
        route
            .ParameterDescriptions.Where(parameter => parameter.Source == BindingSource.Query)
            .ToDictionary(
                parameter => Name(parameter.Name),
                parameter => Nullable.GetUnderlyingType(parameter.Type) ?? parameter.Type,
                StringComparer.OrdinalIgnoreCase
            );

    private static Problem.Error? Error(string name, string?[] values, Dictionary<string, Type> known)
    {
        var sentence =
            !known.TryGetValue(name, out var type) ? $"The query parameter {Problem.Quoted(name)} doesn't exist."
            : values.Length > 1 ? $"Send the query parameter {Problem.Quoted(name)} once."
            : type == typeof(int) && !int.TryParse(values[0], CultureInfo.InvariantCulture, out _)
                ? $"{Problem.Quoted(name)} must be a whole number."
            : type == typeof(bool) && !bool.TryParse(values[0], out _) ? $"{Problem.Quoted(name)} must be true or false."
            : null;
        return sentence is null ? null : new(sentence, "#/" + Problem.Shortened(known.Keys.FirstOrDefault(Same) ?? name));

        bool Same(string other) => string.Equals(other, name, StringComparison.OrdinalIgnoreCase);
    }
}
