using FsCheck.Fluent;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Core;

/// <summary>Where people may be sent back to: to the letter, and nothing that two readers could read differently.</summary>
[Trait("Category", "Security")]
public sealed class RedirectUriTests
{
    private static readonly ClientKind[] Kinds = [ClientKind.Web, ClientKind.Browser, ClientKind.Native];

    [Theory]
    [InlineData("https://app.example/")]
    [InlineData("https://app.example")]
    [InlineData("https://app.example:8443/cb")]
    [InlineData("https://app.example:65535/cb")]
    [InlineData("https://app.example/cb?own=1&other=%2F")]
    [InlineData("https://app.example?own=1")]
    [InlineData("https://192.0.2.1/cb")]
    [InlineData("https://localhost/cb")]
    [InlineData("https://xn--bcher-kva.example/cb")]
    [InlineData("https://app.example/cb/...")]
    [InlineData("https://app.example/cb/.well-known")]
    [InlineData("https://app.example/cb?next=../x//y")]
    [InlineData("http://127.0.0.1/cb")]
    [InlineData("http://127.0.0.1:8400/cb")]
    [InlineData("http://[::1]:8400/cb")]
    public void These_can_be_registered_by_every_kind(string uri)
    {
        foreach (var kind in Kinds)
        {
            RedirectUri.Fault(uri, kind, TenantEnvironment.LIVE).ShouldBeNull();
            RegisteredRedirectUris.Of([uri], kind, TenantEnvironment.LIVE).Contains(uri).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("com.example.app:/cb")]
    [InlineData("com.example.app:/")]
    [InlineData("com.example.app-2:/cb?own=1")]
    public void Private_schemes_are_for_native_clients_alone(string uri)
    {
        RedirectUri.Fault(uri, ClientKind.Native, TenantEnvironment.LIVE).ShouldBeNull();
        RegisteredRedirectUris.Of([uri], ClientKind.Native, TenantEnvironment.LIVE).Contains(uri).ShouldBeTrue();
        foreach (var kind in (ClientKind[])[ClientKind.Web, ClientKind.Browser])
        {
            RedirectUri.Fault(uri, kind, TenantEnvironment.LIVE).ShouldNotBeNull();
            RegisteredRedirectUris.Of([uri], kind, TenantEnvironment.LIVE).Contains(uri).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("/cb")]
    [InlineData("//app.example/cb")]
    [InlineData("app.example/cb")]
    [InlineData("http://app.example/cb")]
    [InlineData("http://localhost:65536/cb")]
    [InlineData("http://localhost./cb")]
    [InlineData("http://LOCALHOST/cb")]
    [InlineData("http://localhost.evil.example/cb")]
    [InlineData("http://app.localhost/cb")]
    [InlineData("http://localhost@evil.example/cb")]
    [InlineData("http://127.0.0.2/cb")]
    [InlineData("http://127.1/cb")]
    [InlineData("http://2130706433/cb")]
    [InlineData("http://0x7f.0.0.1/cb")]
    [InlineData("http://[::ffff:127.0.0.1]/cb")]
    [InlineData("http://127.0.0.1.evil.example/cb")]
    [InlineData("http://127.0.0.1@evil.example/cb")]
    [InlineData("http://127.0.0.1:8400@evil.example/cb")]
    [InlineData("http://127.0.0.1:123456/cb")]
    [InlineData("http://127.0.0.1:65536/cb")]
    [InlineData("https://app.example:65536/cb")]
    [InlineData("https://app.example:99999/cb")]
    [InlineData("https://app.example:/cb")]
    [InlineData("https://a@b@evil.example")]
    [InlineData("https://good.example@evil.example/")]
    [InlineData("https://good.example:pw@evil.example/")]
    [InlineData("https://good.example\\@evil.example")]
    [InlineData("https://good.example%40evil.example/")]
    [InlineData("https://good.example%2eevil.example/")]
    [InlineData("https:/app.example/cb")]
    [InlineData("https:///app.example/cb")]
    [InlineData("https:app.example/cb")]
    [InlineData("https:\\\\app.example\\cb")]
    [InlineData("https://.app.example/cb")]
    [InlineData("https://app..example/cb")]
    [InlineData("https://b\u00fccher.example/cb")]
    [InlineData("https://app.example\u3002evil/cb")]
    [InlineData("https://app.example/caf\u00e9")]
    [InlineData("HTTPS://app.example/cb")]
    [InlineData("Https://app.example/cb")]
    [InlineData("https://*.example/cb")]
    [InlineData("https://app.example/cb/x://y")]
    [InlineData("com.example.app:/cb://x")]
    [InlineData("https://app.example/cb#fragment")]
    [InlineData("https://app.example/cb#")]
    [InlineData("https://app.example/cb\n")]
    [InlineData("\nhttps://app.example/cb")]
    [InlineData("https://app.example/cb\r\nSet-Cookie:a=b")]
    [InlineData("https://app.example/c\tb")]
    [InlineData("https://app.example/c b")]
    [InlineData("https://app.example/c\u0000b")]
    [InlineData("https://app.example/%")]
    [InlineData("https://app.example/%zz")]
    [InlineData("https://app.example/\"><script>")]
    [InlineData("https://app.example/cb/../x")]
    [InlineData("https://app.example/cb/..")]
    [InlineData("https://app.example/cb/.")]
    [InlineData("https://app.example/cb/./x")]
    [InlineData("https://app.example/cb/..;/x")]
    [InlineData("https://app.example/cb/..;a=b/x")]
    [InlineData("https://app.example/cb;/x")]
    [InlineData("https://app.example/cb/%2e%2e/")]
    [InlineData("https://app.example/cb/%2E./x")]
    [InlineData("https://app.example/cb/.%2e")]
    [InlineData("https://app.example/cb//")]
    [InlineData("https://app.example//cb")]
    [InlineData("https://app.example/cb%2f..%2fx")]
    [InlineData("https://app.example/cb%5c..%5cx")]
    [InlineData("javascript:alert(1)")]
    [InlineData("javascript://app.example/%0aalert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("vbscript:x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("about:blank")]
    [InlineData("urn:ietf:wg:oauth:2.0:oob")]
    [InlineData("myapp:/cb")]
    [InlineData("myapp://cb")]
    [InlineData("com.example.app://cb")]
    [InlineData("com.example.app:cb")]
    [InlineData("com.example.app:/cb\n")]
    [InlineData("com.example.app:/../cb")]
    [InlineData("com..example:/cb")]
    public void These_can_be_registered_by_none_and_match_nothing_even_if_they_were(string uri)
    {
        foreach (var kind in Kinds)
        {
            RedirectUri.Fault(uri, kind, TenantEnvironment.LIVE).ShouldNotBeNull();
            RegisteredRedirectUris.Of([uri], kind, TenantEnvironment.LIVE).Contains(uri).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("https://app.example/cb/")]
    [InlineData("https://app.example/CB")]
    [InlineData("https://APP.example/cb")]
    [InlineData("https://app.example:443/cb")]
    [InlineData("https://app.example/cb?")]
    [InlineData("https://app.example/cb?x=1")]
    [InlineData("https://app.example/cb#x")]
    [InlineData("https://app.example/%63b")]
    [InlineData("https://app.example/x/../cb")]
    [InlineData("https://app.example.evil.example/cb")]
    [InlineData("https://evil.example/https://app.example/cb")]
    [InlineData("https://app.example/cb\n")]
    [InlineData(" https://app.example/cb")]
    [InlineData("http://app.example/cb")]
    public void What_differs_in_one_character_does_not_match(string asked)
    {
        foreach (var kind in Kinds)
            RegisteredRedirectUris
                .Of(["https://app.example/cb", "https://other.example/"], kind, TenantEnvironment.LIVE)
                .Contains(asked)
                .ShouldBeFalse();
    }

    [Theory]
    [InlineData("http://127.0.0.1:8400/cb", "http://127.0.0.1:1/cb", true)]
    [InlineData("http://127.0.0.1:8400/cb", "http://127.0.0.1/cb", true)]
    [InlineData("http://127.0.0.1/cb?own=1", "http://127.0.0.1:65535/cb?own=1", true)]
    [InlineData("http://[::1]/cb", "http://[::1]:50000/cb", true)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:65536/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:99999/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:80\n/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:8400/cb\n", false)]
    [InlineData("http://127.0.0.1/cb", "http://[::1]:8400/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://localhost:8400/cb", false)]
    [InlineData("http://localhost/cb", "http://localhost:50000/cb", true)]
    [InlineData("http://localhost:8400/cb", "http://localhost/cb", true)]
    [InlineData("http://localhost/cb", "http://127.0.0.1:8400/cb", false)]
    [InlineData("http://localhost/cb", "http://[::1]/cb", false)]
    [InlineData("http://localhost/cb", "http://LOCALHOST:8400/cb", false)]
    [InlineData("http://localhost/cb", "http://localhost.:8400/cb", false)]
    [InlineData("http://localhost/cb", "http://localhost:8400.evil.example/cb", false)]
    [InlineData("http://localhost/cb", "http://localhost:8400@evil.example/cb", false)]
    [InlineData("http://localhost/cb", "http://localhost:8400/cb/x", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:8400/cb/", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:8400/cb?x=1", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:8400@evil.example/cb", false)]
    [InlineData("http://127.0.0.1/cb", "https://127.0.0.1:8400/cb", false)]
    [InlineData("https://127.0.0.1/cb", "https://127.0.0.1:8400/cb", false)]
    [InlineData("https://app.example/cb", "https://app.example:8443/cb", false)]
    public void Only_the_port_of_a_native_clients_loopback_address_may_differ(string registered, string asked, bool matches)
    {
        RegisteredRedirectUris.Of([registered], ClientKind.Native, TenantEnvironment.LIVE).Contains(asked).ShouldBe(matches);
        RegisteredRedirectUris.Of([registered], ClientKind.Web, TenantEnvironment.LIVE).Contains(asked).ShouldBeFalse();
        RegisteredRedirectUris.Of([registered], ClientKind.Browser, TenantEnvironment.LIVE).Contains(asked).ShouldBeFalse();
    }

    [Theory]
    [InlineData(ClientKind.Native, TenantEnvironment.LIVE, true)]
    [InlineData(ClientKind.Native, TenantEnvironment.UAT, true)]
    [InlineData(ClientKind.Web, TenantEnvironment.UAT, true)]
    [InlineData(ClientKind.Web, TenantEnvironment.LIVE, false)]
    [InlineData(ClientKind.Browser, TenantEnvironment.UAT, false)]
    [InlineData(ClientKind.Browser, TenantEnvironment.LIVE, false)]
    public void Localhost_is_for_native_clients_and_for_web_clients_in_UAT(ClientKind kind, TenantEnvironment environment, bool isAllowed)
    {
        foreach (var uri in (string[])["http://localhost", "http://localhost/cb", "http://localhost:8400/cb?own=1"])
        {
            (RedirectUri.Fault(uri, kind, environment) is null).ShouldBe(isAllowed, uri);
            RegisteredRedirectUris.Of([uri], kind, environment).Contains(uri).ShouldBe(isAllowed, uri);
        }
        RegisteredRedirectUris
            .Of(["http://localhost:8400/cb"], kind, environment)
            .Contains("http://localhost:8401/cb")
            .ShouldBe(kind is ClientKind.Native); // exact for all others
    }

    [Theory]
    [InlineData("", "A redirect URI must begin with its scheme, such as https://.")]
    [InlineData("app.example/cb", "A redirect URI must begin with its scheme, such as https://.")]
    [InlineData("Https://app.example/cb", "The scheme of a redirect URI must be in lower case, such as https://.")]
    [InlineData("https:/app.example/cb", "After https:, a redirect URI needs exactly two slashes.")]
    [InlineData("https://app.example/cb#x", "A redirect URI can't have a fragment. Remove # and what follows it.")]
    [InlineData("https://app.example\\cb", "A redirect URI can't contain a backslash. Write /.")]
    [InlineData(
        "https://me@app.example/cb",
        "A redirect URI can't contain @, which would make what precedes it a user name. In a path, write %40."
    )]
    [InlineData(
        "https://b\u00fccher.example/cb",
        "A redirect URI can contain only ASCII characters. Write the host name in Punycode (xn--...) and percent-encode the rest."
    )]
    [InlineData("https://app.example/%zz", "In a redirect URI, two hexadecimal digits must follow %. Write %25 for the character itself.")]
    [InlineData(
        "https://app.example/c b",
        "A redirect URI can't contain spaces, control characters, quotation marks, or any of < > ^ ` { | }. Percent-encode them."
    )]
    [InlineData(
        "https://app.example/a/../b",
        "The path of a redirect URI can't contain '.', '..' or empty segments, even if they are encoded."
    )]
    [InlineData("https://app.example:65536/cb", "A redirect URI must have a valid host name, and a port of at most 65535.")]
    [InlineData("https://*.example/cb", "A redirect URI can't have a wildcard in its host name. Register a URI for each host.")]
    [InlineData(
        "https://app_1.example/cb",
        "The host of a redirect URI can contain only letters, digits, hyphens and single dots, and a port only digits."
    )]
    [InlineData(
        "http://app.example/cb",
        "A redirect URI with http must stay on this machine: http://127.0.0.1 or http://[::1]. Use https:// for any other host."
    )]
    [InlineData(
        "http://localhost/cb",
        "A web application can register http://localhost only in UAT. Use https://, or http://127.0.0.1 or http://[::1] for this machine."
    )]
    [InlineData(
        "http://localhost/cb",
        "Only a native app, or a web application in UAT, can register http://localhost. Use http://127.0.0.1 or http://[::1].",
        ClientKind.Browser
    )]
    [InlineData("com.example.app:/cb", "A redirect URI must begin with https://. Only native apps can register a scheme of their own.")]
    [InlineData(
        "com.example.app://cb",
        "After a private scheme, a redirect URI needs exactly one slash, such as com.example.app:/callback (RFC 8252, 7.1).",
        ClientKind.Native
    )]
    [InlineData(
        "myapp:/cb",
        "A private scheme must be a domain name that you own, in reverse order, such as com.example.app:/callback (RFC 8252, 7.1).",
        ClientKind.Native
    )]
    public void What_is_refused_is_refused_for_its_real_reason(string uri, string sentence, ClientKind kind = ClientKind.Web) =>
        RedirectUri.Fault(uri, kind, TenantEnvironment.LIVE).ShouldBe(sentence);

    [Theory]
    [InlineData("https://app.example/*")]
    [InlineData("https://app.example/.+")]
    [InlineData("https://app.example/(cb)?")]
    public void What_looks_like_a_pattern_stands_for_itself(string registered)
    {
        foreach (var kind in Kinds)
        {
            RegisteredRedirectUris.Of([registered], kind, TenantEnvironment.LIVE).Contains(registered).ShouldBeTrue();
            RegisteredRedirectUris.Of([registered], kind, TenantEnvironment.LIVE).Contains("https://app.example/cb").ShouldBeFalse();
        }
    }

    [Fact]
    public void An_empty_list_refuses()
    {
        foreach (var kind in Kinds)
            RegisteredRedirectUris.Of([], kind, TenantEnvironment.LIVE).Contains("https://app.example/cb").ShouldBeFalse();
    }

    [Fact]
    public void What_is_too_long_is_refused()
    {
        var longest = "https://app.example/".PadRight(RedirectUri.MaxLength, 'x');
        RedirectUri.Fault(longest, ClientKind.Web, TenantEnvironment.LIVE).ShouldBeNull();
        RedirectUri
            .Fault(longest + "x", ClientKind.Web, TenantEnvironment.LIVE)
            .ShouldBe("A redirect URI can have at most 2048 characters.");
        RegisteredRedirectUris.Of([longest + "x"], ClientKind.Web, TenantEnvironment.LIVE).Contains(longest + "x").ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://app.example/cb", "https://app.example/cb?code=a%20b%26c&state=%3C%22%3E%0A%C3%A4")]
    [InlineData("https://app.example/cb?own=1", "https://app.example/cb?own=1&code=a%20b%26c&state=%3C%22%3E%0A%C3%A4")]
    [InlineData("https://app.example/cb?", "https://app.example/cb?code=a%20b%26c&state=%3C%22%3E%0A%C3%A4")]
    [InlineData("com.example.app:/cb", "com.example.app:/cb?code=a%20b%26c&state=%3C%22%3E%0A%C3%A4")]
    public void Parameters_are_added_to_those_that_it_has(string uri, string whole) =>
        RedirectUri.With(uri, [new("code", "a b&c"), new("state", "<\">\n\u00e4")]).ShouldBe(whole);

    [Theory]
    [InlineData("https://app.example/cb?x=1", "https://app.example")]
    [InlineData("https://App.Example:8443/cb", "https://app.example:8443")]
    [InlineData("http://127.0.0.1:8400/cb", "http://127.0.0.1:8400")]
    [InlineData("http://[::1]:8400/cb", "http://[::1]:8400")]
    [InlineData("com.example.app:/cb", "com.example.app:")]
    public void The_origin_is_what_a_page_may_lead_to(string uri, string origin) => RedirectUri.Origin(uri).ShouldBe(origin);

    [Fact]
    public void Whatever_can_be_registered_is_one_absolute_URI_to_the_framework_too_and_reads_the_same()
    {
        var piece = Gen.Elements(
            "https://",
            "http://127.0.0.1",
            "com.example.app:/",
            "a",
            "b-",
            ".",
            "..",
            "/",
            "//",
            ":",
            "80",
            "99999",
            "@",
            "%40",
            "%2e",
            "\\",
            ";",
            "?",
            "#",
            "[::1]",
            "\n",
            " ",
            "*",
            "xn--",
            "\u00fc",
            "_",
            "-",
            new string('a', 64)
        );
        foreach (var pieces in Gen.ArrayOf(piece).Resize(8).Sample(Iterations.Of(20_000, 1_000_000)))
        {
            var uri = string.Concat(pieces);
            foreach (var kind in Kinds)
            {
                if (RedirectUri.Fault(uri, kind, TenantEnvironment.LIVE) is not null)
                    continue;
                Uri.TryCreate(uri, UriKind.Absolute, out var parsed).ShouldBeTrue(uri);
                (parsed!.UserInfo, parsed.Fragment).ShouldBe(("", ""), uri);
                uri.ShouldStartWith(parsed.Scheme + ":", Case.Sensitive, uri);
                parsed.PathAndQuery.ShouldBe(Rest(uri).Replace("%2e", "."), uri); // the framework decodes what needs no encoding
                RedirectUri.Origin(uri).ShouldMatch("^(https?://[a-z0-9.:\\[\\]-]+|[a-z0-9.-]+:)\\z");
            }
        }
    }

    /// <summary>What stands behind scheme and authority, as the framework spells it.</summary>
    private static string Rest(string uri)
    {
        var start = uri.StartsWith("http", StringComparison.Ordinal)
            ? uri.IndexOfAny(['/', '?'], uri.IndexOf("://", StringComparison.Ordinal) + 3)
            : uri.IndexOf(':') + 1;
        var rest = start < 0 ? "" : uri[start..];
        if (rest is ['/', >= 'a' and <= 'z', ':', '/', ..] && !uri.StartsWith("http", StringComparison.Ordinal))
            return rest[1..]; // it takes that for a drive of Windows; what is sent is what was registered, to the letter
        return rest.StartsWith('/') ? rest : "/" + rest;
    }
}
