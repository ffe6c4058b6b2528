using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>A link to collect the first secret of a credential, in the response to its creator. Not a record, because records print their values.</summary>
public sealed class HandOverLink(string address, HandOver row, IReadOnlyList<string> mailTo)
{
    /// <summary>The link. With it, anyone who may hold the tenant's secrets gets the secret.</summary>
    [Sensitive]
    public string Address => address;

    /// <summary>The client ID of the credential.</summary>
    public string ClientId => row.ClientId;

    /// <summary>The environment of the credential.</summary>
    public TenantEnvironment Environment => row.Environment;

    /// <summary>When the link expires.</summary>
    public DateTimeOffset ExpiresAt => row.ExpiresAt;

    /// <summary>The recipients: the credential's contact and owner, if set.</summary>
    public IReadOnlyList<string> MailTo => mailTo;
}
