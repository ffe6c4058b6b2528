using Tokenhouse.Server.Accounts;

namespace Tokenhouse.Server.AccountPages;

/// <summary>What several pages say alike when something is not accepted.</summary>
internal static class Faults
{
    public static readonly string TooMany = $"Too many attempts from your network. Wait {(int)Throttling.Window.TotalMinutes} minutes.";
}
