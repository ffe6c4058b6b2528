using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Tokenhouse.Server.Data;

/// <summary>Stores times as whole milliseconds since 1970, which both databases compare and index in the same way.</summary>
public sealed class UnixMilliseconds()
    : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixTimeMilliseconds(),
        stored => DateTimeOffset.FromUnixTimeMilliseconds(stored)
    );
