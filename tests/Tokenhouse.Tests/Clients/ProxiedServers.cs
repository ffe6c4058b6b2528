using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Clients;

/// <summary>Of the tests of where clients come from. They run one after another on the same servers, each with tenants of its own.</summary>
[CollectionDefinition]
public sealed class ProxiedServers : ICollectionFixture<ProxiedTestServers>;
