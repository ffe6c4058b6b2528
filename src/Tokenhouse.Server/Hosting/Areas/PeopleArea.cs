using Tokenhouse.Server.Admin.People;
using Tokenhouse.Server.Hub.People;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>Who works in a tenant, and how people come in and go.</summary>
internal static class PeopleArea
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<ListPeople>().AddSingleton<ReadPerson>().AddSingleton<ExportPeople>();
        services.AddSingleton<ChangeRole>().AddSingleton<RemoveMember>().AddSingleton<DisableAccount>().AddSingleton<EnableAccount>();
        services.AddScoped<Invite>().AddSingleton<ListInvitations>().AddSingleton<WithdrawInvitation>();
        services.AddScoped<Invitations>().AddScoped<AcceptInvitation>().AddSingleton<FirstOperator>();
        services.AddSingleton<PeoplePages>().AddSingleton<PersonPages>().AddSingleton<AccessPages>();
        services.AddScoped<InvitePages>().AddScoped<InvitationPages>();
    }

    public static void MapApi(IEndpointRouteBuilder tenant)
    {
        ListPeople.Map(tenant);
        ReadPerson.Map(tenant);
        ChangeRole.Map(tenant);
        RemoveMember.Map(tenant);
        DisableAccount.Map(tenant);
        EnableAccount.Map(tenant);
        ListInvitations.Map(tenant);
        Invite.Map(tenant);
        WithdrawInvitation.Map(tenant);
    }

    public static void MapPages(HubPageRoutes pages)
    {
        pages.Show<PeoplePages>(PeoplePages.Path, ListPeople.Needed, (page, http, visit) => page.Show(http, visit));
        pages.Export<PeoplePages>(PeoplePages.ExportPath, ExportPeople.Needed, (page, http, visit) => page.Export(http, visit));
        pages.Show<InvitePages>(InvitePages.Path, Invite.Needed, (page, http, visit) => page.Show(http, visit), fresh: true);
        pages.Submit<InvitePages>(InvitePages.Path, Invite.Needed, (page, http, visit) => page.Submit(http, visit), fresh: true);
        pages.Submit<InvitePages>(
            InvitePages.WithdrawPath,
            WithdrawInvitation.Needed,
            (page, http, visit) => page.Withdraw(http, visit),
            back: PeoplePages.Path
        );
        pages.Show<PersonPages>(PersonPages.Path, ReadPerson.Needed, (page, http, visit) => page.Show(http, visit));
        pages.Show<PersonPages>(PersonPages.RolePath, ChangeRole.Needed, (page, http, visit) => page.ShowRole(http, visit), fresh: true);
        pages.Submit<PersonPages>(
            PersonPages.RolePath,
            ChangeRole.Needed,
            (page, http, visit) => page.SubmitRole(http, visit),
            fresh: true
        );
        MapAccess(pages);
    }

    /// <summary>What somebody may open without a role: the link that was sent to them.</summary>
    public static void MapPages(PageRoutes<Core.Hub> pages)
    {
        pages.Show<InvitationPages>(InvitationPages.Path, Callers.Browsers, (page, http, _) => page.Show(http));
        pages.Submit<InvitationPages>(InvitationPages.Path, Callers.Browsers, (page, http, hub) => page.Submit(http, hub));
    }

    private static void MapAccess(HubPageRoutes pages)
    {
        var (remove, disable, enable) = (AccessPages.RemovePath, AccessPages.DisablePath, AccessPages.EnablePath);
        pages.Show<AccessPages>(remove, RemoveMember.Needed, (page, http, visit) => page.ShowRemove(http, visit), fresh: true);
        pages.Submit<AccessPages>(remove, RemoveMember.Needed, (page, http, visit) => page.Remove(http, visit), fresh: true);
        pages.Show<AccessPages>(disable, DisableAccount.Needed, (page, http, visit) => page.ShowDisable(http, visit), fresh: true);
        pages.Submit<AccessPages>(disable, DisableAccount.Needed, (page, http, visit) => page.Disable(http, visit), fresh: true);
        pages.Show<AccessPages>(enable, EnableAccount.Needed, (page, http, visit) => page.ShowEnable(http, visit), fresh: true);
        pages.Submit<AccessPages>(enable, EnableAccount.Needed, (page, http, visit) => page.Enable(http, visit), fresh: true);
    }
}
