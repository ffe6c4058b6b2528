using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>The names of a request's states in URLs and the API: <c>submitted</c>.</summary>
public static class RequestStateNames
{
    public const string Draft = "draft";
    public const string Submitted = "submitted";
    public const string Returned = "returned";
    public const string Approved = "approved";
    public const string Declined = "declined";

    public static readonly IReadOnlyList<string> All = [Draft, Submitted, Returned, Approved, Declined];

    public static string Format(RequestState state) => All[(int)state];

    /// <summary>Null if it isn't one of them.</summary>
    public static RequestState? Read(string? state) =>
        Enum.GetValues<RequestState>().Select(known => (RequestState?)known).FirstOrDefault(known => Format(known!.Value) == state);
}
