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
    private readonly List<Problem.Error> errors = [];

    public IReadOnlyList<Problem.Error> Of(JsonElement body, Type type)
    {
        Look(body, options.GetTypeInfo(type), "#");
        return errors;
    }

    private void Look(JsonElement value, JsonTypeInfo type, string at, JsonPropertyInfo? member = null)
    {
        if (Nullable.GetUnderlyingType(type.Type) is { } underlying)
            type = options.GetTypeInfo(underlying);
        if (!Kinds(type).Contains(value.ValueKind) || type.Kind is JsonTypeInfoKind.None && !IsReadable(value, type))
            Add(at, $"{Shown(at)} must be {Expected(type, value.ValueKind)}.");
        else if (type.Kind is JsonTypeInfoKind.Object)
            LookAtMembers(value, type, at);
        else if (type.Kind is JsonTypeInfoKind.Enumerable)
            LookAtElements(value, type, at, member);
    }

    private void LookAtElements(JsonElement value, JsonTypeInfo type, string at, JsonPropertyInfo? member)
    {
        var takesNull = Nullability(member)?.GenericTypeArguments is [{ WriteState: NullabilityState.Nullable }];
        var shown = (member?.CustomConverter as ScopeNames)?.Shown;
        foreach (var (index, element) in value.EnumerateArray().Index())
            if (element.ValueKind is not JsonValueKind.Null)
                Look(
                    element,
                    options.GetTypeInfo(element.ValueKind is JsonValueKind.Object && shown is not null ? shown : type.ElementType!),
                    $"{at}/{index}"
                );
            else if (!takesNull)
                Add($"{at}/{index}", $"{Shown(at)} can't contain null.");
    }

    private void LookAtMembers(JsonElement value, JsonTypeInfo type, string at)
    {
        var members = type.Properties.ToDictionary(member => member.Name, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var sent in value.EnumerateObject())
            if (!seen.Add(sent.Name))
                Add($"{at}/{sent.Name}", $"{Problem.Quoted(sent.Name)} appears twice. Send it once.");
            else if (members.TryGetValue(sent.Name, out var member))
                LookAtMember(sent.Value, member, $"{at}/{sent.Name}");
            else
                Add(at, Unknown(sent.Name, members.Keys));
        foreach (var member in type.Properties.Where(member => member.IsRequired && !seen.Contains(member.Name)))
            Add($"{at}/{member.Name}", $"{Problem.Quoted(member.Name)} is missing. {Remedy(member)}");
    }

    private void LookAtMember(JsonElement value, JsonPropertyInfo member, string at)
    {
        if (member.PropertyType == typeof(JsonElement))
            return;
        if (value.ValueKind is not JsonValueKind.Null)
            Look(value, options.GetTypeInfo(member.PropertyType), at, member);
        else if (!TakesNull(member))
            Add(at, $"{Problem.Quoted(member.Name)} can't be null. {Remedy(member)}");
    }

    private string Remedy(JsonPropertyInfo member) =>
        (
            !isChange ? "Send a value"
            : member.IsRequired ? "Send its current value to keep it"
            : "Leave it out to keep it"
        ) + (TakesNull(member) ? ", or null for \"not set\"." : ".");

    private static string Unknown(string name, IEnumerable<string> known) =>
        known.FirstOrDefault(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase)) is { } right
            ? $"Write {Problem.Quoted(name)} as {Problem.Quoted(right)}."
            : $"The member {Problem.Quoted(name)} doesn't exist. Check its spelling, or omit it.";

    // Of a change, null could mean "not set" as well as "left out".
    private bool TakesNull(JsonPropertyInfo member) => (!isChange || member.IsRequired) && IsNullable(member);

    private static bool IsNullable(JsonPropertyInfo member) =>
        member.PropertyType.IsValueType ? Nullable.GetUnderlyingType(member.PropertyType) is not null : member.IsSetNullable;

    private static NullabilityInfo? Nullability(JsonPropertyInfo? member) =>
        member?.AttributeProvider is PropertyInfo property ? new NullabilityInfoContext().Create(property) : null;

    private static bool IsReadable(JsonElement value, JsonTypeInfo type)
    {
        try
        {
            value.Deserialize(type);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonValueKind[] Kinds(JsonTypeInfo type) =>
        type.Kind switch
        {
            JsonTypeInfoKind.Object => [JsonValueKind.Object],
            JsonTypeInfoKind.Enumerable => [JsonValueKind.Array],
            _ when type.Type == typeof(bool) => [JsonValueKind.True, JsonValueKind.False],
            _ when type.Type == typeof(int) || type.Type == typeof(long) => [JsonValueKind.Number],
            _ => [JsonValueKind.String],
        };

    private static string Expected(JsonTypeInfo type, JsonValueKind sent) =>
        type.Kind switch
        {
            JsonTypeInfoKind.Object => "a JSON object",
            JsonTypeInfoKind.Enumerable => "a JSON array",
            _ when type.Type == typeof(bool) => "true or false",
            _ when type.Type == typeof(int) || type.Type == typeof(long) => "a whole number",
            _ when type.Type == typeof(DateTimeOffset) => "a time such as 2026-11-30T12:00:00Z",
            _ when type.Type == typeof(DateOnly) => "a date such as 2026-11-30",
            _ when type.Type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type.Type))}",
            _ when sent is JsonValueKind.String => "a text of Unicode characters without null characters",
            _ => "a JSON string",
        };

    private void Add(string at, string sentence) => errors.Add(new(sentence, at));

    private static string Shown(string at) => at == "#" ? "The body" : Problem.Quoted(at.Split('/')[^1]);
}
