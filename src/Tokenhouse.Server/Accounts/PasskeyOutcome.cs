using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>What came of an answer that a passkey gave.</summary>
/// <param name="Account">Whose passkey it is, as far as it is known.</param>
/// <param name="Refusal">Why it may not be believed, for the event log alone; null when it is.</param>
public sealed record PasskeyOutcome(Account? Account, Reason? Refusal)
{
    public static PasskeyOutcome Wrong(LogText sentence, Account? account = null) =>
        new(
            account,
            new(RefusalKind.SignInWrongPasskey, $"the passkey was not accepted: {new Reason(RefusalKind.SignInWrongPasskey, sentence)}")
        );
}
