using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>Reads the scopes in the body of a change: their names, or the objects in which a GET returns them.</summary>
internal abstract class ScopeNames : JsonConverter<IReadOnlyList<string?>>
{
    /// <summary>The type of these objects.</summary>
    public abstract Type Shown { get; }

    /// <summary>The scope of such an object; null if the object says that the scope isn't given.</summary>
    protected abstract string? Name(object shown);

    public override IReadOnlyList<string?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
            throw new JsonException();
        var names = new List<string?>();
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
            if (reader.TokenType is not JsonTokenType.StartObject)
                names.Add(JsonSerializer.Deserialize<string>(ref reader, options));
            else if (Name(JsonSerializer.Deserialize(ref reader, Shown, options)!) is { } name)
                names.Add(name);
        return names;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string?> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.ToArray(), options);
}
