using System.Runtime.Versioning;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting;

/// <summary>What other accounts of the machine may do with the server's files: nothing.</summary>
[Trait("Category", "Security")]
[UnsupportedOSPlatform("windows")]
public sealed class FileModeTests
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Embedded_databases_are_for_the_server_alone_also_when_they_were_not(bool isThere)
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(Database.Sqlite)
        {
            Run = ["dc3"],
            Folder = folder.Path,
            IsMigrated = false,
        };
        if (isThere)
        {
            await using (await TestServer.Start(plan)) { }
            foreach (var file in Files(folder))
                File.SetUnixFileMode(file, Own | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
        await using var server = await TestServer.Start(plan);
        (await server.Token(BrowserSession.Dc3, "globex-live", "globex-live-demo-secret")).Status.ShouldBe(200);
        Files(folder).Select(Path.GetExtension).ShouldContain(".db-wal");
        Files(folder).ShouldAllBe(file => File.GetUnixFileMode(file) == Own);
    }

    [Theory]
    [InlineData(UnixFileMode.None, true)]
    [InlineData(UnixFileMode.GroupRead, false)]
    [InlineData(UnixFileMode.OtherRead, false)]
    [InlineData(UnixFileMode.OtherWrite, false)]
    public async Task A_master_key_file_that_others_can_read_is_refused_with_what_to_run(UnixFileMode others, bool isTaken)
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "the.key");
        await File.WriteAllTextAsync(file, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        File.SetUnixFileMode(file, Own | others);
        var start = TestServer.Start(Database.Sqlite, "--Tokenhouse:MasterKeyFile", file);
        if (isTaken)
            await (await start).DisposeAsync();
        else
            (await Should.ThrowAsync<StartRefusedException>(start)).Message.ShouldBe(
                $"Other accounts on this machine can read the master key file {file}. Run `chmod 600 {file}` and start again."
            );
    }

    private static IEnumerable<string> Files(TempFolder folder) =>
        System.IO.Directory.EnumerateFiles(Path.Combine(folder.Path, "data"), "dc3.db*");
}
