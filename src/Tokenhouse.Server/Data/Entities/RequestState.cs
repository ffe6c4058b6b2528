namespace Tokenhouse.Server.Data.Entities;

/// <summary>The state of a request for a credential.</summary>
public enum RequestState
{
    /// <summary>A draft.</summary>
    Draft,

    /// <summary>Pending.</summary>
    Submitted,

    /// <summary>An operator requested changes.</summary>
    Returned,

    /// <summary>The credential exists.</summary>
    Approved,

    /// <summary>It was refused.</summary>
    Declined,
}
