using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Credentials;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Allowlists;

/// <summary>Operators' forms to exempt a credential without known addresses.</summary>
public sealed class ExemptionPages(HubPageWriter pages, GrantExemption grant, WithdrawExemption withdraw)
{
    public async Task Grant(HttpContext http, HubPageContext context)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var end = DateOnly.TryParseExact(form["endsAt"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new DateTimeOffset(day, new TimeOnly(23, 59), TimeSpan.Zero)
            : DateTimeOffset.MinValue; // in the past, and refused as such
        await Answer(http, context, await grant.Execute(context.Caller, http.Key(), new(form["reason"].ToString(), end)));
    }

    public async Task Withdraw(HttpContext http, HubPageContext context) =>
        await Answer(http, context, await withdraw.Execute(context.Caller, http.Key(), http.Id("exemption")));

    private async Task Answer<T>(HttpContext http, HubPageContext context, Result<T, Problem> outcome)
        where T : class
    {
        if (outcome.Ok(out _, out var problem))
            CredentialStatusMessages.Show(http, context.Path(http.Key().Path + "/allowlist"), "exemption");
        else
            await pages.Refuse(http, problem);
    }
}
