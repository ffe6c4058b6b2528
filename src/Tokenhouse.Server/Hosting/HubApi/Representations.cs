using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;
using Tokenhouse.Server.Admin;

namespace Tokenhouse.Server.Hosting.HubApi;

/// <summary>
/// What the API gives out it takes back: the body of a change may have all members of what a GET shows. Those that cannot be changed are ignored; a name
/// that neither has is refused.
/// </summary>
internal static class Representations
{
    /// <summary>Lets the serializer accept the members that cannot be changed.</summary>
    public static void Accept(JsonTypeInfo type)
    {
        if (type.Kind is not JsonTypeInfoKind.Object || Representation(type.Type) is not { } shown)
            return;
        var known = type.Properties.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var member in type.Options.GetTypeInfo(shown).Properties.Where(member => member.Get is not null && known.Add(member.Name)))
        {
            var ignored = type.CreateJsonPropertyInfo(typeof(JsonElement), member.Name);
            ignored.Set = (_, _) => { };
            type.Properties.Add(ignored);
        }
    }

    /// <summary>Describes a body by the members that it must have.</summary>
    public static void Describe(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (Representation(type.Type) is not { } shown || schema.Properties is null)
            return;
        foreach (var ignored in type.Properties.Where(member => member.PropertyType == typeof(JsonElement)))
            schema.Properties.Remove(ignored.Name);
        schema.Description =
            $"Every member is required: null says \"not set\". The other members of {shown.Name} may be sent along, and are ignored.";
    }

    private static Type? Representation(Type type) => type.GetCustomAttribute<RepresentedByAttribute>()?.Representation;
}
