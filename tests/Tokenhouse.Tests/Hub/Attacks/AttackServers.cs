using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Attacks;

/// <summary>Of the tests of attacks on the Hub, and of who reaches what there. They run one after another on the same servers, each with tenants of its own.</summary>
[CollectionDefinition]
public sealed class AttackServers : ICollectionFixture<TestServers>;
