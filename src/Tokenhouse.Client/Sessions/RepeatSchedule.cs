namespace Tokenhouse.Client.Sessions;

/// <summary>
/// When a refresh token may be sent again whose answer was lost. The server returns the unused successor to a client with a secret any number of
/// times within 10 seconds and then twice within 10 minutes, and to a public client once within 2 minutes. More would end the session, so repeats are
/// spread over that time, and what was sent is stored before it is sent.
/// </summary>
internal static class RepeatSchedule
{
    private static readonly TimeSpan FreeOfCount = TimeSpan.FromSeconds(8); // of the server's 10, since a request takes its time
    private static readonly TimeSpan SecondRepeat = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan FirstRepeat = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PublicMemory = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(5);

    /// <summary>How long to wait until the refresh token may be sent; zero: now.</summary>
    public static TimeSpan Wait(StoredSession session, bool isPublic, DateTimeOffset now)
    {
        if (session.FirstSentAt is not { } first)
            return TimeSpan.Zero;
        if (!IsCounted(session, isPublic, now))
            return TimeSpan.Zero;
        var due = (isPublic, session.Repeats) switch
        {
            (true, 0) => first,
            (false, 0) => first + FirstRepeat,
            (false, 1) => first + SecondRepeat,
            // Either the server never got it, or the session is lost. Only sending it shows which.
            _ => Latest(first + (isPublic ? PublicMemory : Memory), session.LastSentAt + Later),
        };
        return due > now ? due - now : TimeSpan.Zero;
    }

    /// <summary>The session as it must be stored before its refresh token is sent.</summary>
    public static StoredSession Sent(StoredSession session, bool isPublic, DateTimeOffset now) =>
        session with
        {
            FirstSentAt = session.FirstSentAt ?? now,
            LastSentAt = now,
            Repeats = IsCounted(session, isPublic, now) ? session.Repeats + 1 : session.Repeats,
        };

    private static bool IsCounted(StoredSession session, bool isPublic, DateTimeOffset now) =>
        session.FirstSentAt is { } first && (isPublic || now - first > FreeOfCount);

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
