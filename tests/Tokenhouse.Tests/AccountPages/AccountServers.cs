using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AccountPages;

/// <summary>Of the tests of accounts and their pages. They run one after another on the same servers, each with tenants of its own.</summary>
[CollectionDefinition]
public sealed class AccountServers : ICollectionFixture<TestServers>;
