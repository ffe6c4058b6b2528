using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>The name, format and columns of an export.</summary>
/// <param name="Name">The file name without extension.</param>
/// <param name="Format"><c>csv</c> or <c>json</c>; <c>csv</c> by default.</param>
/// <param name="Columns">The columns of the CSV. JSON has all properties of the row.</param>
public sealed record ExportFile<T>(string Name, string? Format, IReadOnlyList<(string Title, Func<T, string?> Value)> Columns)
{
    private static readonly byte[] Comma = [(byte)','];

    // As the API spells them.
    private static readonly JsonSerializerOptions Spelling = new(AuditChain.Spelling)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new UtcTimeConverter() },
    };

    public string Format { get; } = Format ?? "csv";

    internal bool IsKnown => Format is "csv" or "json";

    private bool IsJson => Format == "json";

    /// <summary>Sets the headers: a file that isn't cached.</summary>
    internal void Describe(HttpResponse response)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{Name}.{Format}");
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.CacheControl = "no-store";
        response.ContentType = IsJson ? "application/json; charset=utf-8" : "text/csv; charset=utf-8";
    }

    internal void Begin(IBufferWriter<byte> text)
    {
        if (IsJson)
            text.Write("["u8);
        else
            Line(text, Columns.Select(column => (string?)column.Title));
    }

    internal void Write(IBufferWriter<byte> text, List<T> page, bool isFirst)
    {
        foreach (var row in page)
        {
            Write(text, row, isFirst);
            isFirst = false;
        }
    }

    internal void End(IBufferWriter<byte> text)
    {
        if (IsJson)
            text.Write("]"u8);
    }

    private void Write(IBufferWriter<byte> text, T row, bool isFirst)
    {
        if (!IsJson)
        {
            Line(text, Columns.Select(column => column.Value(row)));
            return;
        }
        if (!isFirst)
            text.Write(Comma);
        text.Write(JsonSerializer.SerializeToUtf8Bytes(row, Spelling));
    }

    private static void Line(IBufferWriter<byte> text, IEnumerable<string?> cells) =>
        Encoding.UTF8.GetBytes(string.Join(',', cells.Select(Cell)) + "\r\n", text); // RFC 4180

    // Spreadsheet programs would run text that begins like a formula.
    private static string Cell(string? text)
    {
        var safe = text is { Length: > 0 } && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text ?? "";
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
