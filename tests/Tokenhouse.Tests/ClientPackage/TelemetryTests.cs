extern alias client;

using System.Diagnostics;
using System.Diagnostics.Metrics;
using client::Tokenhouse.Client;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>Spans and measurements say what happened, without secrets.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task A_token_request_is_a_span_and_a_measurement()
    {
        await using var authority = await ScriptedAuthority.Start();
        await using var program = new Program(authority.Origin);
        authority.Answer = (http, _) => ScriptedAuthority.Error(http, 400, """{"error":"invalid_scope"}""", ("X-Correlation-Id", "abc123"));
        var spans = new List<Activity>();
        var measured = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TokenhouseClientTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.GetTagItem("url.full")?.ToString() == authority.Origin + "/connect/token")
                    lock (spans)
                        spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var meter = new MeterListener();
        meter.InstrumentPublished = (instrument, subscriber) =>
        {
            if (instrument.Meter.Name == TokenhouseClientTelemetry.MeterName)
                subscriber.EnableMeasurementEvents(instrument);
        };
        meter.SetMeasurementEventCallback<double>(
            (instrument, _, tags, _) =>
            {
                lock (measured)
                    measured.Add($"{instrument.Name} {string.Join(' ', tags.ToArray())}");
            }
        );
        meter.Start();

        await Should.ThrowAsync<TokenRefusedException>(() => program.Token());
        var span = spans.Single();
        (span.DisplayName, span.Status).ShouldBe(("token request", ActivityStatusCode.Error));
        span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")
            .ShouldBe([
                "tokenhouse.client=hr",
                $"url.full={authority.Origin}/connect/token",
                "error.type=invalid_scope",
                "tokenhouse.correlation_id=abc123",
            ]);
        lock (measured)
            measured.ShouldContain("tokenhouse.client.token_request.duration [client, hr] [outcome, refused]");
    }
}
