using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Tokenhouse.Server.Data;

/// <summary>Times are stored as whole milliseconds since 1970, which both databases compare and index alike.</summary>
public sealed class UnixMilliseconds()
    : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixTimeMilliseconds(),
        stored => DateTimeOffset.FromUnixTimeMilliseconds(stored)
    );
