using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Reads the scopes of a request: their names, or the objects in which a GET returns them.</summary>
internal sealed class AskedScopeNames : JsonConverter<IReadOnlyList<string?>>
{
    public override IReadOnlyList<string?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
            throw new JsonException();
        var names = new List<string?>();
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
            names.Add(
                reader.TokenType is JsonTokenType.StartObject
                    ? JsonSerializer.Deserialize<AskedScope>(ref reader, options)!.Name
                    : JsonSerializer.Deserialize<string>(ref reader, options)
            );
        return names;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string?> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.ToArray(), options);
}
