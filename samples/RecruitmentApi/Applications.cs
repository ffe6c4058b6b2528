using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace RecruitmentApi;

/// <summary>The applications of each tenant, in memory.</summary>
public static class Applications
{
    private static readonly ConcurrentDictionary<long, ImmutableList<Application>> ByTenant = new()
    {
        [218] = [new(1, "Noor Haddad", "Site engineer"), new(2, "Mia Tran", "Payroll clerk")],
    };

    public static IReadOnlyList<Application> Of(long tenantId) => ByTenant.GetValueOrDefault(tenantId, []);

    public static Application Add(long tenantId, NewApplication application) =>
        ByTenant.AddOrUpdate(
            tenantId,
            _ => [new(1, application.Applicant, application.Job)],
            (_, known) => known.Add(new(known.Count + 1, application.Applicant, application.Job))
        )[^1];
}
