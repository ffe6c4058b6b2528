using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tokenhouse.AspNetCore.Authorities;
using Tokenhouse.AspNetCore.Transport;

namespace Tokenhouse.AspNetCore.Reports;

/// <summary>Reports refusals to the authorization server in batches every few seconds. Reports that it can't accept are dropped.</summary>
internal sealed partial class ReportSendingService(
    ReportQueue queue,
    Backchannel backchannel,
    TimeProvider clock,
    ILogger<ReportSendingService> log
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await SendAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await SendAsync(); // the last ones
        }
    }

    private async Task SendAsync()
    {
        var lost = queue.TakeDropped();
        foreach (var (authority, reports) in queue.Take())
        {
            await authority.WaitForFirstRoundAsync(); // which knows the endpoint, so that refusals right after the start are reported too
            if (authority.AuthorityMetadata?.RefusalReports is { } endpoint)
                foreach (var batch in ReportBatch.Of(reports))
                    lost += await TookAsync(authority, endpoint, batch) ? 0 : batch.Count;
            else
                lost += reports.Count;
        }
        if (lost > 0)
            Dropped(log, lost);
    }

    private async Task<bool> TookAsync(Authority authority, Uri endpoint, ReportBatch batch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Headers.Authorization = authority.Credentials;
        request.Content = batch.Content();
        try
        {
            return (await backchannel.SendAsync(request, limit: 0)).Status is HttpStatusCode.NoContent;
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidAuthorityResponseException)
        {
            Failed(log, endpoint, exception.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} kinds of refusals weren't reported.")]
    private static partial void Dropped(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Can't report refusals to {Endpoint}: {Failure}")]
    private static partial void Failed(ILogger log, Uri endpoint, string failure);
}
