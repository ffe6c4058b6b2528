using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>
/// A PUT accepts what a GET returned: its body can have all members of the representation. Members that can't be changed are ignored; unknown names
/// are refused. Members that were added to a body later can be left out: they aren't changed then.
/// </summary>
internal static class Representations
{
    /// <summary>Lets the serializer accept members that can't be changed.</summary>
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

    /// <summary>Describes a body by the members that can be changed.</summary>
    public static void Describe(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (Representation(type.Type) is not { } shown || schema.Properties is null)
            return;
        foreach (var ignored in type.Properties.Where(member => member.PropertyType == typeof(JsonElement)))
            schema.Properties.Remove(ignored.Name);
        schema.Description =
            "Null means \"not set\". A member that isn't required was added later: if you leave it out, it isn't changed. "
            + $"You can also send the other members of {shown.Name}; they are ignored.";
    }

    /// <summary>A member that can be left out can't be null.</summary>
    public static void DescribeMember(OpenApiSchema schema, JsonPropertyInfo? member)
    {
        if (member is { IsRequired: false } && Representation(member.DeclaringType) is not null)
            schema.Type &= ~JsonSchemaType.Null;
    }

    /// <summary>A response leaves out members that are null, unless they say otherwise.</summary>
    public static void LeaveOutNulls(OpenApiSchema schema, JsonTypeInfo type)
    {
        foreach (var member in type.Properties.Where(member => IsNullable(member) && !IsAlwaysWritten(member)))
            schema.Required?.Remove(member.Name);
    }

    private static bool IsNullable(JsonPropertyInfo member) =>
        member.PropertyType.IsValueType ? Nullable.GetUnderlyingType(member.PropertyType) is not null : member.IsGetNullable;

    private static bool IsAlwaysWritten(JsonPropertyInfo member) =>
        member.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false)
            is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Never }];

    private static Type? Representation(Type type) => type.GetCustomAttribute<RepresentedByAttribute>()?.Representation;
}
