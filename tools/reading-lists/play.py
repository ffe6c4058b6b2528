"""Starts a server with the demo, sends it one kind of request so many times, and stops it: play.py BINARIES NAME TIMES"""

import contextlib
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench/pressure"))

from browser import Browser  # noqa: E402
from database import open_database, publish  # noqa: E402
from server import Server, ask, basic  # noqa: E402

IDLE = 8  # seconds that the server without the requests runs longer, so that no timer runs less often in it
VERIFIER, CHALLENGE = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
CALLBACK = "http://127.0.0.1:8400/callback"


def client_credentials(server, _):
    return lambda: server.token("acme-live").must_be(200, "client credentials")


def authorize(server, _):
    """A person signs in with a password and agrees."""
    query = urllib.parse.urlencode(
        {"response_type": "code", "client_id": "nordia-erp", "redirect_uri": CALLBACK, "scope": "all openid", "state": "state", "prompt": "consent",
         "code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    )  # fmt: skip

    def get_code():
        browser = Browser(server.port)
        browser.sign_in(f"http://{server.login}:{server.port}/connect/authorize?{query}", "ada@nordia.example")
        browser.submit(decision="agree")
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(browser.left).query))["code"]

    return get_code


def refresh(server, database):
    """The refresh token of a person who agreed, spent again and again."""
    given = server.token(
        "nordia-erp", grant_type="authorization_code", code=authorize(server, database)(), redirect_uri=CALLBACK, code_verifier=VERIFIER
    ).must_be(200, "code").json

    def spend():
        given.update(server.token("nordia-erp", grant_type="refresh_token", refresh_token=given["refresh_token"]).must_be(200, "refresh").json)

    return spend


def secret_by_api(server, database):
    """A program of the tenant that may write credentials."""
    database.run("""UPDATE "Clients" SET "Scopes" = '["hub.credentials.write"]' WHERE "Id" = 'acme-live'""")
    publish(database, "Client", "acme-live")
    time.sleep(2)
    token = server.token("acme-live").must_be(200, "token").json["access_token"]
    path = "/api/v1/tenants/acme/credentials/uat/acme-uat/secrets"

    def add():
        answer = post_json(server, path, token, {})
        assert answer[0] == 201, answer

    return add


def post_json(server, path, token, body):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = {"Host": f"{server.hub}:{server.port}", "Authorization": "Bearer " + token, "Content-Type": "application/json"}
    connection.request("POST", path, json.dumps(body), headers)
    response = connection.getresponse()
    return response.status, response.read()


def secret_by_page(server, _):
    browser = Browser(server.port)
    page = f"http://{server.hub}:{server.port}/t/acme/credentials/uat/acme-uat/secrets/add"
    browser.sign_in(page, "manager@acme.example").must_be(200, "the page")

    def add():
        browser.open(page).must_be(200, "the page")
        browser.submit(days="90").must_be(200, "the new secret")

    return add


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    binaries, name, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
    datacentre = "dc3" if name in ("authorize", "refresh") else "dc2"
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        process = subprocess.Popen(
            ["dotnet", f"{binaries}/Tokenhouse.Server.dll", "--Tokenhouse:DataFolder", data, "--Tokenhouse:BaseUrl", f"http://localhost:{port}",
             "--Tokenhouse:Run:0", datacentre],
            cwd=binaries, env=os.environ | {"ASPNETCORE_ENVIRONMENT": "Development"}, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            server = Server(port, process.pid, datacentre)
            wait_until_ready(port)
            act = globals()[name](server, open_database(f"sqlite:{data}/{datacentre}.db"))
            for _ in range(times):
                act()
            time.sleep(1 if times else 1 + IDLE)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def wait_until_ready(port):
    """Asks rarely: what the answers run through must not differ much between two servers."""
    for _ in range(60):
        time.sleep(1)
        with contextlib.suppress(OSError):
            if ask(port, "localhost", "/health/ready").status == 200:
                return
    raise TimeoutError("the server isn't ready after a minute")


if __name__ == "__main__":
    main()
