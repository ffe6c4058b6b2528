using Tokenhouse.Server.Admin;

namespace Tokenhouse.Server.Hub;

/// <summary>Lets a person into a tenant's pages: signed in, with the right that the page asks for, and a moment ago where that is asked too.</summary>
public sealed class Door(HubGate gate, Actors actors)
{
    /// <summary>The visit; null: it is none, and the browser was sent to sign in, or told that there is no such page.</summary>
    /// <param name="http">The request.</param>
    /// <param name="hub">The Hub that was asked.</param>
    /// <param name="entry">Which tenant, what it takes, and where to come back to.</param>
    public async Task<Visit?> Enter(HttpContext http, Core.Hub hub, Entry entry)
    {
        var person = await gate.Enter(http, entry.Page);
        if (person is null)
            return null;
        if (await actors.Person(person, entry.Tenant, http) is not { } actor || !actor.May(entry.Needed))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return null;
        }
        // Asked last: nobody shows anew who they are for a page that is not theirs.
        if (entry.MustBeFresh && await gate.EnterFresh(http, entry.Page) is null)
            return null;
        return new(hub, person, actor, await actors.Seats(person));
    }

    /// <param name="Tenant">The slug of the tenant.</param>
    /// <param name="Needed">What it takes.</param>
    /// <param name="Page">Path and query to come back to after signing in.</param>
    public sealed record Entry(string Tenant, Permission Needed, string Page)
    {
        /// <summary>Whether the person must have shown a moment ago that it is them.</summary>
        public bool MustBeFresh { get; init; }
    }
}
