using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Tests.Support;

/// <summary>People of the tests, each with an account of their own in dc3, so that what one does is nobody else's business.</summary>
public static class TestAccounts
{
    private static int count;

    /// <summary>The email address of a new member of Nordia, whose password is the demonstration's.</summary>
    public static async Task<string> Person(this TestServer server, Action<Account>? change = null)
    {
        var number = Interlocked.Increment(ref count).ToString(CultureInfo.InvariantCulture);
        var email = $"person{number}@nordia.example";
        var now = server.Clock.GetUtcNow();
        await using var db = server.Db("dc3");
        var ada = await db.Accounts.AsNoTracking().SingleAsync(account => account.Email == BrowserSession.Ada);
        var tenant = await db.Memberships.Where(membership => membership.AccountId == ada.Id).Select(m => m.TenantId).FirstAsync();
        var account = new Account
        {
            Id = Guid.CreateVersion7(now),
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            EmailConfirmed = true,
            Name = $"Person {number}",
            CreatedAt = now,
            SecurityStamp = email,
            PasswordHash = ada.PasswordHash, // hashing takes its time, and a hash is bound to nobody
        };
        account.Memberships.Add(
            new()
            {
                AccountId = account.Id,
                TenantId = tenant,
                Role = Role.Member,
                CreatedAt = now,
            }
        );
        change?.Invoke(account);
        db.Accounts.Add(account);
        await db.SaveChangesAsync();
        return email;
    }

    /// <summary>The email address of a new member of a tenant, and of no other.</summary>
    public static Task<string> Member(this TestServer server, Tenant tenant, Role role) => server.Member(tenant.Id, role);

    public static Task<string> Member(this TestServer server, long tenantId, Role role) =>
        server.Person(account =>
        {
            account.Memberships.Clear();
            account.Memberships.Add(
                new()
                {
                    AccountId = account.Id,
                    TenantId = tenantId,
                    Role = role,
                    CreatedAt = account.CreatedAt,
                }
            );
        });

    /// <summary>The email address of a new member of the vendor's staff.</summary>
    public static Task<string> Staff(this TestServer server, Role role) => server.Member(Datacentre.Vendor, role);

    /// <summary>Makes a person a member of a tenant.</summary>
    public static async Task AddMember(this TestServer server, Tenant tenant, string email = BrowserSession.Ada)
    {
        await using var db = server.Db("dc3");
        var account = await db.Accounts.Include(known => known.Memberships).SingleAsync(known => known.Email == email);
        if (account.Memberships.Exists(membership => membership.TenantId == tenant.Id))
            return;
        db.Memberships.Add(
            new()
            {
                AccountId = account.Id,
                TenantId = tenant.Id,
                Role = Role.Member,
                CreatedAt = server.Clock.GetUtcNow(),
            }
        );
        await db.SaveChangesAsync();
    }

    public static async Task<Account> Account(this TestServer server, string email)
    {
        await using var db = server.Db("dc3");
        return await db.Accounts.AsNoTracking().SingleAsync(account => account.Email == email);
    }

    public static async Task<IReadOnlyList<Session>> SessionsOf(this TestServer server, string email)
    {
        var id = (await server.Account(email)).Id;
        await using var db = server.Db("dc3");
        return await db.Sessions.AsNoTracking().Where(session => session.AccountId == id).ToListAsync();
    }

    /// <summary>Switches the second factor on, as its pages do, and returns the key of the app and the recovery codes.</summary>
    public static async Task<(AuthenticatorApp App, IReadOnlyList<string> Codes)> SwitchOnTwoFactor(this TestServer server, string email)
    {
        await using var scope = server.Services("dc3").CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var twoFactor = scope.ServiceProvider.GetRequiredService<TwoFactor>();
        var account = (await accounts.FindByEmailAsync(email))!;
        await twoFactor.Begin(account.Id);
        var app = new AuthenticatorApp((await twoFactor.PendingKey(account.Id))!, server.Clock);
        var codes = await twoFactor.Confirm(account.Id, app.Code());
        server.Clock.Advance(TimeSpan.FromSeconds(30)); // that code is used up
        return (app, codes!);
    }
}
