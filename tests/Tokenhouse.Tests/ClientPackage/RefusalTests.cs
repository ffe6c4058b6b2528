extern alias client;

using System.Net;
using client::Tokenhouse.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>A refusal explains itself.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private ScriptedAuthority authority = null!;

    public async ValueTask InitializeAsync() => authority = await ScriptedAuthority.Start();

    public ValueTask DisposeAsync() => authority.DisposeAsync();

    [Fact]
    public async Task It_has_the_code_the_sentence_and_the_correlation_id()
    {
        await using var program = new Program(authority.Origin);
        authority.Answer = (http, _) =>
            ScriptedAuthority.Error(
                http,
                400,
                """{"error":"invalid_scope","error_description":"Request other scopes."}""",
                ("X-Correlation-Id", "abc123")
            );
        var refusal = await Should.ThrowAsync<TokenRefusedException>(() => program.Token());
        refusal.Message.ShouldBe("No token for 'hr': Request other scopes. (invalid_scope) Correlation ID: abc123");
        (refusal.Error, refusal.Description, refusal.CorrelationId, refusal.StatusCode).ShouldBe(
            ("invalid_scope", "Request other scopes.", "abc123", HttpStatusCode.BadRequest)
        );
        program.Logs.Text.ShouldContain("'hr' got no token. It won't ask again for");
        program.Logs.Text.ShouldContain("Correlation ID: abc123");
    }

    [Theory]
    [InlineData(
        "login.dc2",
        "dc3-abcdefghjkmnpq",
        "The client ID begins with 'dc3-', so it belongs to the datacentre dc3, but the authority is in dc2. Try http://login.dc3.localhost:{port}."
    )]
    [InlineData(
        "loginuat.dc4",
        "dc5-abcdefghjkmnpq",
        "The client ID begins with 'dc5-', so it belongs to the datacentre dc5, but the authority is in dc4. Try http://loginuat.dc5.localhost:{port}."
    )]
    [InlineData("login.dc2", "dc2-abcdefghjkmnpq", null)]
    [InlineData("login.dc2", "acme-live", null)]
    [InlineData("login.dc2", "98434376", null)]
    [InlineData("acme.login", "dc3-abcdefghjkmnpq", null)] // a tenant's host doesn't say where it is
    public async Task A_client_id_of_another_datacentre_is_recognised(string host, string clientId, string? hint)
    {
        var port = new Uri(authority.Origin).Port;
        await using var program = new Program(
            $"http://{host}.localhost:{port}",
            options => options.ClientId = clientId,
            client => client.ConfigureBackchannel(http => http.ConfigurePrimaryHttpMessageHandler(Loopback))
        );
        authority.Answer = (http, _) =>
            ScriptedAuthority.Error(http, 401, """{"error":"invalid_client","error_description":"Client authentication failed."}""");
        var refusal = await Should.ThrowAsync<TokenRefusedException>(() => program.Token());
        refusal.Hint.ShouldBe(hint?.Replace("{port}", $"{port}", StringComparison.Ordinal));
        refusal.Message.ShouldBe(
            $"No token for 'hr': Client authentication failed. (invalid_client){(hint is null ? "" : " " + refusal.Hint)}"
        );
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_servers_words_cannot_forge_lines_of_a_log()
    {
        await using var program = new Program(authority.Origin);
        authority.Answer = (http, _) =>
            ScriptedAuthority.Error(http, 400, """{"error":"a\r\nb","error_description":"one\ntwo\u001b[31m"}""");
        var refusal = await Should.ThrowAsync<TokenRefusedException>(() => program.Token());
        refusal.Message.ShouldBe("No token for 'hr': one two [31m (a  b)");
    }

    private static SocketsHttpHandler Loopback() =>
        new()
        {
            ConnectCallback = async (connection, cancellationToken) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                await socket.ConnectAsync("127.0.0.1", connection.DnsEndPoint.Port, cancellationToken);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        };
}
