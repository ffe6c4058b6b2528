using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Log;

/// <summary>
/// An entry's position in the log: newest first, and at the same time refusals before sign-ins before tokens. The log is read from
/// three tables, and each can find what follows a position in the others.
/// </summary>
internal abstract record LogCursor(DateTimeOffset At)
{
    public sealed record OfRefusal(DateTimeOffset At, Guid Id) : LogCursor(At)
    {
        public override IQueryable<Refusal> After(IQueryable<Refusal> refusals) =>
            refusals.Where(row => row.At <= At && (row.At < At || row.Id.CompareTo(Id) < 0));

        public override IQueryable<SignIn> After(IQueryable<SignIn> signIns) => signIns.Where(row => row.At <= At);

        public override IQueryable<Usage> After(IQueryable<Usage> usages) => usages.Where(row => row.Minute <= At);

        public override string ToString() => $"{Time}/r/{Id:N}";
    }

    public sealed record OfSignIn(DateTimeOffset At, Guid Id) : LogCursor(At)
    {
        public override IQueryable<Refusal> After(IQueryable<Refusal> refusals) => refusals.Where(row => row.At < At);

        public override IQueryable<SignIn> After(IQueryable<SignIn> signIns) =>
            signIns.Where(row => row.At <= At && (row.At < At || row.Id.CompareTo(Id) < 0));

        public override IQueryable<Usage> After(IQueryable<Usage> usages) => usages.Where(row => row.Minute <= At);

        public override string ToString() => $"{Time}/s/{Id:N}";
    }

    public sealed record OfUsage(DateTimeOffset At, string Client, string Dialect, TenantEnvironment Environment) : LogCursor(At)
    {
        public override IQueryable<Refusal> After(IQueryable<Refusal> refusals) => refusals.Where(row => row.At < At);

        public override IQueryable<SignIn> After(IQueryable<SignIn> signIns) => signIns.Where(row => row.At < At);

        public override IQueryable<Usage> After(IQueryable<Usage> usages)
        {
            var uat = Environment is TenantEnvironment.UAT;
            return usages.Where(row =>
                row.Minute <= At
                && (
                    row.Minute < At
                    || row.ClientId.CompareTo(Client) < 0
                    || row.ClientId == Client
                        && (
                            row.Dialect.CompareTo(Dialect) < 0 || row.Dialect == Dialect && uat && row.Environment == TenantEnvironment.LIVE
                        )
                )
            );
        }

        public override string ToString() => $"{Time}/u/{ClientKey.Format(Environment)}/{Dialect}/{Client}";
    }

    /// <summary>From a cursor; null if it isn't valid.</summary>
    public static LogCursor? Read(string? text) =>
        text?.Split('/', 5) switch
        {
            [var time, "r", var id] when Moment(time) is { } at && Guid.TryParseExact(id, "N", out var refusal) => new OfRefusal(
                at,
                refusal
            ),
            [var time, "s", var id] when Moment(time) is { } at && Guid.TryParseExact(id, "N", out var signIn) => new OfSignIn(at, signIn),
            [var time, "u", var spelled, var dialect, var client]
                when Moment(time) is { } at
                    && ClientKey.Read(spelled) is { } environment
                    && !text.Contains('\0', StringComparison.Ordinal) => new OfUsage(at, client, dialect, environment),
            _ => null,
        };

    public abstract IQueryable<Refusal> After(IQueryable<Refusal> refusals);

    public abstract IQueryable<SignIn> After(IQueryable<SignIn> signIns);

    public abstract IQueryable<Usage> After(IQueryable<Usage> usages);

    private string Time => At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset? Moment(string text) =>
        WholeNumber.ReadLong(text) is { } milliseconds && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
