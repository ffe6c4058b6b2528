using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Bench.Pages;

/// <summary>What is in the tables. A row follows from its number alone, so that every run and both databases have the same.</summary>
internal sealed class Rows(Scale scale, DateTimeOffset now)
{
    /// <summary>Acme's busiest client, which a fifth of its calls are of.</summary>
    public const string BusyClient = "acme-live";

    public static readonly IReadOnlyList<string> Dialects = ["Connect", "OAuthV2", "OAuth2Legacy"];

    private const long FirstTenant = 100_000;
    private static readonly TimeSpan Log = TimeSpan.FromDays(90);
    private static readonly RefusalKind[] Kinds = Enum.GetValues<RefusalKind>();
    private static readonly string[] Acts = [AuditActions.SecretAdded, AuditActions.CredentialEnabled];
    private static readonly List<string> Scopes =
    [
        .. from area in (string[])["Application", "Applicant", "Job", "Offer", "Document"]
        from right in (string[])["Read", "Write"]
        select $"Public.{area}.{right}",
    ];

    public Tenant Tenant(int index) =>
        new()
        {
            Id = FirstTenant + index,
            Slug = $"company-{index:D5}",
            Name = $"Company {index:D5} Holding",
            Dialects = index % 4 == 0 ? [.. Dialects] : [Dialects[0]],
            CreatedAt = now.AddHours(-index),
            DisabledAt = index % 200 == 7 ? now.AddDays(-3) : null,
            Contracts = [.. Enum.GetValues<TenantEnvironment>().Select(environment => Contract(index, environment))],
        };

    /// <summary>Nine in ten of the other tenants have somebody who manages them.</summary>
    public Account ManagerOfOther(int index) =>
        Account($"manager@company-{index:D5}.example", FirstTenant + index, index % 10 == 9 ? Role.Reader : Role.Manager, index);

    public Account Colleague(int index) => Account($"colleague-{index:D4}@acme.example", Scale.Acme, (Role)(index % 4), index);

    public Client Client(int index)
    {
        var environment = (TenantEnvironment)(index / 2 % 2);
        var id = Id(index);
        return new()
        {
            Id = id,
            TenantId = TenantOf(index),
            Environment = environment,
            Kind = index % 10 == 3 ? ClientKind.Web : ClientKind.Machine,
            Name = $"Interface {index:D5} of payroll and time",
            Purpose = "Takes over new jobs and hands in their documents every night.",
            Owner = $"owner-{index % 97}@example.com",
            Contact = $"contact-{index % 89}@example.com",
            Scopes = [.. Scopes],
            RedirectUris = index % 10 == 3 ? ["https://app.example.com/callback"] : [],
            CreatedAt = now.AddMinutes(-index * 10),
            DisabledAt = index % 50 == 11 ? now.AddDays(-1) : null,
            Secrets = index % 25 == 24 ? [] : [.. Enumerable.Range(0, 1 + index % 2).Select(nth => Secret(index, nth, environment))],
        };
    }

