"""A person before a browser without script: keeps cookies, follows redirects within the server, fills in the forms that are shown."""

import os
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import requests

ADA = "ada@nordia.example"
PASSWORD = "Demo-passw0rd!"


class Form(HTMLParser):
    """The first form of a page: where it goes, and what it has filled in."""

    def __init__(self, html):
        super().__init__()
        self.action, self.fields, self.buttons, self._ended = None, {}, set(), False
        self.feed(html)
        assert self.action is not None, f"There is no form on this page:\n{html}"

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if self._ended:
            return
        if tag == "form":
            self.action = attributes["action"]
        elif tag == "input" and "name" in attributes:
            self.fields[attributes["name"]] = attributes.get("value") or ""
        elif tag == "button" and "name" in attributes:
            self.buttons.add(attributes["name"])

    def handle_endtag(self, tag):
        self._ended = self._ended or tag == "form"


class Person:
    def __init__(self, email=ADA):
        self._email = email
        self._browser = requests.Session()
        self._browser.trust_env = False
        self._browser.verify = os.environ.get("REQUESTS_CA_BUNDLE", True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._browser.close()

    def authorize(self, link, decision="agree"):
        """Goes from a client's link to the client's address again; answers that, with all that it brings."""
        url, html = self._go("GET", link)
        for _ in range(5):
            if html is None:
                return url
            form = Form(html)
            if "password" in form.fields:
                form.fields.update(email=self._email, password=PASSWORD)
            elif "decision" in form.buttons:
                form.fields["decision"] = decision
            else:
                raise AssertionError(f"Nobody can answer this page:\n{html}")
            url, html = self._go("POST", urljoin(url, form.action), form.fields)
        raise AssertionError(f"The pages do not end. The last one:\n{html}")

    def open(self, link):
        """Goes to a page of the server; answers what it shows."""
        return self._go("GET", link)[1]

    def _go(self, method, url, fields=None):
        for _ in range(10):
            response = self._browser.request(method, url, data=fields, allow_redirects=False, timeout=30)
            if "Location" not in response.headers:
                return url, response.text
            url = urljoin(url, response.headers["Location"])
            if not urlsplit(url).hostname.endswith(".localhost"):
                return url, None
            method, fields = "GET", None
        raise AssertionError("The redirects do not end.")
