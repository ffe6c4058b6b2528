using System.Text;

namespace Tokenhouse.Server.Demo;

/// <summary>What the server prints at the start: the hosts, the demo credentials, a command that gets a token, and the Hub's accounts.</summary>
public static class DemoGreeting
{
    public static string Text(Uri baseUrl, string dataFolder, IReadOnlyList<DemoSite> sites)
    {
        string[][] rows =
        [
            ["Datacentre", "Environment", "Host", "Tenant", "Client", "Secret"],
            .. sites.Select(row =>
                (string[])
                    [
                        row.Region is null ? row.Site.Datacentre.Name : $"{row.Site.Datacentre.Name} {row.Region}",
                        row.Site.Environment.ToString(),
                        row.Site.Issuer,
                        row.Tenant is null ? "" : $"{row.Tenant.Slug} ({row.Tenant.Id})",
                        row.Client?.Id ?? "",
                        row.Client is null ? "" : row.Client.Secret ?? "none: public",
                    ]
            ),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToList();

        var text = new StringBuilder();
        text.AppendLine()
            .AppendLine($"Tokenhouse is ready. {baseUrl.GetLeftPart(UriPartial.Authority)} shows this as a page.")
            .AppendLine();
        foreach (var row in rows)
            text.AppendLine(("  " + string.Join("  ", row.Zip(widths, (cell, width) => cell.PadRight(width)))).TrimEnd());
        text.AppendLine().AppendLine("A first token:").AppendLine();
        text.AppendLine(DemoSite.Curl(baseUrl)).AppendLine();
        text.AppendLine($"The Hub, where tenants manage their credentials (every password is {DemoData.Password}):").AppendLine();
        foreach (var datacentre in sites.Select(row => row.Site.Datacentre).Distinct())
        {
            text.AppendLine($"  {datacentre.Hub}");
            text.AppendLine($"    {string.Join(", ", DemoData.PeopleOfHub(datacentre).Select(person => person.Email))}");
        }
        text.AppendLine();
        text.AppendLine($"Your data is in {dataFolder}. Press Ctrl+C to stop the server.").AppendLine();
        return text.ToString();
    }
}
