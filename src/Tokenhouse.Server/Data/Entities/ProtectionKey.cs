namespace Tokenhouse.Server.Data.Entities;

/// <summary>An entry of the Data Protection key ring, encrypted under the master key.</summary>
public sealed class ProtectionKey
{
    public required Guid Id { get; init; }

    public required string Xml { get; init; }
}
