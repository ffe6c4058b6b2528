namespace Tokenhouse.Client.Transport;

/// <summary>
/// Recognises a client ID that another datacentre issued. IDs are the datacentre's name, a hyphen, and 14 letters and digits; site hosts are
/// <c>login</c> or <c>loginuat</c>, the datacentre's name, and the domain.
/// </summary>
internal static class DatacentreOfClient
{
    private const int RandomLength = 14;

    /// <summary>A sentence that names the right host; null if both belong together or it can't be known.</summary>
    public static string? Hint(TokenhouseClientOptions options)
    {
        var host = new Uri(options.Authority).Host;
        if (host.Split('.') is not [("login" or "loginuat") and var label, var datacentre, _, ..])
            return null;
        if (options.ClientId.LastIndexOf('-') is not (> 0 and var hyphen) || options.ClientId.Length - hyphen - 1 != RandomLength)
            return null;
        var issuedBy = options.ClientId[..hyphen];
        if (string.Equals(issuedBy, datacentre, StringComparison.OrdinalIgnoreCase))
            return null;
        var right = options.Authority.Replace($"//{label}.{datacentre}.", $"//{label}.{issuedBy}.", StringComparison.OrdinalIgnoreCase);
        return $"The client ID begins with '{issuedBy}-', so it belongs to the datacentre {issuedBy}, but the authority is in {datacentre}. Try {right}.";
    }
}
