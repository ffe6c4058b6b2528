using System.Collections.Frozen;

namespace Tokenhouse.AspNetCore.Authorities;

/// <summary>What an authority said, and when.</summary>
internal sealed record Known(Metadata Metadata, FrozenDictionary<string, VerificationKey> Keys, DateTimeOffset ReadAt);
