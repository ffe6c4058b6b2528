using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Tests.Support;

/// <summary>
/// People of the Hub in dc3 who act without pages between: for what only happens when several do something at the same moment, and for what no
/// page can be brought to do.
/// </summary>
public static class DirectOperations
{
    public const string Address = "203.0.113.9";

    /// <summary>A person in a tenant, as the Hub sees them once they are signed in; null: they have no business there.</summary>
    public static async Task<Caller?> FindActor(this TestServer server, string email, string tenant)
    {
        var services = server.Services("dc3");
        var sessions = services.GetRequiredService<Sessions>();
        var arrival = new DefaultHttpContext { RequestServices = services };
        arrival.Connection.RemoteIpAddress = IPAddress.Parse(Address);
        await sessions.Begin(arrival, await server.Account(email), "pwd");
        var http = new DefaultHttpContext { RequestServices = services, TraceIdentifier = "test" };
        http.Connection.RemoteIpAddress = IPAddress.Parse(Address);
        http.Request.Headers.Cookie = arrival.Response.Headers.SetCookie.ToString().Split(';')[0];
        var person = await sessions.Current(http);
        return await services.GetRequiredService<CallerResolver>().Person(person!, tenant, http);
    }

    public static async Task<Caller> Actor(this TestServer server, string email, string tenant) =>
        await server.FindActor(email, tenant) ?? throw new InvalidOperationException($"{email} has no business in {tenant}.");

    /// <summary>A new member of a tenant, acting there.</summary>
    public static async Task<Caller> Actor(this TestServer server, Tenant tenant, Role role = Role.Manager) =>
        await server.Actor(await server.Member(tenant, role), tenant.Slug);

    /// <summary>A use case of dc3.</summary>
    public static T The<T>(this TestServer server)
        where T : notnull => server.Services("dc3").GetRequiredService<T>();

    /// <summary>What a use case came to, when it was done.</summary>
    public static async Task<T> Value<T>(this Task<Result<T, Problem>> outcome)
        where T : class =>
        (await outcome).Ok(out var value, out var problem)
            ? value
            : throw new InvalidOperationException($"{problem.Status} {problem.Detail}");

    /// <summary>Why it was not.</summary>
    public static async Task<Problem> Problem<T>(this Task<Result<T, Problem>> outcome)
        where T : class =>
        (await outcome).Ok(out var value, out var problem) ? throw new InvalidOperationException($"It was done: {value}") : problem;
}
