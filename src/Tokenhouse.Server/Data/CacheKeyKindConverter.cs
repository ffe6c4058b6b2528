using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Data;

/// <summary>Topics as text. An unknown name is read as <see cref="CacheKeyKind.Other"/>, so that it doesn't stop the feed.</summary>
public sealed class CacheKeyKindConverter() : ValueConverter<CacheKeyKind, string>(kind => kind.ToString(), name => Read(name))
{
    private static CacheKeyKind Read(string name) => Enum.TryParse<CacheKeyKind>(name, out var kind) ? kind : CacheKeyKind.Other;
}
