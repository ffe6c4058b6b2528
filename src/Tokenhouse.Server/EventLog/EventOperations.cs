using Tokenhouse.Core;

namespace Tokenhouse.Server.EventLog;

/// <summary>The names of operations in the event log.</summary>
public static class EventOperations
{
    public const string Token = "token";

    /// <summary>A person signs in, by any method.</summary>
    public const string SignIn = "sign-in";

    /// <summary>A call of an API, as reported by the API.</summary>
    public const string Api = "api";

    /// <summary>All of them, most frequent first.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        Token,
        Api,
        Of(EndpointKind.Authorize),
        SignIn,
        Of(EndpointKind.Introspect),
        Of(EndpointKind.UserInfo),
        Of(EndpointKind.Revoke),
        Of(EndpointKind.ClientState),
        Of(EndpointKind.RefusalReport),
        Of(EndpointKind.EndSession),
    ];

    public static string Of(EndpointKind operation) =>
        operation switch
        {
            EndpointKind.Authorize => "authorize",
            EndpointKind.Token => Token,
            EndpointKind.Revoke => "revoke",
            EndpointKind.Introspect => "introspect",
            EndpointKind.UserInfo => "userinfo",
            EndpointKind.ClientState => "client-state",
            EndpointKind.RefusalReport => "refusal-report",
            EndpointKind.EndSession => "sign-out",
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "The log doesn't have a name for this operation."),
        };
}
