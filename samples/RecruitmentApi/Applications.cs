using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace RecruitmentApi;

/// <summary>The applications of each tenant, in memory.</summary>
public sealed class Applications
{
    private readonly ConcurrentDictionary<long, ImmutableList<Application>> byTenant = new()
    {
        [218] = [new(1, "Noor Haddad", "Site engineer"), new(2, "Mia Tran", "Payroll clerk")],
    };

    public IReadOnlyList<Application> Of(long tenantId) => byTenant.GetValueOrDefault(tenantId, []);

    public Application Add(long tenantId, NewApplication application) =>
        byTenant.AddOrUpdate(
            tenantId,
            _ => [new(1, application.Applicant, application.Job)],
            (_, known) => known.Add(new(known.Count + 1, application.Applicant, application.Job))
        )[^1];
}
