using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Hub.SignIn;

namespace Tokenhouse.Server.Hub;

/// <summary>
/// Lets people in who are signed in, and sends everybody else to sign in. What is sensitive asks for more: that they showed a moment ago that it
/// is them. What they may do here is said by their role, and asked for elsewhere.
/// </summary>
public sealed class HubGate(HubSessions sessions, Departures departures, TimeProvider clock)
{
    /// <summary>The person; null: nobody is signed in, and the browser has been sent to sign in and come back to the page.</summary>
    /// <param name="http">The request.</param>
    /// <param name="page">Path and query of a page, to come back to.</param>
    public async Task<SignedIn?> Enter(HttpContext http, string page)
    {
        var person = await sessions.Current(http);
        if (person is null)
            departures.Depart(http, page);
        return person;
    }

    /// <summary>The person who signed in a moment ago; null: the browser has been sent to sign in, again perhaps, and come back.</summary>
    public async Task<SignedIn?> EnterFresh(HttpContext http, string page)
    {
        var person = await sessions.Current(http);
        if (person?.IsFreshAt(clock.GetUtcNow()) == true)
            return person;
        departures.Depart(http, page, again: person is not null);
        return null;
    }
}
