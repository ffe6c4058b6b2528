namespace Tokenhouse.Server.Hub;

/// <summary>The address of a list as it is filtered and sorted, from which the addresses of its other pages and orders are made.</summary>
public sealed class Address(string path, IEnumerable<KeyValuePair<string, string?>> query)
{
    private readonly List<KeyValuePair<string, string?>> query = [.. query.Where(part => !string.IsNullOrEmpty(part.Value))];

    /// <summary>That of a request, as far as the parameters are known.</summary>
    public static Address Of(HttpRequest request, params IReadOnlyList<string> known) =>
        new(request.Path, known.Select(name => KeyValuePair.Create(name, (string?)request.Query[name].ToString())));

    /// <summary>The value of a parameter; empty: it is not set.</summary>
    public string this[string name] => query.Find(part => part.Key == name).Value ?? "";

    /// <summary>The same list with one thing changed; null takes it out.</summary>
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
