using Tokenhouse.Core;

namespace Tokenhouse.Server.Hub;

/// <summary>Numbers of forms.</summary>
internal static class FormNumber
{
    /// <summary>Null: nothing was chosen. What is no number is no choice either, and refused as one.</summary>
    public static int? Read(string? text) => string.IsNullOrEmpty(text) ? null : WholeNumber.Read(text) ?? -1;
}
