using System.Text.Json;
using System.Text.Json.Serialization;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>Reads days of requests: a date, or a time as the API returns it, which means its day in UTC.</summary>
internal sealed class UtcDayConverter : JsonConverter<DateOnly>
{
    public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateOnly.FromDateTime(UtcTimeConverter.Read(ref reader).UtcDateTime);

    public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Format());
}
