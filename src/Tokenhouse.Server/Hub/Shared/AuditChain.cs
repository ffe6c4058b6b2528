using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>
/// Links an audit entry to the previous one. With a tenant's last hash, you can detect whether any entry was altered, inserted or
/// removed since.
/// </summary>
public static class AuditChain
{
    /// <summary>How changed values are serialised; the hash covers the stored text.</summary>
    internal static readonly JsonSerializerOptions Spelling = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it is shown as text, never as part of a page
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly byte[] Beginning = new byte[SHA256.HashSizeInBytes];

    /// <summary>Links an entry to the previous one; null for the first.</summary>
    public static AuditEntry Link(AuditEntry? before, AuditEntry entry)
    {
        entry.PreviousHash = before?.Hash ?? Beginning;
        entry.Hash = Hash(entry, entry.PreviousHash);
        return entry;
    }

    /// <summary>Whether an entry is unchanged since it was written after another; null for the first.</summary>
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

    // Prefixed with its length, so that different entries never have the same bytes. Null differs from empty.
    private static void Append(IncrementalHash hash, string? text)
    {
        var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        Append(hash, text is null ? -1 : bytes.Length);
        hash.AppendData(bytes);
    }
}
