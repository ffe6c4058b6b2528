using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Api;

/// <summary>Of the tests of the Hub's API, the catalogue and the tenants. They run one after another on the same servers, each with tenants of its own.</summary>
[CollectionDefinition]
public sealed class ApiServers : ICollectionFixture<TestServers>;
