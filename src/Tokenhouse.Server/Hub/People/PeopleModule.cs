using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hub.People;

/// <summary>A tenant's members, and how they join and leave.</summary>
internal static class PeopleModule
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<ListPeople>().AddSingleton<ReadPerson>().AddSingleton<ExportPeople>();
        services.AddSingleton<ChangeRole>().AddSingleton<RemoveMember>().AddSingleton<DisableAccount>().AddSingleton<EnableAccount>();
        services.AddScoped<Invite>().AddSingleton<ListInvitations>().AddSingleton<WithdrawInvitation>();
        services.AddScoped<Invitations>().AddScoped<AcceptInvitation>().AddSingleton<FirstOperatorInvitation>();
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
        pages
            .MapPage<PeoplePages>(PeoplePages.Path, (page, http, context) => page.Show(http, context))
            .RequirePermission(ListPeople.Needed);
        pages
            .MapExport<PeoplePages>(PeoplePages.ExportPath, (page, http, context) => page.Export(http, context))
            .RequirePermission(ExportPeople.Needed);
        pages
            .MapPage<InvitePages>(InvitePages.Path, (page, http, context) => page.Show(http, context))
            .RequirePermission(Invite.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<InvitePages>(InvitePages.Path, (page, http, context) => page.Submit(http, context))
            .RequirePermission(Invite.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<InvitePages>(InvitePages.WithdrawPath, (page, http, context) => page.Withdraw(http, context), back: PeoplePages.Path)
            .RequirePermission(WithdrawInvitation.Needed);
        pages
            .MapPage<PersonPages>(PersonPages.Path, (page, http, context) => page.Show(http, context))
            .RequirePermission(ReadPerson.Needed);
        pages
            .MapPage<PersonPages>(PersonPages.RolePath, (page, http, context) => page.ShowRole(http, context))
            .RequirePermission(ChangeRole.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<PersonPages>(PersonPages.RolePath, (page, http, context) => page.SubmitRole(http, context))
            .RequirePermission(ChangeRole.Needed)
            .RequireRecentSignIn();
        MapAccess(pages);
    }

    /// <summary>Pages that need no role: invitation links.</summary>
    public static void MapInvitation(IEndpointRouteBuilder pages)
    {
        pages.MapPage<InvitationPages>(InvitationPages.Path, (page, http) => page.Show(http)).CalledBy(EndpointAudience.Browsers);
        pages
            .MapForm<InvitationPages>(InvitationPages.Path, (page, http) => page.Submit(http, http.Hub()))
            .CalledBy(EndpointAudience.Browsers);
    }

    private static void MapAccess(HubPageRoutes pages)
    {
        var (remove, disable, enable) = (AccessPages.RemovePath, AccessPages.DisablePath, AccessPages.EnablePath);
        pages
            .MapPage<AccessPages>(remove, (page, http, context) => page.ShowRemove(http, context))
            .RequirePermission(RemoveMember.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<AccessPages>(remove, (page, http, context) => page.Remove(http, context))
            .RequirePermission(RemoveMember.Needed)
            .RequireRecentSignIn();
        pages
            .MapPage<AccessPages>(disable, (page, http, context) => page.ShowDisable(http, context))
            .RequirePermission(DisableAccount.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<AccessPages>(disable, (page, http, context) => page.Disable(http, context))
            .RequirePermission(DisableAccount.Needed)
            .RequireRecentSignIn();
        pages
            .MapPage<AccessPages>(enable, (page, http, context) => page.ShowEnable(http, context))
            .RequirePermission(EnableAccount.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<AccessPages>(enable, (page, http, context) => page.Enable(http, context))
            .RequirePermission(EnableAccount.Needed)
            .RequireRecentSignIn();
    }
}
