extern alias client;
using client::Tokenhouse.Client;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>Where secrets come from, and where they never go.</summary>
[Trait("Category", "Security")]
public sealed class SecretTests : IAsyncLifetime
{
    private ScriptedAuthority authority = null!;

    public async ValueTask InitializeAsync() => authority = await ScriptedAuthority.Start();

    public ValueTask DisposeAsync() => authority.DisposeAsync();

    [Fact]
    public async Task A_secret_is_sealed_into_a_file_and_replaced_while_the_program_runs()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "hr.secret");
        await using var program = new Program(authority.Origin, options => (options.ClientSecret, options.ClientSecretFile) = (null, file));
        (await SealedSecretFile.WriteAsync(program.Get<IServiceProvider>(), "hr", " first \n")).ShouldBe(file);
        (await File.ReadAllTextAsync(file)).ShouldNotContain("first");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await program.TokenValue();
        await SealedSecretFile.WriteAsync(program.Get<IServiceProvider>(), "hr", "second");
        program.Clock.Advance(TimeSpan.FromSeconds(300));
        await program.TokenValue();
        authority.Received.Select(request => request.Authorization).ShouldBe([Basic("first"), Basic("second")]);
    }

    [Fact]
    public async Task A_file_that_is_missing_or_sealed_with_another_key_ring_is_named()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "hr.secret");
        Action<TokenhouseClientOptions> with = options => (options.ClientSecret, options.ClientSecretFile) = (null, file);
        await using var program = new Program(authority.Origin, with);
        (await Should.ThrowAsync<InvalidOperationException>(() => program.Token())).Message.ShouldStartWith(
            $"The sealed secret {file} can't be read:"
        );
        await using (var other = new Program(authority.Origin, with))
            await SealedSecretFile.WriteAsync(other.Get<IServiceProvider>(), "hr", "secret");
        program.Clock.Advance(TimeSpan.FromMinutes(1));
        (await Should.ThrowAsync<InvalidOperationException>(() => program.Token())).Message.ShouldBe(
            $"The sealed secret {file} can't be opened. It was sealed with another key ring or application name, or was changed. Seal it again."
        );
        authority.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task A_delegate_is_asked_for_each_request()
    {
        var number = 0;
        await using var program = new Program(
            authority.Origin,
            options => (options.ClientSecret, options.ClientSecretProvider) = (null, _ => ValueTask.FromResult($"secret-{++number}"))
        );
        await program.TokenValue();
        program.Clock.Advance(TimeSpan.FromSeconds(300));
        await program.TokenValue();
        authority.Received.Select(request => request.Authorization).ShouldBe([Basic("secret-1"), Basic("secret-2")]);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_secret_does_not_follow_a_redirect_even_with_a_handler_that_would(int status)
    {
        await using var elsewhere = await ScriptedAuthority.Start();
        await using var program = new Program(
            authority.Origin,
            build: client =>
                client.ConfigureBackchannel(http =>
                    http.ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler { AllowAutoRedirect = true })
                )
        );
        authority.Answer = (http, _) => ScriptedAuthority.Error(http, status, "", ("Location", elsewhere.Origin + "/connect/token"));
        (await Should.ThrowAsync<TokenRefusedException>(() => program.Token())).Description.ShouldBe(
            $"{authority.Origin}/connect/token answered with a redirect. Secrets don't follow redirects: check that Authority is right."
        );
        elsewhere.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task No_secret_and_no_token_is_in_logs_exceptions_or_texts()
    {
        await using var program = new Program(authority.Origin);
        authority.Answer = (http, number) =>
            number switch
            {
                1 => ScriptedAuthority.Token(http, "canary-token", 300),
                2 => ScriptedAuthority.Error(http, 401, """{"error":"invalid_client"}"""),
                _ => ScriptedAuthority.Error(http, 500),
            };
        (await program.Token()).ToString().ShouldStartWith("*** until ");
        using (await program.Http.GetAsync(new Uri("", UriKind.Relative))) { }
        program.Clock.Advance(TimeSpan.FromSeconds(300));
        var refusal = await Should.ThrowAsync<TokenRefusedException>(() => program.Token());
        program.Clock.Advance(TimeSpan.FromSeconds(10));
        var failure = await Should.ThrowAsync<TokenUnavailableException>(() => program.Patiently(() => program.Token()));
        var text = $"{program.Logs.Text}\n{refusal}\n{failure}";
        text.ShouldContain("/connect/token");
        foreach (var secret in (string[])["canary", "s%3Acret", Basic(Program.Secret)])
            text.ShouldNotContain(secret);
    }

    [Fact]
    public async Task A_secret_or_token_of_an_application_is_not_read_with_another_ones_name()
    {
        var keys = new EphemeralDataProtectionProvider();
        using var folder = new TempFolder();
        var (one, other) = (Path.Combine(folder.Path, "one"), Path.Combine(folder.Path, "other"));
        await using var program = new Program(
            authority.Origin,
            options => (options.ClientSecret, options.ClientSecretFile) = (null, one),
            keys: keys
        );
        await File.WriteAllTextAsync(one, keys.CreateProtector("another purpose").Protect("secret"));
        (await Should.ThrowAsync<InvalidOperationException>(() => program.Token())).Message.ShouldContain("can't be opened");
    }

    private static string Basic(string secret) =>
        "Basic "
        + Convert.ToBase64String(
            System.Text.Encoding.ASCII.GetBytes($"hr-client:{Uri.EscapeDataString(secret).Replace("%20", "+", StringComparison.Ordinal)}")
        );
}
