using System.Globalization;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>The columns of a list of requests that is written as CSV.</summary>
internal static class RequestColumns
{
    public static readonly IReadOnlyList<(string, Func<RequestEntry, string?>)> All =
    [
        ("id", row => row.Id.ToString()),
        ("state", row => row.State),
        ("environment", row => row.Environment),
        ("kind", row => row.Kind),
        ("name", row => row.Name),
        ("requested by", row => row.RequestedBy),
        ("created", row => Spelled(row.CreatedAt)),
        ("submitted", row => Spelled(row.SubmittedAt)),
        ("decided", row => Spelled(row.DecidedAt)),
        ("credential", row => row.Credential),
        ("go-live of", row => row.GoLiveOf),
    ];

    private static string? Spelled(DateTimeOffset? at) => at?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
}
