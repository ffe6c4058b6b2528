using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Data;

/// <summary>SQLite opens a file that cannot be written for reading, and such a connection stays like that for as long as it is open.</summary>
public sealed class ReadOnlyConnectionTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Theory]
    [InlineData("rwc", true)]
    [InlineData("ro", false)]
    public async Task A_connection_is_kept_for_the_next_unit_of_work_only_if_it_can_write(string mode, bool isKept)
    {
        var file = Path.Combine(folder.Path, "some.db");
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
            await connection.OpenAsync();
        var dbs = DbFactory.Sqlite($"file:{file}?mode={mode}", new(), TimeProvider.System);
        await using (var first = dbs.CreateDbContext())
            await first.Database.ExecuteSqlAsync($"CREATE TEMP TABLE Marks (Id INTEGER)");

        await using var second = dbs.CreateDbContext();
        var marks = await second.Database.SqlQuery<int>($"SELECT count(*) AS Value FROM sqlite_temp_master").SingleAsync();
        marks.ShouldBe(isKept ? 1 : 0);
    }

    public void Dispose() => folder.Dispose();
}
