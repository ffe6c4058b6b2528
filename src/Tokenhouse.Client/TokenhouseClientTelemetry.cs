using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Tokenhouse.Client;

/// <summary>
/// What to add to OpenTelemetry: <c>AddSource</c> and <c>AddMeter</c> with these names. Spans and measurements name the client and the outcome, never
/// a secret or a token.
/// </summary>
public static class TokenhouseClientTelemetry
{
    /// <summary>The name of the <c>ActivitySource</c>: one span for each token request.</summary>
    public const string ActivitySourceName = "Tokenhouse.Client";

    /// <summary>
    /// The name of the <c>Meter</c>: <c>tokenhouse.client.token_request.duration</c> (seconds, with <c>client</c> and <c>outcome</c>) and
    /// <c>tokenhouse.client.api_retries</c> (calls repeated after a 401).
    /// </summary>
    public const string MeterName = "Tokenhouse.Client";

    internal static readonly ActivitySource Source = new(ActivitySourceName);

    private static readonly Meter Meter = new(MeterName);

    internal static readonly Histogram<double> RequestDuration = Meter.CreateHistogram<double>(
        "tokenhouse.client.token_request.duration",
        "s",
        "How long token requests take."
    );

    internal static readonly Counter<long> ApiRetries = Meter.CreateCounter<long>(
        "tokenhouse.client.api_retries",
        "{request}",
        "Calls repeated with a new token after a 401."
    );
}
