namespace Tokenhouse.Bench.Pages;

/// <summary>How much is in the datacentre whose pages are timed. One tenant, Acme, has a large part of everything: its pages are the slow ones.</summary>
/// <param name="Tenants">How many tenants there are.</param>
/// <param name="Clients">How many clients, over all tenants.</param>
/// <param name="LogRows">How many rows the log has: half of them refusals, half minutes in which tokens were issued.</param>
internal sealed record Scale(int Tenants, int Clients, int LogRows)
{
    /// <summary>Acme's number in the demonstration.</summary>
    public const long Acme = 218;

    /// <summary>What the product is promised for.</summary>
    public static readonly Scale Full = new(10_000, 50_000, 1_000_000);

    public int OfAcme => Clients / 10;

    public int AcmePeople => Tenants / 20;

    public int AcmeInvitations => Tenants / 50;

    public int AcmeChanges => Tenants;

    public int Requests => Tenants;

    /// <summary>As <c>1/10</c> of it, to try the benchmark itself.</summary>
    public Scale Part(int of) => new(Tenants / of, Clients / of, LogRows / of);

    public override string ToString() => FormattableString.Invariant($"{Tenants} tenants, {Clients} clients, {LogRows} rows of the log");
}
