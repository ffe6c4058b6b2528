namespace Tokenhouse.Server.Data.Entities;

/// <summary>A row that belongs to one tenant in one environment.</summary>
public interface IOwned : IOfTenant
{
    Environment Environment { get; }
}
