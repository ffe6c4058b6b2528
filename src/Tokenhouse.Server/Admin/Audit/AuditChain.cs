using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Audit;

/// <summary>
/// What ties an audit entry to the one before it. Whoever knows the last hash of a tenant can tell whether any entry was altered, added or
/// taken away since.
/// </summary>
public static class AuditChain
{
    /// <summary>How what was changed is spelled; the hash covers the text as it was stored.</summary>
    internal static readonly JsonSerializerOptions Spelling = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it is shown as text, never as part of a page
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly byte[] Beginning = new byte[SHA256.HashSizeInBytes];

    /// <summary>Ties an entry to the one before it; null: it is the first.</summary>
    public static AuditEntry Link(AuditEntry? before, AuditEntry entry)
    {
        entry.PreviousHash = before?.Hash ?? Beginning;
        entry.Hash = Hash(entry, entry.PreviousHash);
        return entry;
    }

    /// <summary>Whether an entry is what was written after another; null: as the first.</summary>
    public static bool Follows(AuditEntry? before, AuditEntry entry)
    {
        var previous = before?.Hash ?? Beginning;
        return entry.Sequence == (before?.Sequence ?? 0) + 1
            && entry.PreviousHash.AsSpan().SequenceEqual(previous)
            && entry.Hash.AsSpan().SequenceEqual(Hash(entry, previous));
    }

    private static byte[] Hash(AuditEntry entry, byte[] previous)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Append(hash, entry.TenantId);
        Append(hash, entry.Sequence);
        Append(hash, entry.At.ToUnixTimeMilliseconds());
        foreach (
            var text in (string?[])
                [
                    entry.Actor,
                    entry.Address,
                    entry.CorrelationId,
                    entry.Act,
                    entry.Target,
                    entry.Environment?.ToString(),
                    entry.Before,
                    entry.After,
                ]
        )
            Append(hash, text);
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }

    // With its length before it, so that no two different entries are the same bytes; none is not the same as empty.
    private static void Append(IncrementalHash hash, string? text)
    {
        var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        Append(hash, text is null ? -1 : bytes.Length);
        hash.AppendData(bytes);
    }
}
