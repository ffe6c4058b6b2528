using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Allowlists;
using Tokenhouse.Server.Hub.Credentials;

namespace Tokenhouse.Server.Hub.Allowlists;

/// <summary>Operators' forms to exempt a credential without known addresses.</summary>
public sealed class ExemptionPages(HubPages pages, GrantExemption grant, WithdrawExemption withdraw)
{
    public async Task Grant(HttpContext http, Visit visit)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var end = DateOnly.TryParseExact(form["endsAt"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new DateTimeOffset(day, new TimeOnly(23, 59), TimeSpan.Zero)
            : DateTimeOffset.MinValue; // in the past, and refused as such
        await Answer(http, visit, await grant.Execute(visit.Actor, http.Key(), new(form["reason"].ToString(), end)));
    }

    public async Task Withdraw(HttpContext http, Visit visit) =>
        await Answer(http, visit, await withdraw.Execute(visit.Actor, http.Key(), http.Id("exemption")));

    private async Task Answer<T>(HttpContext http, Visit visit, Result<T, Problem> outcome)
        where T : class
    {
        if (outcome.Ok(out _, out var problem))
            CredentialDone.Show(http, visit.Path(http.Key().Path + "/allowlist"), "exemption");
        else
            await pages.Refuse(http, problem);
    }
}
