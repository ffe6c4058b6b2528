namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// A time in which a client may be used from any address, its own list and its tenant's notwithstanding ("dynamic addresses"). Rows are never
/// deleted: together they say who allowed what, when and why.
/// </summary>
public sealed class AllowlistExemption : IOwned, IPublished
{
    public required Guid Id { get; init; }

    public required long TenantId { get; init; }

    public required Environment Environment { get; init; }

    public required string ClientId { get; init; }

    public required string Reason { get; init; }

    public required string GrantedBy { get; init; }

    public required DateTimeOffset GrantedAt { get; init; }

    /// <summary>The first moment at which it no longer counts. There is none without an end.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>When it was taken back before its end, if it was.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }

    public string? WithdrawnBy { get; set; }

    public Subject Subject => Subject.Client(ClientId);
}
