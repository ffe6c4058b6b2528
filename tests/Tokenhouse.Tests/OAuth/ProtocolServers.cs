using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth;

/// <summary>Of the tests of the other OAuth endpoints. They run one after another on the same servers, each with tenants of its own.</summary>
[CollectionDefinition]
public sealed class ProtocolServers : ICollectionFixture<TestServers>;
