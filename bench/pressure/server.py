"""The server that is measured, and an API beside it: asked over HTTP as others ask them."""

import base64
import http.client
import json
import os
import subprocess
import urllib.parse
from dataclasses import dataclass


class Failure(Exception):
    """Something that must not happen happened: the run ends with this sentence."""


@dataclass
class Answer:
    """An answer, read whole."""

    status: int
    headers: dict
    body: str

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def retry_after(self):
        return self.headers.get("retry-after")

    def must_be(self, status, what):
        """The answer itself, if it has that status."""
        if self.status != status:
            raise Failure(f"{what}: {self.status} instead of {status}. {self.body[:300]}")
        return self


def ask(port, host, path, form=None, headers=None):
    """Asks once, on a connection of its own: a POST when there is a form. An answer of 500 ends the run."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        everything = {"Host": f"{host}:{port}"} | (headers or {})
        if form is not None:
            everything["Content-Type"] = "application/x-www-form-urlencoded"
        body = None if form is None else urllib.parse.urlencode(form)
        connection.request("GET" if form is None else "POST", path, body, everything)
        response = connection.getresponse()
        answer = Answer(response.status, Headers(response), response.read().decode("utf-8", "replace"))
    finally:
        connection.close()
    if answer.status == 500:
        raise Failure(f"{host}{path} answers 500: {answer.body[:300]}")
    return answer


class Headers(dict):
    """The headers of an answer by their names in lower case, and the cookies that it sets."""

    def __init__(self, response):
        super().__init__((name.lower(), value) for name, value in response.getheaders())
        self.cookies = [value for name, value in response.getheaders() if name.lower() == "set-cookie"]


def memory(pid):
    """The megabytes that a process has in memory, and the most that it had."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        sizes = dict(line.split(":", 1) for line in status)
    return [int(sizes[name].split()[0]) // 1024 for name in ("VmRSS", "VmHWM")]


class Server:
    """A server that runs one datacentre with the demonstration in it."""

    def __init__(self, port, pid, datacentre):
        self.port, self.pid = port, pid
        self.login, self.hub = f"login.{datacentre}.localhost", f"hub.{datacentre}.localhost"

    def ask(self, path, form=None, client=None):
        """Asks at the site of LIVE; as a client, if one is named."""
        return ask(self.port, self.login, path, form, client and basic(client))

    def token(self, client, **fields):
        """Asks for a token; for a machine's unless the fields say otherwise."""
        return self.ask("/connect/token", {"grant_type": "client_credentials"} | fields, client)

    def machine_token(self, client):
        """A machine's token, which it must get."""
        return self.token(client).must_be(200, f"a token for {client}").json["access_token"]

    def revoke(self, token, client):
        return self.ask("/connect/revoke", {"token": token}, client)

    def health(self, name):
        return ask(self.port, "localhost", "/health/" + name)

    def load(self, client, seconds):
        """Asks for tokens, about a thousand a second: p50 and p99 in milliseconds. Anything but a token ends the run."""
        form = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret(client)}
        settings = {"BENCH_HOST": f"{self.login}:{self.port}", "BENCH_FORM": urllib.parse.urlencode(form), "BENCH_TOKEN": "", "BENCH_FROM": "", "BENCH_PAUSE": "32"}
        command = ["wrk", "-t1", "-c32", f"-d{seconds}s", "-s", "bench/varied.lua", f"http://127.0.0.1:{self.port}/connect/token"]
        said = subprocess.run(command, env=os.environ | settings, stdout=subprocess.PIPE, text=True, check=True).stdout
        _, p50, p99, broken, statuses = said.split("BENCH ")[1].split()
        if broken != "0" or not statuses.startswith("200x") or statuses.count("x") > 1:
            raise Failure(f"tokens: {statuses} {broken} broken connections.")
        return float(p50), float(p99)


class Api:
    """An API with the package, whose protected path takes tokens."""

    def __init__(self, port, pid):
        self.port, self.pid = port, pid

    def call(self, token):
        return ask(self.port, "127.0.0.1", "/protected", headers={"Authorization": f"Bearer {token}"})

    def health(self):
        """What its health says, in words."""
        return ask(self.port, "127.0.0.1", "/health").body


def secret(client):
    """The secret of a client of the demonstration."""
    return f"{client}-demo-secret"


def basic(client):
    """How a client proves its secret (RFC 6749, 2.3.1)."""
    return {"Authorization": "Basic " + base64.b64encode(f"{client}:{secret(client)}".encode()).decode()}
