using System.Buffers;
using System.Text.Json;

namespace Tokenhouse.Server.OAuth;

/// <summary>A document that anyone can read and cache for <see cref="MaxAge"/>.</summary>
internal static class CacheableJson
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    public static void Write(HttpContext http, Action<Utf8JsonWriter> members)
    {
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = $"public, max-age={(int)MaxAge.TotalSeconds}";

        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        http.Response.ContentLength = body.WrittenCount;
        http.Response.BodyWriter.Write(body.WrittenSpan);
    }
}
