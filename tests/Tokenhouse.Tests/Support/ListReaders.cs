using Microsoft.AspNetCore.Routing;
using Tokenhouse.Core;

namespace Tokenhouse.Tests.Support;

/// <summary>Those who may see every list: programs of a tenant and of the vendor at dc2, and a Manager and an operator at dc3.</summary>
public sealed class ListReaders
{
    private static readonly string[] Scopes = [.. HubScopes.Scopes.Where(scope => scope != HubScopes.SignIn)];

    private readonly HubProgram program;
    private readonly HubProgram vendor;
    private readonly TenantBuilder office;

    private ListReaders(HubProgram program, HubProgram vendor, TenantBuilder office, string client) =>
        (this.program, this.vendor, this.office, Client) = (program, vendor, office, client);

    /// <summary>A credential of the tenant of dc3.</summary>
    public string Client { get; }

    public static async Task<ListReaders> Of(TestServer server)
    {
        var own = await TenantBuilder.Open(server);
        await own.Manager();
        await own.Operator();
        var client = await server.Credential(own.Tenant);
        return new(
            await HubProgram.Of(server, HubProgram.Acme, Scopes),
            await HubProgram.Of(server, Datacentre.Vendor, Scopes),
            own,
            client.Id
        );
    }

    public static bool IsOfPrograms(RouteEndpoint route) => route.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal);

    /// <summary>The tenant whose lists they see at a datacentre.</summary>
    public string Tenant(string datacentre) => datacentre == "dc2" ? "acme" : office.Tenant.Slug;

    /// <summary>Asks for a path of a route, and takes nothing of the answer.</summary>
    public async Task<Answer> Ask(RouteEndpoint route, string path)
    {
        if (!IsOfPrograms(route))
        {
            var isOverAll = route.RoutePattern.RawText!.StartsWith("/operator", StringComparison.Ordinal);
            return await Stalled(await (isOverAll ? office.Operator() : office.Manager()), BrowserSession.Hub + path);
        }
        var who = path.Contains("/tenants/acme/", StringComparison.Ordinal) ? program : vendor;
        var below = path["/api/v1/tenants".Length..];
        return await who.Send(HttpMethod.Get, below, null, (StalledReaders.Header, "1"));
    }

    /// <summary>Opens a page in a window of its own, and takes nothing of the answer.</summary>
    public static async Task<Answer> Stalled(BrowserSession session, string address)
    {
        var window = session.Window();
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add(StalledReaders.Header, "1");
        await window.Go(request);
        return window.Answer;
    }
}
