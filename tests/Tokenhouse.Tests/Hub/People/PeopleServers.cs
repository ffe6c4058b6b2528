using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.People;

/// <summary>Of the tests of people in the Hub, and of how they sign in there. They run one after another on the same servers, each with tenants of its own.</summary>
[CollectionDefinition]
public sealed class PeopleServers : ICollectionFixture<TestServers>;
