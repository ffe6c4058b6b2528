using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Demo;

/// <summary>The demo data. Its secrets are published on purpose.</summary>
public static class DemoData
{
    private static readonly IReadOnlyList<string> HrScopes =
    [
        "Public.Application.Read",
        "Public.Application.Write",
        "Public.Applicant.Read",
        "Public.Applicant.Write",
        "Public.Job.Read",
        "Public.Job.Write",
        "Public.Offer.Read",
        "Public.Offer.Write",
        "Public.Document.Read",
        "Public.Document.Write",
    ];

    private static readonly IReadOnlyList<string> PaymentScopes = ["payments.read", "payments.write"];

    private static readonly IReadOnlyList<string> ThisMachine = ["127.0.0.1/32", "::1/128"];

    public const string Password = "Demo-passw0rd!";

    private const string Callback = "http://127.0.0.1:8400/callback";

    /// <summary>In every datacentre, each with a client of its own in both environments.</summary>
    public static readonly IReadOnlyList<DemoApi> Apis =
    [
        new("hr", "HR platform", [.. HrScopes, "Public.HrCore.Write"]),
        new("payments", "Payments", PaymentScopes),
        new("invoices", "E-invoicing", ["all"]),
        new("hub", HubScopes.Name, []), // its scopes exist in every installation
    ];

    /// <summary>The vendor's staff, in every datacentre.</summary>
    public static readonly IReadOnlyList<DemoPerson> Operators = [new("operator@tokenhouse.example", "Oda Perk", Role.Manager)];

    /// <summary>The vendor's program, in every datacentre: what operators do in the Hub, it can do with the Hub's API.</summary>
    public static readonly DemoClient VendorTools = new(
        "vendor-tools",
        TenantEnvironment.LIVE,
        ClientKind.Machine,
        [.. HubScopes.Scopes.Where(scope => scope != HubScopes.SignIn)]
    );

    public static readonly IReadOnlyList<DemoTenant> Tenants =
    [
        new(
            "dc2",
            218,
            "acme",
            "Acme",
            [
                new("acme-live", TenantEnvironment.LIVE, ClientKind.Machine, HrScopes),
                new("acme-uat", TenantEnvironment.UAT, ClientKind.Machine, HrScopes),
            ]
        )
        {
            ApprovesUatItself = true,
            Members =
            [
                new("manager@acme.example", "Maya Reed", Role.Manager),
                new("developer@acme.example", "Dev Shah", Role.Developer),
                new("reader@acme.example", "Rea Lind", Role.Reader),
            ],
        },
        new(
            "dc3",
            6784,
            "globex",
            "Globex",
            [new("globex-live", TenantEnvironment.LIVE, ClientKind.Machine, ["Public.Application.Read", "Public.HrCore.Write"])]
        ),
        new(
            "dc3",
            451,
            "nordia",
            "Nordia",
            [
                new("nordia-erp", TenantEnvironment.LIVE, ClientKind.Web, ["all", "openid"])
                {
                    Name = "Nordia ERP",
                    RedirectUris = [Callback],
                },
                new("nordia-desktop", TenantEnvironment.LIVE, ClientKind.Native, ["all", "openid"])
                {
                    Name = "Nordia Desktop",
                    RedirectUris = [Callback],
                },
            ]
        )
        {
            Dialects = ["Connect", "OAuthV2", "OAuth2Legacy"],
            Members = [new("ada@nordia.example", "Ada Berg"), new("grace@nordia.example", "Grace Lund")],
        },
        new(
            "dc4",
            977,
            "paylink",
            "Paylink",
            [
                new("98434376", TenantEnvironment.LIVE, ClientKind.AppKey, PaymentScopes)
                {
                    Name = "Paylink",
                    AppKey = "demo-live-app-key-0123456789abcd",
                    Allowlist = ThisMachine,
                },
                new("98434377", TenantEnvironment.UAT, ClientKind.AppKey, PaymentScopes)
                {
                    Name = "Paylink UAT",
                    AppKey = "demo-uat-app-key-0123456789abcde",
                    Allowlist = ThisMachine,
                },
            ]
        )
        {
            Dialects = ["Connect", "AppKey"],
            ApprovesUatItself = true,
            Members = [new("manager@paylink.example", "Mika Pay", Role.Manager)],
        },
    ];

    /// <summary>The people who can use the Hub of a datacentre.</summary>
    public static IEnumerable<DemoPerson> PeopleOfHub(Datacentre datacentre) =>
        Operators.Concat(
            Tenants
                .Where(tenant => tenant.Datacentre == datacentre.Name)
                .SelectMany(tenant => tenant.Members)
                .Where(person => person.Role is not Role.Member)
        );
}
