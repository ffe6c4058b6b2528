using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Requests;

/// <summary>Of the tests of requests, from the contract to go-live. They run one after another on the same servers, each with tenants of its own.</summary>
[CollectionDefinition]
public sealed class RequestServers : ICollectionFixture<TestServers>;
