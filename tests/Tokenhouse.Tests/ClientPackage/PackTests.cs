using System.Diagnostics;
using System.IO.Compression;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>The packages as others install them, from a folder.</summary>
[OuterTier]
public sealed class PackTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_new_project_can_add_the_packages_from_the_folder_that_one_command_makes()
    {
        var feed = Path.Combine(folder.Path, "feed");
        await Run(SourceTree.Root, Path.Combine(SourceTree.Root, "tools", "pack.sh"), feed);
        foreach (var name in (string[])["Tokenhouse.Client", "Tokenhouse.AspNetCore"])
        {
            using var package = await ZipFile.OpenReadAsync(Directory.GetFiles(feed, name + ".*.nupkg").Single());
            var files = package.Entries.Select(entry => entry.FullName).ToList();
            foreach (var file in (string[])["README.md", "package-icon.png", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"])
                files.ShouldContain(file);
            using var reader = new StreamReader(await package.GetEntry(name + ".nuspec")!.OpenAsync());
            var description = await reader.ReadToEndAsync();
            description.ShouldContain("<license type=\"expression\">Apache-2.0</license>");
            description.ShouldContain("<icon>package-icon.png</icon>");
            description.ShouldContain("<readme>README.md</readme>");
        }

        var app = Directory.CreateDirectory(Path.Combine(folder.Path, "app")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(app, "app.csproj"),
            """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>"""
        );
        await File.WriteAllTextAsync(
            Path.Combine(app, "Program.cs"),
            """
            using Microsoft.Extensions.DependencyInjection;
            using Tokenhouse.Client;

            var services = new ServiceCollection();
            services.AddTokenhouseClient("hr", options => options.Authority = "https://login.dc2.example.com");
            System.Console.WriteLine(services.BuildServiceProvider().GetRequiredService<TokenAcquisition>());
            """
        );
        await Run(app, "dotnet", "add", "package", "Tokenhouse.Client", "--source", feed);
        (await Run(app, "dotnet", "run")).ShouldContain("Tokenhouse.Client.TokenAcquisition");
    }

    private async Task<string> Run(string directory, string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (directory != SourceTree.Root)
            start.Environment["NUGET_PACKAGES"] = Path.Combine(folder.Path, "packages"); // the user's own folder would keep the test's version
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', args)}: {await output} {await errors}");
        return await output;
    }
}
