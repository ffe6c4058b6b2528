using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Token;

/// <summary>Of the tests of the token endpoint. They run one after another on the same servers, each with tenants of its own.</summary>
[CollectionDefinition]
public sealed class TokenServers : ICollectionFixture<TestServers>;
