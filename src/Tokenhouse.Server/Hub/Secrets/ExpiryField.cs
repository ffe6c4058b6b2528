namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>The field of a form that says after how many days a new secret expires.</summary>
internal static class ExpiryField
{
    public const string Name = "days";

    /// <summary>The choice of no expiry, which nobody makes by leaving the field out.</summary>
    public const string Never = "never";

    /// <summary>Null: no expiry was chosen. What is no number is refused as one.</summary>
    public static int? Read(HttpContext http) => http.Text(Name) is var chosen && chosen == Never ? null : FormNumber.Read(chosen) ?? -1;
}
