using System.Text;
using Microsoft.AspNetCore.Http;
using Tokenhouse.Server.Admin.Lists;

namespace Tokenhouse.Tests.Admin;

/// <summary>Lists as files.</summary>
public sealed class ExportTests
{
    private static readonly IReadOnlyList<(string Title, Func<Row, string?> Value)> Columns =
    [
        ("Name", row => row.Name),
        ("Note, if any", row => row.Note),
    ];

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("Doe, Jane", "\"Doe, Jane\"")]
    [InlineData("the \"A\" list", "\"the \"\"A\"\" list\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData(" spaces ", " spaces ")]
    [InlineData("Jürgen 🙂", "Jürgen 🙂")]
    public async Task A_cell_is_quoted_where_it_must_be(string? note, string cell) =>
        (await Csv(new("a", note))).ShouldBe($"Name,\"Note, if any\"\r\na,{cell}\r\n");

    [Theory]
    [Trait("Category", "Security")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("=HYPERLINK(\"http://evil.example\",\"x\")", "\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("a=1", "a=1")]
    public async Task A_cell_is_no_formula(string note, string cell) => (await Csv(new("a", note))).ShouldEndWith($"\r\na,{cell}\r\n");

    [Fact]
    public async Task Both_kinds_are_files_that_nobody_keeps_or_guesses_at()
    {
        var csv = await Write("csv", [new("a", null)]);
        csv.Response.ContentType.ShouldBe("text/csv; charset=utf-8");
        csv.Response.Headers.ContentDisposition.ToString().ShouldBe("attachment; filename=\"list.csv\"");
        var json = await Write("json", [new("<a>", "é"), new("b", null)]);
        json.Response.ContentType.ShouldBe("application/json; charset=utf-8");
        json.Response.Headers.ContentDisposition.ToString().ShouldBe("attachment; filename=\"list.json\"");
        foreach (var http in (DefaultHttpContext[])[csv, json])
            (http.Response.Headers.CacheControl.ToString(), http.Response.Headers.XContentTypeOptions.ToString()).ShouldBe(
                ("no-store", "nosniff")
            );
        Text(json).ShouldBe("""[{"name":"<a>","note":"é"},{"name":"b"}]""");
    }

    [Fact]
    public async Task An_empty_list_is_a_file_too()
    {
        Text(await Write("csv", [])).ShouldBe("Name,\"Note, if any\"\r\n");
        Text(await Write("json", [])).ShouldBe("[]");
    }

    [Fact]
    public async Task Rows_are_written_as_they_come()
    {
        var most = 0;
        var body = new MemoryStream();
        var http = new DefaultHttpContext { Response = { Body = body } };
        await Export.Write(http, "list", "csv", Rows(), Columns);
        body.Length.ShouldBeGreaterThan(100_000 * 100);
        most.ShouldBeGreaterThan(1000); // the first were written long before the last were made

        async IAsyncEnumerable<Row> Rows()
        {
            for (var i = 0; i < 100_000; i++)
            {
                if (i == 50_000)
                    most = (int)Math.Min(body.Length, int.MaxValue);
                yield return new(new string('x', 100), null);
            }
            await Task.CompletedTask;
        }
    }

    private static async Task<string> Csv(Row row) => Text(await Write("csv", [row]));

    private static async Task<DefaultHttpContext> Write(string format, IReadOnlyList<Row> rows)
    {
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await Export.Write(http, "list", format, rows.ToAsyncEnumerable(), Columns);
        return http;
    }

    private static string Text(HttpContext http) => Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());

    private sealed record Row(string Name, string? Note);
}
