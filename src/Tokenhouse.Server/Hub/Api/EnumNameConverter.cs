using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>
/// Reads and writes enum values by name, one name at a time. The framework's own converter also accepts lists such as <c>"Reader, Developer"</c>, and
/// combines them into a value without a name.
/// </summary>
internal sealed class EnumNameConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(OfEnum<>).MakeGenericType(typeToConvert))!;

    private sealed class OfEnum<T> : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String && Enum.GetNames<T>().Contains(reader.GetString())
                ? Enum.Parse<T>(reader.GetString()!)
                : throw new JsonException($"Use one of {string.Join(", ", Enum.GetNames<T>())}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
