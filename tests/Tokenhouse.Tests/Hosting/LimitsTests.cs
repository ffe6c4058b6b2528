using System.Globalization;
using System.Text;
using FsCheck.Fluent;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting;

/// <summary>What is too much is refused cheaply, and nothing that a stranger can send is a failure of ours.</summary>
[Trait("Category", "Security")]
public sealed class LimitsTests(TestServers servers) : IClassFixture<TestServers>
{
    private const string Credentials = "grant_type=client_credentials&client_id=acme-live&client_secret=acme-live-demo-secret";
    private const string TooLarge =
        """{"error":"invalid_request","error_description":"The body is larger than the limit of 65536 bytes."}""";

    [Theory]
    [InlineData(65_537)]
    [InlineData(10_000_000)]
    public async Task A_body_over_64_KB_is_413(int length)
    {
        var server = await servers.On();
        using var content = new ByteArrayContent(new byte[length]);
        content.Headers.ContentType = new("application/x-www-form-urlencoded");
        using var response = await server.Http.PostAsync(new Uri(TestServer.Dc2 + "/connect/token"), content);
        var answer = await Answer.From(response);
        (answer.Status, answer.Body).ShouldBe((413, TooLarge));
    }

    [Fact]
    public async Task A_body_that_does_not_say_its_length_is_cut_off_at_64_KB()
    {
        var server = await servers.On();
        var chunk = $"8000\r\n{new string('a', 0x8000)}\r\n";
        var answer = RawHttp.Parse(
            await RawHttp.Send(server.Port, Encoding.ASCII.GetBytes(ChunkedHead + chunk + chunk + chunk + "0\r\n\r\n"))
        );
        (answer.Status, answer.Body).ShouldBe((413, TooLarge));
    }

    [Fact]
    public async Task A_body_in_small_pieces_is_read_like_any_other()
    {
        var server = await servers.On();
        var pieces = Credentials.Chunk(7).Select(piece => $"{piece.Length:x}\r\n{new string(piece)}\r\n");
        var answer = await RawHttp.Send(server.Port, Encoding.ASCII.GetBytes(ChunkedHead + string.Concat(pieces) + "0\r\n\r\n"));
        answer.ShouldStartWith("HTTP/1.1 200 OK");
    }

    [Fact]
    public async Task The_largest_body_that_is_accepted_is_64_KB()
    {
        var server = await servers.On();
        var filling = string.Concat(Enumerable.Range(0, 20).Select(i => $"&p{i:00}={new string('x', 3000)}"));
        var body = Credentials + filling + "&rest=" + new string('x', 65_536 - Credentials.Length - filling.Length - "&rest=".Length);
        using var content = new StringContent(body, Encoding.ASCII, "application/x-www-form-urlencoded");
        using var response = await server.Http.PostAsync(new Uri(TestServer.Dc2 + "/connect/token"), content);
        body.Length.ShouldBe(65_536);
        (await Answer.From(response)).Status.ShouldBe(400); // the last parameter is over-long: it was read
    }

    [Fact]
    public async Task Ten_thousand_parameters_are_400()
    {
        var server = await servers.On();
        var form = Enumerable.Range(0, 10_000).Select(i => (i.ToString(CultureInfo.InvariantCulture), "")).ToArray();
        var answer = await server.Token(TestServer.Dc2, form);
        (answer.Status, answer.Body).ShouldBe(
            (400, """{"error":"invalid_request","error_description":"The request has more than 64 parameters."}""")
        );
    }

    [Fact]
    public async Task A_body_that_never_ends_does_not_hold_a_thread_and_a_reader_who_leaves_is_no_failure()
    {
        var server = await servers.On();
        using (var client = new System.Net.Sockets.TcpClient("127.0.0.1", server.Port))
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Head + "Content-Length: 100\r\n\r\nclient_id="));
        (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task No_form_at_all_is_ever_a_failure_of_ours()
    {
        var server = await servers.On();
        var bytes = Gen.ArrayOf(Gen.Frequency((3, Gen.Choose(0, 255)), (5, Gen.Elements("=&%+acefgilnorstpy_2F ".Select(c => (int)c)))));
        foreach (var body in bytes.Resize(60).Sample(Iterations.Of(300, 20_000)))
            await NotOurFailure(server, TestServer.Dc2, [.. body.Select(value => (byte)value)], authorization: null);
    }

    [Fact]
    public async Task No_Authorization_header_is_ever_a_failure_of_ours()
    {
        var server = await servers.On();
        var text = Gen.ArrayOf(Gen.Elements("Basic  bearer:=,;%/+-_\"'~!AZaz09\t".ToCharArray())).Resize(40);
        foreach (var header in text.Sample(Iterations.Of(300, 20_000)))
            await NotOurFailure(server, TestServer.Dc2, "grant_type=client_credentials"u8.ToArray(), new string(header));
    }

    [Fact]
    public async Task No_request_line_or_header_is_ever_a_failure_of_ours()
    {
        var server = await servers.On();
        var line = Gen.ArrayOf(Gen.Choose(1, 255)).Resize(80);
        foreach (var noise in line.Sample(Iterations.Of(100, 5_000)))
        {
            var bytes = noise.Select(value => (byte)value).ToArray();
            byte[] request =
            [
                .. "POST /connect/token"u8,
                .. bytes,
                .. " HTTP/1.1\r\nHost: login.dc2.localhost\r\nX: "u8,
                .. bytes,
                .. "\r\nConnection: close\r\n\r\n"u8,
            ];
            var answer = await RawHttp.Send(server.Port, request);
            // 505 is what RFC 9110 says of a version that is not spoken here.
            answer[..12].ShouldMatch("^HTTP/1\\.1 (4..|505)$", Convert.ToHexString(bytes));
        }
    }

    private const string Head =
        "POST /connect/token HTTP/1.1\r\nHost: login.dc2.localhost\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    private const string ChunkedHead = Head + "Transfer-Encoding: chunked\r\n\r\n";

    private static async Task NotOurFailure(TestServer server, string origin, byte[] body, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(origin + "/connect/token"))
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new("application/x-www-form-urlencoded");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await server.Http.SendAsync(request);
        var answer = await Answer.From(response);
        answer.Status.ShouldBeOneOf([400, 401], Convert.ToHexString(body) + " " + authorization);
        answer.Json.GetProperty("error").GetString().ShouldBeOneOf("invalid_request", "invalid_client", "unsupported_grant_type");
    }
}
