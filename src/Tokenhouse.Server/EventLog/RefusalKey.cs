using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Shared;

namespace Tokenhouse.Server.EventLog;

/// <summary>The common values of a row's refusals: everything except the time and the correlation ID.</summary>
internal sealed record RefusalKey
{
    public required long Tenant { get; init; }

    public required TenantEnvironment Environment { get; init; }

    public required string? Client { get; init; }

    public required string Operation { get; init; }

    public required string Dialect { get; init; }

    public required string Code { get; init; }

    public required string? Api { get; init; }

    public required RefusalKind Kind { get; init; }

    public required bool IsProved { get; init; }

    public required string Sentence { get; init; }

    public string? Path { get; init; }

    public string? Person { get; init; }

    public string Address { get; init; } = "";

    /// <summary>The key for further refusals of a kind, if too many different ones came within a second.</summary>
    public static RefusalKey OfKind(TokenEvent happened, RefusalCause cause, long tenant) =>
        new()
        {
            Tenant = tenant,
            Environment = happened.Site.Environment,
            Client = happened.Caller?.ClientId,
            Operation = happened.Operation,
            Dialect = happened.Dialect,
            Code = Kept(cause.Code, Schema.Code),
            Api = cause.Api,
            Kind = cause.Kind,
            IsProved = cause.IsProved,
            Sentence = cause.IsProved ? "further refusals within the same second" : "further refusals, too many at once to list separately",
        };

    /// <summary>The sentence.</summary>
    public RefusalKey With(TokenEvent happened, RefusalCause cause, string? person) =>
        this with
        {
            Sentence = Kept(cause.Sentence, Schema.Reason),
            Path = cause.Path is null ? null : Kept(cause.Path, Schema.Path),
            Person = person,
            Address = ClientAddress.Format(happened.Address),
        };

    public Refusal Row(TokenEvent first, long count) =>
        new()
        {
            Id = Refusal.Folds(IsProved, Code) ? IdWithin(HourOf(first.At)) : Guid.CreateVersion7(first.At),
            IsProved = IsProved,
            TenantId = Tenant,
            Environment = Environment,
            ClientId = Client,
            Operation = Operation,
            Dialect = Dialect,
            ApiIdentifier = Api,
            Path = Path,
            Code = Code,
            Kind = Kind.ToString(),
            Reason = Sentence,
            Person = Person,
            Address = Address,
            CorrelationId = Kept(first.CorrelationId, Schema.CorrelationId),
            At = first.At,
            Count = count,
        };

    /// <summary>The same on every server, so that identical refusals within an hour share one row.</summary>
    private Guid IdWithin(DateTimeOffset hour)
    {
        string?[] parts = [Client, Operation, Dialect, Code, Api, Path, Person, Address, Sentence];
        return IdOf($"{Tenant} {Environment} {Kind} {hour.ToUnixTimeSeconds()}\n{string.Join('\n', parts)}");
    }

    /// <summary>The ID of a row, the same on every server.</summary>
    public static Guid IdOf(string what) => new(TextHash.Of(what).AsSpan(0, 16));

    private static DateTimeOffset HourOf(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerHour));

    /// <summary>Truncated, without characters that not every database supports.</summary>
    private static string Kept(string text, int length)
    {
        var cut = text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
        return cut.Replace('\0', '\uFFFD');
    }
}
