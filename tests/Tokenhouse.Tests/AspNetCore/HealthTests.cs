using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>What the health check <c>tokenhouse</c> says, and why.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private FakeAuthority authority = null!;

    public async ValueTask InitializeAsync() => authority = await FakeAuthority.Start();

    public async ValueTask DisposeAsync() => await authority.DisposeAsync();

    [Fact]
    public async Task It_is_degraded_when_the_state_is_too_old_and_healthy_again_afterwards()
    {
        await using var api = await ProtectedApi.Start(authority);
        await Is(api, HealthStatus.Healthy, "");
        authority.IsAway = true;
        api.Clock.Advance(TimeSpan.FromSeconds(60));
        await Is(api, HealthStatus.Healthy, "");
        api.Clock.Advance(TimeSpan.FromSeconds(15));
        await Is(
            api,
            HealthStatus.Degraded,
            $"The client state of {authority.Issuer} is 75 s old, so clients with an allowlist are refused."
        );
        await api.Settle();
        authority.IsAway = false;
        await api.HearOf(authority);
        await Is(api, HealthStatus.Healthy, "");
    }

    [Fact]
    public async Task It_is_unhealthy_while_no_token_can_be_accepted()
    {
        authority.Instead["/state"] = http =>
        {
            http.Response.StatusCode = 500;
            return Task.FromResult(true);
        };
        await using var api = await ProtectedApi.Start(authority);
        await Is(
            api,
            HealthStatus.Unhealthy,
            $"The client state of {authority.Issuer} hasn't been read yet, so every call with its tokens is refused. {authority.Issuer}/state answered with status 500."
        );
        authority.Instead.Clear();
        await api.HearOf(authority);
        await Is(api, HealthStatus.Healthy, "");
    }

    [Theory]
    [InlineData("issuer", "http://127.0.0.1:1", "belongs to another issuer. Check the spelling of the authority.")]
    [InlineData("client_state_endpoint", null, "Its metadata has no client_state_endpoint.")]
    public async Task Metadata_that_does_not_help_is_named(string name, string? value, string why)
    {
        authority.Metadata[name] = value;
        await using var api = await ProtectedApi.Start(authority);
        await Is(api, HealthStatus.Unhealthy, why);
    }

    [Fact]
    public async Task It_is_degraded_when_keys_cannot_be_read_again()
    {
        await using var api = await ProtectedApi.Start(authority);
        await Is(api, HealthStatus.Healthy, "");
        authority.Instead["/keys"] = http =>
        {
            http.Response.StatusCode = 500;
            return Task.FromResult(true);
        };
        api.Clock.Advance(TimeSpan.FromMinutes(15));
        await Tokenhouse.Tests.Support.Eventually.True(() => Task.FromResult(authority.Calls("/keys") == 2));
        await Tokenhouse.Tests.Support.Eventually.True(async () => (await api.Health()).Status is HealthStatus.Degraded);
        await Tokenhouse.Tests.Support.Eventually.True(async () =>
            (await api.Health()).Entries["tokenhouse"].Description
            == $"The metadata and keys of {authority.Issuer} can't be read, so tokens signed with new keys are refused. {authority.Issuer}/keys answered with status 500."
        );
    }

    private static async Task Is(ProtectedApi api, HealthStatus status, string what)
    {
        await Tokenhouse.Tests.Support.Eventually.True(async () =>
            (await api.Health()).Entries["tokenhouse"] is var entry
            && entry.Status == status
            && (entry.Description ?? "").Contains(what, StringComparison.Ordinal)
        );
    }
}
