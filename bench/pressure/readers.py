"""Slow readers: very many downloads of a long audit, at 600 bytes a second each, beside tokens and sign-ins of others."""

import select
import socket
import statistics
import threading
import time

from browser import Browser
from database import now
from report import budget, row
from server import Failure, ask, memory

READERS, PACE = 200, 600
ROWS, NOTE = 19_000, 900
SECONDS = 5
PATIENCE = 120
TENANT, CLIENT = "acme", "acme-live"
EXPORT = f"/t/{TENANT}/audit/export?format=json"
READER, PERSON = "reader@acme.example", "manager@acme.example"


def measure(server, database, bounds):
    """Before the readers and beside them. The bounds are `default`, or `raised` so far that every reader gets its file."""
    fill(database)
    reader = Browser(server.port)
    reader.sign_in(f"http://{server.hub}:{server.port}/t/{TENANT}/audit", READER).must_be(200, "the page of the audit")
    cookie = reader.cookie(server.hub)
    size = len(export(server, cookie).must_be(200, "a reader who takes everything").body)
    server.load(CLIENT, SECONDS)  # warms up
    before = Picture(server, database)
    crowd = Crowd(server, cookie)
    crowd.start()
    crowd.wait(lambda: not crowd.answered(None), "answers")
    beside = Picture(server, database)
    if bounds == "raised":
        crowd.wait(lambda: not crowd.reading(), "readers who are cut off")
    crowd.stop()
    tell(database, bounds, size, before, beside, crowd)


def fill(database):
    """Puts about 19 MB into the audit of a tenant."""
    tenant = f"""(SELECT "Id" FROM "Tenants" WHERE "Slug" = '{TENANT}')"""
    database.run(f"""DELETE FROM "Audit" WHERE "TenantId" = {tenant}""")
    database.run(
        f"""INSERT INTO "Audit" ("TenantId", "Sequence", "At", "Actor", "Address", "CorrelationId", "Act", "Target", "After", "PreviousHash", "Hash")
        SELECT {tenant}, n, {now()}, '{PERSON}', '', '', 'credential.changed', '{CLIENT}', '{{"note":"{"x" * NOTE}"}}',
            {database.blob(b"0")}, {database.blob(b"0")} FROM {database.numbers(ROWS)}"""
    )


def export(server, cookie):
    return ask(server.port, server.hub, EXPORT, headers={"Cookie": cookie})


class Picture:
    """What others get from the server at a time: tokens, sign-ins, and what it holds meanwhile."""

    def __init__(self, server, database):
        self.tokens = server.load(CLIENT, SECONDS)
        self.open, self.busy = database.connections(server.pid)
        self.sign_ins = [sign_in(server) for _ in range(5)]
        self.health = [server.health(name).must_be(200, name).json["status"] for name in ("ready", "writable")]
        self.memory = memory(server.pid)[0]
        if self.health != ["ready", "writable"]:
            raise Failure(f"health: {self.health}")

    def columns(self):
        sign_ins = [statistics.median(self.sign_ins), max(self.sign_ins)]
        return [*(f"{ms:.2f}" for ms in self.tokens), *(f"{ms:.0f}" for ms in sign_ins), self.open, self.busy, ", ".join(self.health), self.memory]


def sign_in(server):
    """The milliseconds from opening the page to being signed in."""
    begun = time.perf_counter()
    Browser(server.port).sign_in(f"http://{server.login}:{server.port}/account", PERSON).must_be(200, "a sign-in")
    return (time.perf_counter() - begun) * 1000


class Reader:
    """A download whose reader takes 600 bytes a second."""

    def __init__(self, server, cookie):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.connect(("127.0.0.1", server.port))
        self.socket.sendall(f"GET {EXPORT} HTTP/1.1\r\nHost: {server.hub}:{server.port}\r\nCookie: {cookie}\r\n\r\n".encode())
        self.begun, self.head, self.lasted = time.monotonic(), b"", None

    @property
    def status(self):
        """None before the answer begins."""
        return int(self.head.split()[1]) if self.head else None

    @property
    def says_when(self):
        return b"\r\nretry-after:" in self.head.lower()

    def take(self):
        """Takes a little. An answer that is no file is let go of; one that was cut off is noted at once, whatever lies in buffers."""
        hung_up = select.poll()
        hung_up.register(self.socket, 0)
        try:
            taken = self.socket.recv(PACE, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except ConnectionError:
            taken = b""
        self.head = self.head if len(self.head) > PACE else self.head + taken
        if not taken or hung_up.poll(0) or self.status != 200:
            self.lasted = time.monotonic() - self.begun
            self.socket.close()


class Crowd(threading.Thread):
    """All readers, of one person."""

    def __init__(self, server, cookie):
        super().__init__(daemon=True)
        self.readers = [Reader(server, cookie) for _ in range(READERS)]
        self.goes_on = True

    def run(self):
        while self.goes_on:
            for reader in self.readers:
                if reader.lasted is None:
                    reader.take()
            time.sleep(1)

    def stop(self):
        self.goes_on = False
        self.join()

    def wait(self, is_so, what):
        until = time.monotonic() + PATIENCE
        while not is_so():
            if time.monotonic() > until or not self.is_alive():
                raise Failure(f"waited for {what} for {PATIENCE} s: {len(self.answered(None))} wait, {len(self.reading())} read")
            time.sleep(0.2)

    def answered(self, status):
        return [reader for reader in self.readers if reader.status == status]

    def reading(self):
        return [reader for reader in self.answered(200) if reader.lasted is None]


def tell(database, bounds, size, before, beside, crowd):
    """Rows of the table, and what must hold."""
    given, refused = crowd.answered(200), crowd.answered(429)
    if len(given) + len(refused) != READERS or not all(reader.says_when for reader in refused):
        raise Failure(f"of {READERS} readers {len(given)} got 200, {len(refused)} 429 with Retry-After")
    if bounds == "raised" and refused:
        raise Failure(f"{len(refused)} readers were refused although the bounds were raised")
    cut = [reader.lasted for reader in given if reader.lasted]
    lasted = f"{min(cut):.0f} to {max(cut):.0f} s" if cut else ""
    row(f"{database.name}, before", "", "", "", *before.columns())
    row(f"{database.name}, beside {READERS}, bounds {bounds}", len(given), len(refused), lasted, *beside.columns())
    whose = f"beside {len(given)} slow readers of {size / 1e6:.0f} MB, {database.name}"
    budget(f"p99 of tokens {whose}, times before", beside.tokens[1] / before.tokens[1], 2, "")
    budget(f"slowest sign-in {whose}", max(beside.sign_ins), 2000, " ms")
    budget(f"connections busy for over a second {whose}", beside.busy, 1, "")
    if cut:
        budget(f"until the last was cut off, {database.name}", max(cut), 60, " s")