    public AllowedNetwork Network(int index) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            TenantId = index % 2 == 0 ? Scale.Acme : TenantOf(index),
            Environment = index % 2 == 0 ? TenantEnvironment.LIVE : (TenantEnvironment)(index / 2 % 2),
            ClientId = index % 2 == 0 ? BusyClient : Id(index),
            Network = $"10.{index / 65536}.{index / 256 % 256}.{index % 256}/32",
            Label = $"office {index}",
            AddedBy = "manager@acme.example",
            AddedAt = now.AddHours(-index),
        };

    /// <summary>A fifth of all requests are Acme's; a third wait for an operator.</summary>
    public CredentialRequest Request(int index)
    {
        var at = now.AddMinutes(-30 * index);
        return new()
        {
            Id = Guid.CreateVersion7(at),
            TenantId = index % 5 == 0 ? Scale.Acme : FirstTenant + index % (scale.Tenants - 1),
            Environment = (TenantEnvironment)(index / 5 % 2),
            Kind = ClientKind.Machine,
            Name = $"Request {index:D5}",
            Purpose = "Takes over new jobs.",
            Scopes = [.. Scopes.Take(1 + index % 3)],
            Owner = "owner@example.com",
            Contact = "contact@example.com",
            State = (index / 5 % 3) switch
            {
                0 => RequestState.Submitted,
                1 => RequestState.Declined,
                _ => RequestState.Draft,
            },
            RequestedBy = "developer@acme.example",
            CreatedAt = at,
            SubmittedAt = index / 5 % 3 == 2 ? null : at.AddMinutes(5),
            DecidedAt = index / 5 % 3 == 1 ? at.AddMinutes(15) : null,
            DecidedBy = index / 5 % 3 == 1 ? "operator@tokenhouse.example" : null,
        };
    }

    /// <summary>Half of all are Acme's, a tenth name no client and are the vendor's.</summary>
    public Refusal Refusal(int index)
    {
        var at = now - Log * ((double)index / (scale.LogRows / 2)) - TimeSpan.FromMinutes(1);
        var client = ClientOfCall(index);
        return new()
        {
            Id = Guid.CreateVersion7(at),
            TenantId = client is null ? Datacentre.Vendor : TenantOfCall(index),
            Environment = (TenantEnvironment)(index / 2 % 2),
            Operation = index % 10 == 7 ? EventOperations.Api : EventOperations.Token,
            Kind = Kinds[index / 10 % Kinds.Length].ToString(),
            ClientId = client,
            Dialect = index % 10 == 7 ? "" : Dialects[index % 3],
            ApiIdentifier = index % 10 == 7 ? "urn:tokenhouse:hr" : null,
            Path = index % 10 == 7 ? "/v3/{tenantId}/jobs" : null,
            Code = "invalid_client",
            Reason = $"The secret ending in {index % 1000:D3} expired on 3 May 2026.",
            Address = $"203.0.113.{index % 250}",
            CorrelationId = $"bench-{index:D8}",
            At = at,
            Count = 1 + index % 3,
        };
    }

    public Usage Usage(int index) =>
        new()
        {
            TenantId = ClientOfCall(index) is null ? Datacentre.Vendor : TenantOfCall(index),
            Environment = (TenantEnvironment)(index / 2 % 2),
            ClientId = ClientOfCall(index) ?? "hr-api",
            Dialect = Dialects[index % 3],
            Minute = Minute(index),
            Issued = 1 + index % 40,
        };

    public Invitation Invitation(int index) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            Hash = SHA256.HashData(Encoding.UTF8.GetBytes($"invitation {index}")),
            TenantId = Scale.Acme,
            Role = Role.Reader,
            Email = $"newcomer-{index}@acme.example",
            IsMailed = true,
            InvitedBy = "manager@acme.example",
            CreatedAt = now.AddHours(-1),
            ExpiresAt = now.AddDays(6),
        };

    public AuditEntry Change(int index, long sequence) =>
        new()
        {
            TenantId = Scale.Acme,
            Sequence = sequence,
            At = now.AddMinutes(index - scale.AcmeChanges),
            Actor = index % 3 == 0 ? "manager@acme.example" : "developer@acme.example",
            Address = "203.0.113.7",
            CorrelationId = $"bench-change-{index}",
            Act = Acts[index % Acts.Length],
            Target = Id(index % scale.OfAcme),
            Environment = (TenantEnvironment)(index / 2 % 2),
            Before = """{"hint":"abc"}""",
            After = """{"hint":"xyz","expiresAt":"2027-01-01T00:00:00+00:00"}""",
        };

    private static string Id(int client) => string.Create(CultureInfo.InvariantCulture, $"dc2-bench{client:D6}");

    private long TenantOf(int client) => client < scale.OfAcme ? Scale.Acme : FirstTenant + (client - scale.OfAcme) % (scale.Tenants - 1);

    private static long Other(int index, int tenants) => FirstTenant + index / 10 % tenants;

    private long TenantOfCall(int index) => index % 2 == 0 ? Scale.Acme : Other(index, scale.Tenants - 1);

    // Of ten calls five are Acme's, and one of them is its busiest client's; four are other tenants'; one is nobody's.
    private string? ClientOfCall(int index) =>
        (index % 10) switch
        {
            0 => BusyClient,
            5 => null,
            _ when index % 2 == 0 => Id(index / 10 % scale.OfAcme),
            _ => Id(scale.OfAcme + (int)(Other(index, scale.Tenants - 1) - FirstTenant)),
        };

    // One row to a minute for each of ten kinds of calls: no two of one client in one minute.
    private DateTimeOffset Minute(int index)
    {
        var whole = now.ToUnixTimeSeconds() / 60;
        return DateTimeOffset.FromUnixTimeSeconds((whole - 1 - index / 10) * 60);
    }

    private Contract Contract(int index, TenantEnvironment environment) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            TenantId = FirstTenant + index,
            Environment = environment,
            Scopes = [.. Scopes],
            From = now.AddDays(-400),
            Until = index % 20 == 5 ? now.AddDays(index % 60) : null,
        };

    private Account Account(string email, long tenant, Role role, int index)
    {
        var id = Guid.CreateVersion7(now);
        return new()
        {
            Id = id,
            Name = $"Person {index:D5}",
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            EmailConfirmed = true,
            SecurityStamp = id.ToString("N"),
            CreatedAt = now.AddDays(-index % 300),
            SeenAt = index % 3 == 0 ? now.AddHours(-index % 500) : null,
            Memberships =
            [
                new()
                {
                    AccountId = id,
                    TenantId = tenant,
                    Role = role,
                    CreatedAt = now.AddDays(-index % 300),
                },
            ],
        };
    }

    private Secret Secret(int client, int nth, TenantEnvironment environment) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            ClientId = Id(client),
            TenantId = TenantOf(client),
            Environment = environment,
            Hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{client} {nth}")),
            Hint = $"{client % 1000:D3}",
            MadeBy = "developer@acme.example",
            CreatedAt = now.AddDays(-nth * 60),
            ExpiresAt = client % 4 == 0 ? now.AddDays(client % 90 - 10) : null,
            LastUsedAt = client % 3 == 0 ? now.AddMinutes(-client) : null,
        };
}
