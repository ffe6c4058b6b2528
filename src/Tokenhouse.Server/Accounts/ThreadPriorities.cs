using System.Runtime.InteropServices;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Priorities of the calling thread. .NET sets them on Windows only; Linux has a scheduling policy and a niceness for each thread. If the
/// system refuses, only speed is lost.
/// </summary>
internal static class ThreadPriorities
{
    private const int ThisThread = 0;

    /// <summary>Runs only while a processor is idle. If all processors are always busy, it hardly runs at all.</summary>
    public static void RunWhenIdle()
    {
        const int SchedIdle = 5,
            LastNiceness = 19;
        var priority = 0;
        if (!OperatingSystem.IsLinux())
            Thread.CurrentThread.Priority = ThreadPriority.Lowest;
        else if (SetScheduler(ThisThread, SchedIdle, ref priority) != 0) // musl has no such call
            _ = SetNiceness(ThisThread, 0, LastNiceness);
    }

    /// <summary>Runs after everything else. If all processors are busy, it gets about a tenth of one.</summary>
    public static void RunAfterOthers()
    {
        const int Niceness = 10;
        if (OperatingSystem.IsLinux())
            _ = SetNiceness(ThisThread, 0, Niceness);
        else
            Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
    }

    [DllImport("libc", EntryPoint = "sched_setscheduler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetScheduler(int thread, int policy, ref int priority);

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNiceness(int which, uint thread, int niceness);
}
