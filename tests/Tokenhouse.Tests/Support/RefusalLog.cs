using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Tests.Support;

/// <summary>The event log as a test reads it: by the correlation id that the answer carried.</summary>
public static class RefusalLog
{
    /// <summary>What was recorded of the request that got an answer; one row for each tenant that is told.</summary>
    public static async Task<IReadOnlyList<Refusal>> Refusals(this TestServer server, Answer answer, string datacentre = "dc2")
    {
        List<Refusal> found = [];
        await Eventually.True(
            server.Clock,
            TimeSpan.FromSeconds(1),
            async () =>
            {
                await using var db = server.Db(datacentre);
                found = await db
                    .Refusals.IgnoreQueryFilters()
                    .Where(row => row.CorrelationId == answer.CorrelationId)
                    .OrderBy(row => row.TenantId)
                    .ToListAsync();
                return found.Count > 0;
            }
        );
        return found;
    }

    /// <summary>
    /// That the log says of an answer exactly this, and that nothing on the wire does: neither the sentence nor the kind.
    /// </summary>
    public static async Task<Refusal> ShouldBeRefused(
        this TestServer server,
        Answer answer,
        string operation,
        RefusalKind kind,
        string sentence,
        string datacentre = "dc2"
    )
    {
        var row = (await server.Refusals(answer, datacentre)).ShouldHaveSingleItem();
        (row.Operation, row.Kind, row.Reason).ShouldBe((operation, kind.ToString(), sentence));
        var wire = answer.ToString();
        wire.ShouldNotContain(sentence, Case.Insensitive);
        wire.ShouldNotContain(kind.ToString(), Case.Sensitive);
        return row;
    }
}
