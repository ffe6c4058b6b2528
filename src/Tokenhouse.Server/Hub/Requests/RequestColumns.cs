using System.Globalization;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>The CSV columns of a list of requests.</summary>
internal static class RequestColumns
{
    public static readonly IReadOnlyList<(string Title, Func<RequestEntry, string?> Value)> All =
    [
        ("id", row => row.Id.ToString()),
        ("state", row => row.State),
        ("environment", row => row.Environment),
        ("kind", row => row.Kind),
        ("name", row => row.Name),
        ("requested by", row => row.RequestedBy),
        ("created", row => Format(row.CreatedAt)),
        ("submitted", row => Format(row.SubmittedAt)),
        ("decided", row => Format(row.DecidedAt)),
        ("credential", row => row.Credential),
        ("go-live of", row => row.GoLiveOf),
    ];

    /// <summary>The same for rows that contain a request.</summary>
    public static IEnumerable<(string, Func<T, string?>)> Of<T>(Func<T, RequestEntry> request) =>
        All.Select(column => (column.Title, (Func<T, string?>)(row => column.Value(request(row)))));

    private static string? Format(DateTimeOffset? at) => at?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
