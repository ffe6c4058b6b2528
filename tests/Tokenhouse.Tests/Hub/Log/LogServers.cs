using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Log;

/// <summary>Of the tests of the log, the audit, the overview and what all lists share. They run one after another on the same servers, each with tenants of its own.</summary>
[CollectionDefinition]
public sealed class LogServers : ICollectionFixture<TestServers>;
