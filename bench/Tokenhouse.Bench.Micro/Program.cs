using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Tokenhouse.Bench.Micro;

// In this process: a project that BenchmarkDotNet writes itself would have to restore under this repository's locked packages.
var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
await using var progress = new StreamWriter(Console.OpenStandardError());
var config = ManualConfig
    .CreateEmpty()
    .AddJob(job)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddLogger(new StreamLogger(progress))
    .WithArtifactsPath(args[0]);
var summary = BenchmarkRunner.Run<AllowlistCheck>(config);

foreach (var report in summary.Reports)
{
    if (report.ResultStatistics is not { } measured)
        return 1;
    var name = report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"MICRO {measured.Mean:F1} {measured.StandardError:F1} {name}"));
}
return summary.HasCriticalValidationErrors || summary.Reports.Length == 0 ? 1 : 0;
