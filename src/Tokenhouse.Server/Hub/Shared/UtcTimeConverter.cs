using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>
/// Reads times with <c>Z</c> or any offset (RFC 3339), and writes them with <c>Z</c>. A time without an offset is in UTC, wherever the server is.
/// </summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);

    internal static DateTimeOffset Read(ref Utf8JsonReader reader) =>
        reader.GetDateTime() is { Kind: DateTimeKind.Unspecified } time ? new(time, TimeSpan.Zero) : reader.GetDateTimeOffset();
}
