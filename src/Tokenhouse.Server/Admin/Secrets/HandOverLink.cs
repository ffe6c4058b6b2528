using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Secrets;

/// <summary>A link by which the first secret of a credential is fetched, in the answer to who made it. No record: those print what they hold.</summary>
public sealed class HandOverLink(string address, HandOver row, IReadOnlyList<string> mailTo)
{
    /// <summary>The link. Whoever may hold secrets of the tenant gets the secret by it.</summary>
    [Sensitive]
    public string Address => address;

    public string ClientId => row.ClientId;

    public Environment Environment => row.Environment;

    public DateTimeOffset ExpiresAt => row.ExpiresAt;

    /// <summary>Whom it is for: the contact and the owner of the credential, as far as they were named.</summary>
    public IReadOnlyList<string> MailTo => mailTo;
}
