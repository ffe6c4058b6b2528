using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>The result of a passkey's response.</summary>
/// <param name="Account">The passkey's account, if known.</param>
/// <param name="Refusal">Why it isn't accepted, only for the event log; null if it is.</param>
public sealed record PasskeyResult(Account? Account, RefusalReason? Refusal)
{
    public static PasskeyResult Wrong(LogText sentence, Account? account = null) =>
        new(
            account,
            new(
                RefusalKind.SignInWrongPasskey,
                $"the passkey wasn't accepted: {new RefusalReason(RefusalKind.SignInWrongPasskey, sentence)}"
            )
        );
}
