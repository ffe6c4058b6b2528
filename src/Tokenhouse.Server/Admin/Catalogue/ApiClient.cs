namespace Tokenhouse.Server.Admin.Catalogue;

/// <summary>The client with which an API checks tokens in one environment; it belongs to the vendor.</summary>
/// <param name="Environment"><c>live</c> or <c>uat</c>.</param>
/// <param name="Id">Its id.</param>
public sealed record ApiClient(string Environment, string Id);
