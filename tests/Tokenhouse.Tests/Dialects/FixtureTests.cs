using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Dialects;

/// <summary>
/// The wire, whole: each <c>.http</c> file below this folder is sent as it stands, and the answer, with every header, is the
/// <c>.response</c> file beside it. Run with TOKENHOUSE_WRITE_FIXTURES=1 to write the answers, and read them before they are committed.
/// </summary>
public sealed class FixtureTests(ThreeDatacentreServers houses) : IClassFixture<ThreeDatacentreServers>
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "tests", "Tokenhouse.Tests", "Dialects");
    private static readonly bool Write = System.Environment.GetEnvironmentVariable("TOKENHOUSE_WRITE_FIXTURES") == "1";

    public static TheoryData<string> Fixtures() =>
        [
            .. System
                .IO.Directory.EnumerateFiles(Folder, "*.http", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(file => Path.GetRelativePath(Folder, file)),
        ];

    [Theory, MemberData(nameof(Fixtures))]
    public async Task The_answer_to_a_request_is_the_verified_one(string fixture)
    {
        var server = await houses.On();
        var request = Path.Combine(Folder, fixture);
        var verified = Path.ChangeExtension(request, ".response");

        var answer = (await RawHttp.SendFixture(server.Port, await File.ReadAllTextAsync(request))).ToString() + "\n";

        if (Write)
            await File.WriteAllTextAsync(verified, answer);
        answer.ShouldBe(await File.ReadAllTextAsync(verified));
    }

    [Fact]
    public void Every_response_belongs_to_a_request() =>
        System
            .IO.Directory.EnumerateFiles(Folder, "*.response", SearchOption.AllDirectories)
            .Where(response => !File.Exists(Path.ChangeExtension(response, ".http")))
            .ShouldBeEmpty();
}
