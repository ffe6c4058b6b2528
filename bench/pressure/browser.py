"""A person with a browser: keeps cookies, follows redirects, fills in forms."""

import html.parser
import urllib.parse

from server import Failure, ask

PASSWORD = "Demo-passw0rd!"


class Forms(html.parser.HTMLParser):
    """The forms of a page: where each goes, what it has hidden, and the names of all its fields."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "form":
            self.found.append((attributes.get("action") or "", {}, set()))
        elif tag in ("input", "button", "textarea", "select") and self.found and "name" in attributes:
            _, hidden, names = self.found[-1]
            names.add(attributes["name"])
            if attributes.get("type") == "hidden":
                hidden[attributes["name"]] = attributes.get("value") or ""


class Browser:
    """One browser. What leads to an application is not followed: its address is in `left`."""

    def __init__(self, port):
        self.port, self.cookies = port, {}
        self.url = self.answer = self.left = None

    def open(self, url):
        return self.go(url, None)

    def go(self, url, form):
        """Asks, follows redirects, and gives the last answer."""
        self.left = None
        for _ in range(10):
            self.answer = self.ask(url, form)
            self.url, form = url, None
            if "location" not in self.answer.headers:
                return self.answer
            url = urllib.parse.urljoin(url, self.answer.headers["location"])
            if not urllib.parse.urlsplit(url).hostname.endswith(".localhost"):
                self.left = url
                return self.answer
        raise Failure(f"The redirects do not end: {url}")

    def ask(self, url, form):
        address = urllib.parse.urlsplit(url)
        path = (address.path or "/") + ("?" + address.query if address.query else "")
        headers = {"Accept": "text/html", "Cookie": self.cookie(address.hostname)}
        answer = ask(self.port, address.hostname, path, form, headers)
        for cookie in answer.headers.cookies:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies.setdefault(address.hostname, {})[name] = value
        return answer

    def cookie(self, host):
        """The header with which the browser names its cookies to a host."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.get(host, {}).items())

    def form(self, **fields):
        """The form of the page that has those fields, filled in: where it goes, and what with."""
        for action, hidden, names in Forms(self.answer.body).found:
            if names.issuperset(fields):
                return urllib.parse.urljoin(self.url, action), hidden | fields
        raise Failure(f"{self.url} has no form with {', '.join(fields)}: {self.answer.status} {self.answer.body[:300]}")

    def submit(self, **fields):
        return self.go(*self.form(**fields))

    def sign_in(self, url, email):
        """Opens a page that asks for a sign-in, and signs in."""
        self.open(url)
        return self.submit(email=email, password=PASSWORD)
