using System.Text;
using System.Text.Json;
using Tokenhouse.Server.Admin.Audit;

namespace Tokenhouse.Server.Admin.Lists;

/// <summary>Writes a whole list as a file, row by row, so that its length costs no memory.</summary>
public static class Export
{
    /// <param name="http">Where to.</param>
    /// <param name="name">The name of the file without its ending.</param>
    /// <param name="format"><c>csv</c> or <c>json</c>.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns of the CSV; JSON has all that the row has.</param>
    public static async Task Write<T>(
        HttpContext http,
        string name,
        string format,
        IAsyncEnumerable<T> rows,
        IReadOnlyList<(string Title, Func<T, string?> Value)> columns
    )
    {
        // The first row before anything is written: what cannot be read is still answered as that, and not by half a file.
        await using var reader = rows.GetAsyncEnumerator(http.RequestAborted);
        var read = Rest(reader, await reader.MoveNextAsync());
        var response = http.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}.{(format == "json" ? "json" : "csv")}\"";
        if (format == "json")
        {
            response.ContentType = "application/json; charset=utf-8";
            await JsonSerializer.SerializeAsync(response.Body, read, AuditChain.Spelling, http.RequestAborted);
            return;
        }
        response.ContentType = "text/csv; charset=utf-8";
        await using var text = new StreamWriter(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await text.WriteAsync(Line(columns.Select(column => (string?)column.Title)));
        await foreach (var row in read)
            await text.WriteAsync(Line(columns.Select(column => column.Value(row))));
    }

    private static async IAsyncEnumerable<T> Rest<T>(IAsyncEnumerator<T> reader, bool isThere)
    {
        for (; isThere; isThere = await reader.MoveNextAsync())
            yield return reader.Current;
    }

    private static string Line(IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n"; // RFC 4180

    // What begins like a formula would be one to the program that opens the file.
    private static string Cell(string? text)
    {
        var safe = text is { Length: > 0 } && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text ?? "";
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
