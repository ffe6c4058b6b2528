using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.People;
using Tokenhouse.Server.Hub.People;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>A tenant's members, and how they join and leave.</summary>
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
        pages.MapPage<PeoplePages>(PeoplePages.Path, (page, http, visit) => page.Show(http, visit)).RequirePermission(ListPeople.Needed);
        pages
            .MapExport<PeoplePages>(PeoplePages.ExportPath, (page, http, visit) => page.Export(http, visit))
            .RequirePermission(ExportPeople.Needed);
        pages
            .MapPage<InvitePages>(InvitePages.Path, (page, http, visit) => page.Show(http, visit))
            .RequirePermission(Invite.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<InvitePages>(InvitePages.Path, (page, http, visit) => page.Submit(http, visit))
            .RequirePermission(Invite.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<InvitePages>(InvitePages.WithdrawPath, (page, http, visit) => page.Withdraw(http, visit), back: PeoplePages.Path)
            .RequirePermission(WithdrawInvitation.Needed);
        pages.MapPage<PersonPages>(PersonPages.Path, (page, http, visit) => page.Show(http, visit)).RequirePermission(ReadPerson.Needed);
        pages
            .MapPage<PersonPages>(PersonPages.RolePath, (page, http, visit) => page.ShowRole(http, visit))
            .RequirePermission(ChangeRole.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<PersonPages>(PersonPages.RolePath, (page, http, visit) => page.SubmitRole(http, visit))
            .RequirePermission(ChangeRole.Needed)
            .RequireRecentSignIn();
        MapAccess(pages);
    }

    /// <summary>Pages that need no role: invitation links.</summary>
    public static void MapInvitation(IEndpointRouteBuilder pages)
    {
        pages.MapPage<InvitationPages>(InvitationPages.Path, (page, http) => page.Show(http)).CalledBy(Callers.Browsers);
        pages.MapForm<InvitationPages>(InvitationPages.Path, (page, http) => page.Submit(http, http.Hub())).CalledBy(Callers.Browsers);
    }

    private static void MapAccess(HubPageRoutes pages)
    {
        var (remove, disable, enable) = (AccessPages.RemovePath, AccessPages.DisablePath, AccessPages.EnablePath);
        pages
            .MapPage<AccessPages>(remove, (page, http, visit) => page.ShowRemove(http, visit))
            .RequirePermission(RemoveMember.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<AccessPages>(remove, (page, http, visit) => page.Remove(http, visit))
            .RequirePermission(RemoveMember.Needed)
            .RequireRecentSignIn();
        pages
            .MapPage<AccessPages>(disable, (page, http, visit) => page.ShowDisable(http, visit))
            .RequirePermission(DisableAccount.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<AccessPages>(disable, (page, http, visit) => page.Disable(http, visit))
            .RequirePermission(DisableAccount.Needed)
            .RequireRecentSignIn();
        pages
            .MapPage<AccessPages>(enable, (page, http, visit) => page.ShowEnable(http, visit))
            .RequirePermission(EnableAccount.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<AccessPages>(enable, (page, http, visit) => page.Enable(http, visit))
            .RequirePermission(EnableAccount.Needed)
            .RequireRecentSignIn();
    }
}
