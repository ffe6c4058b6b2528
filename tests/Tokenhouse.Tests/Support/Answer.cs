using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tokenhouse.Tests.Support;

/// <summary>A response, whole: status, every header but the date, and the body. Prints as it is compared.</summary>
public sealed partial record Answer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body)
{
    public static async Task<Answer> From(HttpResponseMessage response)
    {
        var headers = response
            .Headers.Concat(response.Content.Headers)
            .SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value)));
        return new((int)response.StatusCode, [.. headers], await response.Content.ReadAsStringAsync());
    }

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? this[string header] =>
        Headers.Where(pair => pair.Key.Equals(header, StringComparison.OrdinalIgnoreCase)).Select(pair => pair.Value).ToList()
            is { Count: > 0 } values
            ? string.Join(", ", values)
            : null;

    public string CorrelationId => this["X-Correlation-Id"] ?? "";

    /// <summary>The text that is compared: what changes from request to request is checked for its form and named.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().AppendLine(Status.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in Headers.OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase))
            if (!name.Equals("Date", StringComparison.OrdinalIgnoreCase) && !name.Equals("Connection", StringComparison.OrdinalIgnoreCase))
                text.AppendLine($"{name}: {Normal(name, value)}");
        return text.AppendLine().Append(Jwt().Replace(Body, "{jwt}")).ToString();
    }

    private string Normal(string name, string value) =>
        name switch
        {
            "X-Correlation-Id" when CorrelationIdForm().IsMatch(value) => "{id}",
            "Content-Length" when value == Encoding.UTF8.GetByteCount(Body).ToString(CultureInfo.InvariantCulture) => "{length}",
            _ => value,
        };

    [GeneratedRegex("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+", RegexOptions.None, 1000)]
    private static partial Regex Jwt();

    [GeneratedRegex("^[0-9a-f]{32}$", RegexOptions.None, 1000)]
    private static partial Regex CorrelationIdForm();
}
