namespace Tokenhouse.Tests.Hub;

/// <summary>Where settings are made.</summary>
/// <param name="Operation">The operation of the API.</param>
/// <param name="Page">The page's path, from that of the operation's sample on the pages of the tenant.</param>
/// <param name="Action">What the action of the page's form contains.</param>
internal sealed record SettingForm(string Operation, Func<string, string> Page, string Action);
