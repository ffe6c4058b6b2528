using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Admin;

namespace Tokenhouse.Server.Hub;

/// <summary>The start page: the person's tenants, or how to get access.</summary>
public sealed class StartPages(HubPages pages, Actors actors)
{
    public const string Path = "/";

    public async Task Show(HttpContext http)
    {
        var person = SignedIn.Of(http);
        if (await actors.Seats(person) is { Count: > 0 } seats)
            await pages.Write<StartPage>(http, StatusCodes.Status200OK, new { Email = person.Account.Email, Seats = seats });
        else
            await pages.Write<AnteroomPage>(http, StatusCodes.Status200OK, new { Email = person.Account.Email });
    }
}
