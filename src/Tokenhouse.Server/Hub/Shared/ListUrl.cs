namespace Tokenhouse.Server.Hub.Shared;

/// <summary>The URL of a filtered and sorted list, from which the URLs of its other pages and sort orders are built.</summary>
public sealed class ListUrl(string path, IEnumerable<KeyValuePair<string, string?>> query)
{
    private readonly List<KeyValuePair<string, string?>> query = [.. query.Where(part => !string.IsNullOrEmpty(part.Value))];

    /// <summary>The URL of a request with its known parameters.</summary>
    public static ListUrl Of(HttpRequest request, params IReadOnlyList<string> known) =>
        new(request.Path, known.Select(name => KeyValuePair.Create(name, (string?)request.Query[name].ToString())));

    /// <summary>The value of a parameter; empty if it isn't set.</summary>
    public string this[string name] => query.Find(part => part.Key == name).Value ?? "";

    /// <summary>The same list with one parameter changed; null removes it.</summary>
    public string With(string name, string? value) =>
        path
        + QueryString.Create(
            query
                .Where(part => part.Key != name && part.Key != "page")
                .Append(KeyValuePair.Create(name, value))
                .Where(part => part.Value is not null)
        );

    public override string ToString() => path + QueryString.Create(query);
}
