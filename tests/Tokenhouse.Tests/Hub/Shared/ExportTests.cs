using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Net.Http.Headers;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Tests.Hub.Log;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Shared;

/// <summary>Lists as files.</summary>
[Collection<LogServers>]
public sealed class ExportTests(TestServers servers) : IDisposable
{
    private readonly ExportWriter exportWriter = new(new(), TimeProvider.System, NullLogger<ExportWriter>.Instance);

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
    public async Task Both_kinds_are_files_that_are_not_kept()
    {
        var csv = await Write("csv", [new("a", null)]);
        csv.Response.ContentType.ShouldBe("text/csv; charset=utf-8");
        csv.Response.Headers.ContentDisposition.ToString().ShouldBe("attachment; filename=list.csv; filename*=UTF-8''list.csv");
        var json = await Write("json", [new("<a>", "é"), new("b", null)]);
        json.Response.ContentType.ShouldBe("application/json; charset=utf-8");
        json.Response.Headers.ContentDisposition.ToString().ShouldBe("attachment; filename=list.json; filename*=UTF-8''list.json");
        foreach (var http in (DefaultHttpContext[])[csv, json])
            http.Response.Headers.CacheControl.ToString().ShouldBe("no-store");
        Text(json).ShouldBe("""[{"name":"<a>","note":"é"},{"name":"b"}]""");
    }

    [Fact]
    public async Task An_empty_list_is_a_file_too()
    {
        Text(await Write("csv", [])).ShouldBe("Name,\"Note, if any\"\r\n");
        Text(await Write("json", [])).ShouldBe("[]");
    }

    [Fact]
    public async Task Rows_are_read_and_written_a_page_at_a_time()
    {
        var (pages, written) = (0, 0L);
        var http = Asked();
        var outcome = await exportWriter.Write<Row>(
            http,
            await Someone(),
            new("list", "csv", Columns),
            last =>
            {
                written = http.Response.Body.Length;
                List<Row> page = pages++ == 500 ? [] : [.. Enumerable.Repeat(new Row(new string('x', 100), null), ExportWriter.PageSize)];
                return Task.FromResult<Result<List<Row>, Problem>>(page);
            }
        );
        outcome.Ok(out _, out _).ShouldBeTrue();
        http.Response.Body.Length.ShouldBeGreaterThan(500 * ExportWriter.PageSize * 100);
        (http.Response.Body.Length - written).ShouldBeLessThan(2 * ExportWriter.Chunk); // what was read before is written before more is read
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Pages_are_made_in_turn_so_that_many_exports_leave_processors_to_others()
    {
        var someone = await Someone();
        using var many = new ExportWriter(new() { PerPerson = 50, PerTenant = 50 }, TimeProvider.System, NullLogger<ExportWriter>.Instance);
        var (begun, gate) = (0, new TaskCompletionSource());
        var running = Enumerable.Range(0, 50).Select(_ => many.Write<Row>(Asked(), someone, new("list", "csv", Columns), Make)).ToList();
        begun.ShouldBe(Math.Max(1, System.Environment.ProcessorCount / 2));
        gate.SetResult();
        foreach (var outcome in await Task.WhenAll(running))
            outcome.Ok(out _, out _).ShouldBeTrue();
        begun.ShouldBe(50);

        async Task<Result<List<Row>, Problem>> Make(Row? last)
        {
            Interlocked.Increment(ref begun);
            await gate.Task;
            return new List<Row>();
        }
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_turn_lasts_twice_as_long_as_its_page_takes()
    {
        var (someone, clock) = (await Someone(), new FakeClock());
        using var paced = new ExportWriter(new(), clock, NullLogger<ExportWriter>.Instance);
        var slow = paced.Write<Row>(Asked(), someone, new("list", "csv", Columns), Take(TimeSpan.FromMilliseconds(20)));
        var next = paced.Write<Row>(Asked(), someone, new("list", "csv", Columns), Take(TimeSpan.Zero));
        clock.Advance(TimeSpan.FromMilliseconds(19));
        (slow.IsCompleted, next.IsCompleted).ShouldBe((false, false));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        (await slow).Ok(out _, out _).ShouldBeTrue();
        (await next).Ok(out _, out _).ShouldBeTrue();

        Func<Row?, Task<Result<List<Row>, Problem>>> Take(TimeSpan time) =>
            _ =>
            {
                clock.Advance(time);
                return Task.FromResult<Result<List<Row>, Problem>>(new List<Row>());
            };
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_route_that_does_not_say_that_it_exports_exports_nothing()
    {
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        var someone = await Someone();
        await Should.ThrowAsync<InvalidOperationException>(() =>
            exportWriter.Write<Row>(http, someone, new("list", "csv", Columns), _ => throw new InvalidOperationException("It was read."))
        );
        http.Response.Body.Length.ShouldBe(0);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_name_with_strange_characters_stays_one_name()
    {
        var http = await Write("csv", [], "a\"; x=\"b\r\nSet-Cookie: c=d");
        var disposition = http.Response.Headers.ContentDisposition.ToString();
        disposition.ShouldNotContain("\n");
        ContentDispositionHeaderValue
            .Parse(disposition)
            .Parameters.Select(parameter => parameter.Name.ToString())
            .ShouldBe(["filename", "filename*"]);
    }

    public void Dispose() => exportWriter.Dispose();

    private async Task<string> Csv(Row row) => Text(await Write("csv", [row]));

    private async Task<DefaultHttpContext> Write(string format, List<Row> rows, string name = "list")
    {
        var http = Asked();
        var outcome = await exportWriter.Write<Row>(
            http,
            await Someone(),
            new(name, format, Columns),
            last => Task.FromResult<Result<List<Row>, Problem>>(last is null ? rows : [])
        );
        outcome.Ok(out _, out _).ShouldBeTrue();
        return http;
    }

    private async Task<Caller> Someone()
    {
        var server = await servers.On(Database.Sqlite);
        return await server.Actor(await server.Company(), Role.Reader);
    }

    private static DefaultHttpContext Asked()
    {
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        http.SetEndpoint(new(null, new(ExportRoute.Marker), "list"));
        return http;
    }

    private static string Text(HttpContext http) => Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());

    private sealed record Row(string Name, string? Note);
}
