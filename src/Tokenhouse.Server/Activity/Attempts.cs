using Tokenhouse.Core;

namespace Tokenhouse.Server.Activity;

/// <summary>The names of operations in the event log.</summary>
public static class Attempts
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
        Of(Operation.Authorize),
        SignIn,
        Of(Operation.Introspect),
        Of(Operation.UserInfo),
        Of(Operation.Revoke),
        Of(Operation.ClientState),
        Of(Operation.RefusalReport),
    ];

    public static string Of(Operation operation) =>
        operation switch
        {
            Operation.Authorize => "authorize",
            Operation.Token => Token,
            Operation.Revoke => "revoke",
            Operation.Introspect => "introspect",
            Operation.UserInfo => "userinfo",
            Operation.ClientState => "client-state",
            Operation.RefusalReport => "refusal-report",
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "The log doesn't have a name for this operation."),
        };
}
