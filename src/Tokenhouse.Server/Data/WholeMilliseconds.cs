using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Tokenhouse.Server.Data;

/// <summary>Stores durations as whole milliseconds, like times.</summary>
public sealed class WholeMilliseconds()
    : ValueConverter<TimeSpan, long>(span => (long)span.TotalMilliseconds, stored => TimeSpan.FromMilliseconds(stored));
