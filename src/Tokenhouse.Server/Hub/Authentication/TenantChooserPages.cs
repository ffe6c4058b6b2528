using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Authentication;

/// <summary>The start page: the person's tenants, or how to get access.</summary>
public sealed class TenantChooserPages(HubPageWriter pages, CallerResolver callerResolver)
{
    public async Task Show(HttpContext http)
    {
        var person = SignedInAccount.Of(http);
        if (await callerResolver.Memberships(person) is { Count: > 0 } memberships)
            await pages.Write<TenantChooserPage>(
                http,
                StatusCodes.Status200OK,
                new { Email = person.Account.Email, Memberships = memberships }
            );
        else
            await pages.Write<NoRolePage>(http, StatusCodes.Status200OK, new { Email = person.Account.Email });
    }
}
