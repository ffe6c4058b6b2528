using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hosting.Options;

namespace Tokenhouse.Server.Hosting.Commands;

/// <summary>
/// The command <c>check-tenants</c>: reads the databases of all configured datacentres, whichever process runs them, and prints every
/// number and slug that more than one tenant has. Changes nothing.
/// </summary>
public static class CheckTenantsCommand
{
    public const string Command = "check-tenants";

    private const int AllDiffer = 0;
    private const int SomeAreAlike = 1;

    /// <returns>The exit code: 0 if all differ, 1 if there are duplicates.</returns>
    /// <exception cref="StartRefusedException">The configuration is invalid, or a database can't be read.</exception>
    public static async Task<int> Run(string[] settings, TextWriter output)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory }
        );
        var options = InstallationOptions.From(builder.Configuration);
        List<Entry> tenants = [];
        foreach (var (name, datacentre) in options.Datacentres)
            tenants.AddRange(await Read(name, datacentre, options));
        List<string> alike =
        [
            .. Alike(tenants, tenant => tenant.Id.ToString(CultureInfo.InvariantCulture), "number", tenant => tenant.Slug),
            .. Alike(tenants, tenant => tenant.Slug, "slug", tenant => tenant.Id.ToString(CultureInfo.InvariantCulture)),
        ];
        foreach (var sentence in alike)
            await output.WriteLineAsync(sentence);
        if (alike.Count > 0)
            return SomeAreAlike;
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{tenants.Count} tenants in {string.Join(", ", options.Datacentres.Keys)}: no two have the same number or slug."
            )
        );
        return AllDiffer;
    }

    private static async Task<List<Entry>> Read(string name, DatacentreOptions datacentre, InstallationOptions installation)
    {
        if (datacentre.Postgres is null && datacentre.SqliteFile(name, installation) is var file && !File.Exists(file))
            throw new StartRefusedException($"The database of {name} is missing: {file}. Check Tokenhouse:Datacentres:{name}.");
        try
        {
            await using var db = datacentre.Database(name, installation, TimeProvider.System).CreateDbContext();
            return await db
                .Tenants.Where(tenant => tenant.Id != Datacentre.Vendor)
                .Select(tenant => new Entry(name, tenant.Id, tenant.Slug))
                .ToListAsync();
        }
        catch (Exception exception) when (DatacentreHost.IsAboutTheDatabase(exception))
        {
            throw new StartRefusedException(
                $"Can't read the database of {name}: {exception.Message} Check Tokenhouse:Datacentres:{name}.",
                exception
            );
        }
    }

    private static IEnumerable<string> Alike(
        IEnumerable<Entry> tenants,
        Func<Entry, string> value,
        string what,
        Func<Entry, string> other
    ) =>
        tenants
            .GroupBy(value, StringComparer.Ordinal)
            .Where(same => same.Skip(1).Any())
            .OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same =>
                $"The {what} {same.Key} is used more than once: {string.Join(", ", same.Select(tenant => $"{other(tenant)} at {tenant.Datacentre}"))}."
            );

    /// <summary>The compared values of a tenant.</summary>
    private sealed record Entry(string Datacentre, long Id, string Slug);
}
