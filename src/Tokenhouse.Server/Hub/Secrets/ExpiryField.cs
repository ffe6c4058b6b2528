using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>The form field for the number of days until a new secret expires.</summary>
internal static class ExpiryField
{
    public const string Name = "days";

    /// <summary>The choice of no expiry, which can't be made by omitting the field.</summary>
    public const string Never = "never";

    /// <summary>Null if no expiry was chosen. A value that isn't a number is refused.</summary>
    public static int? Read(HttpContext http) => http.Text(Name) is var chosen && chosen == Never ? null : FormNumber.Read(chosen) ?? -1;
}
