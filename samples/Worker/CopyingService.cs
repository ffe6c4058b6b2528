using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tokenhouse.Client;

namespace Worker;

/// <summary>Reads from one API and writes to the other, every ten seconds.</summary>
public sealed class CopyingService(RecruitmentApi recruitment, PaymentsApi payments, TimeProvider clock, ILogger<CopyingService> logger)
    : BackgroundService
{
    private static readonly Action<ILogger, int, Exception?> Copied = LoggerMessage.Define<int>(
        LogLevel.Information,
        new(1),
        "Created a payment link for each of {Count} applications."
    );

    private static readonly Action<ILogger, string, Exception?> Failed = LoggerMessage.Define<string>(LogLevel.Warning, new(2), "{Reason}");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10), clock);
        do
        {
            try
            {
                var applications = await recruitment.Applications(stoppingToken);
                foreach (var _ in applications)
                    await payments.CreateLink(2500, "GBP", stoppingToken);
                Copied(logger, applications.Count, null);
            }
            // A refusal says what to do. An outage ends by itself. In both cases the package decides when the authority is asked again.
            catch (Exception exception) when (exception is TokenRefusedException or HttpRequestException)
            {
                Failed(logger, exception.Message, null);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
