namespace Tokenhouse.Server.Hub.Catalogue;

/// <summary>The client that an API uses to check tokens in one environment. It belongs to the vendor.</summary>
/// <param name="Environment"><c>LIVE</c> or <c>UAT</c>.</param>
/// <param name="Id">Its ID.</param>
public sealed record ApiClient(string Environment, string Id);
