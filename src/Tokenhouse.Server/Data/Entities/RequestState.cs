namespace Tokenhouse.Server.Data.Entities;

/// <summary>How far the request for a credential has come.</summary>
public enum RequestState
{
    /// <summary>Still being written.</summary>
    Draft,

    /// <summary>Waits for an operator.</summary>
    Submitted,

    /// <summary>An operator asked for something to be changed.</summary>
    Returned,

    /// <summary>There is a credential.</summary>
    Approved,

    /// <summary>There will be none.</summary>
    Declined,
}
