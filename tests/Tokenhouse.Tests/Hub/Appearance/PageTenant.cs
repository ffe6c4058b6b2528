using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Appearance;

/// <summary>A tenant for every page to show: what its pages are filled with, and where each is.</summary>
internal sealed class PageTenant(TestServer server, Tenant tenant)
{
    /// <summary>What the parameters of paths are filled with.</summary>
    private readonly Dictionary<string, string> values = new() { ["tenant"] = tenant.Slug };

    /// <summary>Pages that show something of their own: their path, below the Hub, whole.</summary>
    private readonly Dictionary<string, string> own = [];

    public TestServer Server => server;

    public Tenant Tenant => tenant;

    public DateTimeOffset Now { get; } = server.Clock.GetUtcNow();

    /// <summary>The beginning of a day.</summary>
    public DateTimeOffset Day(int fromToday) => new(Now.UtcDateTime.Date.AddDays(fromToday), TimeSpan.Zero);

    /// <summary>A tenant in which nothing is yet but its Manager.</summary>
    public static async Task<PageTenant> Empty(TestServer server, string slug, string name) =>
        new(
            server,
            await server.AddTenant(
                slug,
                tenant => (tenant.Name, tenant.Dialects) = (name, ["Connect", "OAuthV2", "OAuth2Legacy", "AppKey"])
            )
        );

    /// <summary>Where a page is; null: there is nothing for it to show.</summary>
    public string? Find(RouteEndpoint page)
    {
        var pattern = page.RoutePattern.RawText!;
        if (own.TryGetValue(pattern, out var path))
            return path;
        return page.RoutePattern.Parameters.All(parameter => values.ContainsKey(parameter.Name))
            ? Regex.Replace(pattern, @"{(\w+)(:\w+)?}", match => values[match.Groups[1].Value], default, TimeSpan.FromSeconds(1))
            : null;
    }

    public void Fill(params (string Parameter, string Value)[] with)
    {
        foreach (var (parameter, value) in with)
            values[parameter] = value;
    }

    /// <summary>Has a page show something else than what the parameters name.</summary>
    public void Show(string pattern, string path) => own[pattern] = path;

    /// <summary>A member of the tenant, or somebody of the vendor's staff.</summary>
    public async Task<Account> Person(Role role, string email, string name, bool isStaff = false, Action<Account>? with = null)
    {
        await server.Person(account =>
        {
            account.Memberships.Clear();
            account.Memberships.Add(
                new()
                {
                    AccountId = account.Id,
                    TenantId = isStaff ? Datacentre.Vendor : tenant.Id,
                    Role = role,
                    CreatedAt = Now.AddMonths(-5),
                }
            );
            (account.Name, account.Email, account.UserName) = (name, email, email);
            account.NormalizedEmail = account.NormalizedUserName = email.ToUpperInvariant();
            with?.Invoke(account);
        });
        return await server.Account(email);
    }

    /// <summary>Adds rows of the tenant.</summary>
    public Task Add(Action<Db> add) =>
        server.Change(db =>
        {
            db.Tenant = tenant.Id;
            add(db);
            return Task.CompletedTask;
        });

    public Client Client(string id, string name, ClientKind kind, TenantEnvironment environment, params List<string> scopes) =>
        new()
        {
            Id = id,
            TenantId = tenant.Id,
            Environment = environment,
            Kind = kind,
            Name = name,
            Scopes = scopes,
            CreatedAt = Now.AddDays(-120),
        };

    public Secret Secret(Client client, string text, int madeDaysAgo, int? endsInDays = null, int? usedMinutesAgo = null, string by = "")
    {
        var at = Now.AddDays(-madeDaysAgo);
        if (client.Kind is ClientKind.AppKey)
        {
            var key = server.The<AppKeys>().Seal(new(text), client.Id, tenant.Id, client.Environment, at, by);
            key.ExpiresAt = endsInDays is null ? null : Now.AddDays(endsInDays.Value);
            return key;
        }
        return new()
        {
            Id = Guid.CreateVersion7(at),
            ClientId = client.Id,
            TenantId = tenant.Id,
            Environment = client.Environment,
            Hash = TextHash.Of(text),
            Hint = ClientSecret.Hint(new(text)),
            MadeBy = by,
            CreatedAt = at,
            ExpiresAt = endsInDays is null ? null : Now.AddDays(endsInDays.Value),
            LastUsedAt = usedMinutesAgo is null ? null : Now.AddMinutes(-usedMinutesAgo.Value),
        };
    }

    public CredentialRequest Request(string name, RequestState state, string by, int begunDaysAgo, params List<string> scopes)
    {
        var begun = Now.AddDays(-begunDaysAgo);
        var isDecided = state is RequestState.Approved or RequestState.Declined or RequestState.Returned;
        return new()
        {
            Id = Guid.CreateVersion7(begun),
            TenantId = tenant.Id,
            Environment = TenantEnvironment.UAT,
            Kind = ClientKind.Machine,
            Name = name,
            Purpose = "",
            Scopes = scopes,
            Owner = "",
            Contact = "",
            State = state,
            RequestedBy = by,
            CreatedAt = begun,
            SubmittedAt = state is RequestState.Draft ? null : begun.AddHours(2),
            DecidedAt = isDecided ? begun.AddHours(21) : null,
        };
    }

    public Refusal Refusal(int minutesAgo, Client? client, RefusalKind kind, string code, string reason)
    {
        var at = Now.AddMinutes(-minutesAgo);
        var id = Guid.CreateVersion7(at);
        return new()
        {
            Id = id,
            TenantId = tenant.Id,
            Environment = client?.Environment ?? TenantEnvironment.LIVE,
            Operation = client is null ? "sign-in" : "token",
            Kind = kind.ToString(),
            Person = client is null ? $"somebody@{tenant.Slug}.example" : null,
            ClientId = client?.Id,
            Dialect = client is null ? "" : "Connect",
            Code = code,
            Reason = reason,
            IsProved = client is not null && kind is not (RefusalKind.WrongSecret or RefusalKind.ExpiredSecret),
            Address = "203.0.113.41",
            CorrelationId = id.ToString("N", CultureInfo.InvariantCulture),
            At = at,
            Count = 1,
        };
    }

    /// <summary>Tokens of a client over some hours, more by day than by night.</summary>
    public IEnumerable<Usage> Usages(Client client, int hours, int most, string dialect = "Connect") =>
        from hour in Enumerable.Range(0, hours)
        let minute = Now.AddHours(-hour)
        let issued = (long)(most * (1 + Math.Sin((minute.Hour - 8) * Math.PI / 12)) / 2)
        where issued > 0
        select new Usage
        {
            TenantId = tenant.Id,
            Environment = client.Environment,
            ClientId = client.Id,
            Dialect = dialect,
            Minute = new(minute.Year, minute.Month, minute.Day, minute.Hour, minute.Minute, 0, TimeSpan.Zero),
            Issued = issued,
        };
}
