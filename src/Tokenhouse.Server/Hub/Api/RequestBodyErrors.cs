using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>
/// Finds errors in the members of a body: missing, unknown, duplicate, null where not allowed, or of the wrong type. It uses the
/// types of the bodies, like the serializer and the API's description.
/// </summary>
internal sealed class RequestBodyErrors(JsonSerializerOptions options, bool isChange)
{
    private const int LongestShown = 50;

    private readonly List<Problem.Error> errors = [];

    public IReadOnlyList<Problem.Error> Of(JsonElement body, Type type)
    {
        Look(body, options.GetTypeInfo(type), "#");
        return errors;
    }

    private void Look(JsonElement value, JsonTypeInfo type, string at, NullabilityInfo? nullability = null)
    {
        if (Nullable.GetUnderlyingType(type.Type) is { } underlying)
            type = options.GetTypeInfo(underlying);
        if (Expected(type) is var (kinds, words) && !kinds.Contains(value.ValueKind))
            Add(at, $"{Shown(at)} must be {words}.");
        else if (type.Kind is JsonTypeInfoKind.Object)
            LookAtMembers(value, type, at);
        else if (type.Kind is JsonTypeInfoKind.Enumerable)
            LookAtElements(value, type, at, nullability);
    }

    private void LookAtElements(JsonElement value, JsonTypeInfo type, string at, NullabilityInfo? nullability)
    {
        var takesNull = nullability?.GenericTypeArguments is [{ WriteState: NullabilityState.Nullable }];
        foreach (var (index, element) in value.EnumerateArray().Index())
            if (element.ValueKind is not JsonValueKind.Null)
                Look(element, options.GetTypeInfo(type.ElementType!), $"{at}/{index}");
            else if (!takesNull)
                Add($"{at}/{index}", $"{Shown(at)} can't contain null.");
    }

    private void LookAtMembers(JsonElement value, JsonTypeInfo type, string at)
    {
        var members = type.Properties.ToDictionary(member => member.Name, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var sent in value.EnumerateObject())
            if (!seen.Add(sent.Name))
                Add($"{at}/{sent.Name}", $"{Quoted(sent.Name)} appears twice. Send it once.");
            else if (members.TryGetValue(sent.Name, out var member))
                LookAtMember(sent.Value, member, $"{at}/{sent.Name}");
            else
                Add(at, Unknown(sent.Name, members.Keys));
        foreach (var member in type.Properties.Where(member => member.IsRequired && !seen.Contains(member.Name)))
            Add($"{at}/{member.Name}", $"{Quoted(member.Name)} is missing. {Remedy(member)}");
    }

    private void LookAtMember(JsonElement value, JsonPropertyInfo member, string at)
    {
        if (member.PropertyType == typeof(JsonElement) || member.CustomConverter is not null)
            return;
        if (value.ValueKind is not JsonValueKind.Null)
            Look(value, options.GetTypeInfo(member.PropertyType), at, Nullability(member));
        else if (!TakesNull(member))
            Add(at, $"{Quoted(member.Name)} can't be null. {Remedy(member)}");
    }

    private string Remedy(JsonPropertyInfo member) =>
        (
            !isChange ? "Send a value"
            : member.IsRequired ? "Send its current value to keep it"
            : "Leave it out to keep it"
        ) + (TakesNull(member) ? ", or null for \"not set\"." : ".");

    private static string Unknown(string name, IEnumerable<string> known) =>
        known.FirstOrDefault(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase)) is { } right
            ? $"Write {Quoted(name)} as {Quoted(right)}."
            : $"The member {Quoted(name)} doesn't exist. Check its spelling, or omit it.";

    // Of a change, null could mean "not set" as well as "left out".
    private bool TakesNull(JsonPropertyInfo member) => (!isChange || member.IsRequired) && IsNullable(member);

    private static bool IsNullable(JsonPropertyInfo member) =>
        member.PropertyType.IsValueType ? Nullable.GetUnderlyingType(member.PropertyType) is not null : member.IsSetNullable;

    private static NullabilityInfo? Nullability(JsonPropertyInfo member) =>
        member.AttributeProvider is PropertyInfo property ? new NullabilityInfoContext().Create(property) : null;

    private static (JsonValueKind[] Kinds, string Words)? Expected(JsonTypeInfo type) =>
        type.Kind switch
        {
            JsonTypeInfoKind.Object => ([JsonValueKind.Object], "a JSON object"),
            JsonTypeInfoKind.Enumerable => ([JsonValueKind.Array], "a JSON array"),
            _ when type.Type == typeof(bool) => ([JsonValueKind.True, JsonValueKind.False], "true or false"),
            _ when type.Type == typeof(int) || type.Type == typeof(long) => ([JsonValueKind.Number], "a number"),
            _ when type.Type != typeof(JsonElement) => ([JsonValueKind.String], "a JSON string"),
            _ => null,
        };

    private void Add(string at, string sentence) => errors.Add(new(sentence, at));

    private static string Shown(string at) => at == "#" ? "The body" : Quoted(at.Split('/')[^1]);

    private static string Quoted(string name) => $"\"{(name.Length > LongestShown ? name[..LongestShown] + "…" : name)}\"";
}
