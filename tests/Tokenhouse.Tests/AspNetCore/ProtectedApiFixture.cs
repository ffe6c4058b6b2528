namespace Tokenhouse.Tests.AspNetCore;

/// <summary>An authority and an API that accepts its tokens, shared by the tests of a class, none of which changes them.</summary>
public sealed class ProtectedApiFixture : IAsyncLifetime
{
    public FakeAuthority Authority { get; private set; } = null!;

    public ProtectedApi Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Authority = await FakeAuthority.Start();
        Api = await ProtectedApi.Start(Authority);
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Authority.DisposeAsync();
    }
}
