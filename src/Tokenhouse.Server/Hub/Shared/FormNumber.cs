using Tokenhouse.Core;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>Numbers of forms.</summary>
internal static class FormNumber
{
    /// <summary>Null if nothing was chosen. A value that isn't a number is refused as an invalid choice.</summary>
    public static int? Read(string? text) => string.IsNullOrEmpty(text) ? null : WholeNumber.Read(text) ?? -1;
}
