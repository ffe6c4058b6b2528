using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.EventLog;

/// <summary>Of the tests of why a request was refused, and of the clients that are refused. They run one after another on the same servers, each with tenants of its own.</summary>
[CollectionDefinition]
public sealed class ReasonServers : ICollectionFixture<TestServers>;
