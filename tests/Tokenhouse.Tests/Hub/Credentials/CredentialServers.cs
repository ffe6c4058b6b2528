using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Credentials;

/// <summary>Of the tests of credentials, their secrets and their allowlists. They run one after another on the same servers, each with tenants of its own.</summary>
[CollectionDefinition]
public sealed class CredentialServers : ICollectionFixture<TestServers>;
