using System.Collections.Frozen;

namespace Tokenhouse.AspNetCore.Authorities;

/// <summary>An authority's metadata and keys, and when they were read.</summary>
internal sealed record AuthorityDocuments(
    AuthorityMetadata AuthorityMetadata,
    FrozenDictionary<string, VerificationKey> Keys,
    DateTimeOffset ReadAt
);
