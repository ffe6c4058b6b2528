"""A database that reads and does not store: read-only, and on a disk that is full. What is asked meanwhile, and how long it takes to come back."""

import concurrent.futures
import contextlib
import os
import time
import urllib.parse

from browser import Browser
from report import budget, row
from server import Failure

WEB, MACHINE, PERSON = "nordia-erp", "globex-live", "ada@nordia.example"
CALLBACK = "http://127.0.0.1:8400/callback"
MOST = 200  # attempts: a page of a table may have room for some rows, although the disk is full
LONGEST = 60


def measure(server, database, folder):
    """Both faults, one after the other; the folder is on the small disk."""
    for name, fault in (("read-only", read_only(database)), ("disk full", full_disk(database, folder))):
        measure_fault(server, database, name, fault)


@contextlib.contextmanager
def read_only(database):
    database.set_read_only(True)
    try:
        yield
    finally:
        database.set_read_only(False)


@contextlib.contextmanager
def full_disk(database, folder):
    """Fills the disk to the last byte."""
    database.settle()
    filler = os.path.join(folder, "filler")
    try:
        write_until_full(filler)
        yield
    finally:
        os.remove(filler)


def write_until_full(file):
    with open(file, "wb", buffering=0) as filler:
        for size in (1 << 20, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while True:
                    filler.write(b"x" * size)
        os.fsync(filler.fileno())


def measure_fault(server, database, name, fault):
    house = Household(server)
    with fault:
        results = house.ask_everything()
        health = [server.health(kind) for kind in ("ready", "writable")]
        freed = Clock()
    back = freed.until(lambda: server.health("writable").status == 200)
    house.must_be_well(freed)
    all_back = freed.seconds()
    row(f"{database.name}, {name}", *results, *(f"{answer.status} `{answer.body}`" for answer in health), f"{back:.1f}", f"{all_back:.1f}")
    if [answer.status for answer in health] != [200, 503] or health[0].json["status"] != "degraded":
        raise Failure(f"{name}: health says {[(answer.status, answer.body) for answer in health]}")
    budget(f"slowest answer while it is {name}, {database.name}", house.slowest, 10, " s")
    budget(f"until all is stored again by itself after it was {name}, {database.name}", all_back, 5, " s")


class Clock:
    """Seconds since a moment."""

    def __init__(self):
        self.begun = time.monotonic()

    def seconds(self):
        return time.monotonic() - self.begun

    def until(self, is_so):
        """How long it takes until something is so."""
        while not is_so():
            if self.seconds() > LONGEST:
                raise Failure(f"not back after {LONGEST} s")
            time.sleep(0.05)
        return self.seconds()


def is_given(answer, what):
    """Whether it was stored. Anything but success, or 503 with Retry-After, ends the run."""
    if answer.status < 400:
        return True
    if answer.status == 503 and answer.retry_after:
        return False
    raise Failure(f"{what}: {answer.status}, Retry-After {answer.retry_after}. {answer.body[:300]}")


class Household:
    """Those who need something from the server, with what they have in their hands before it fails."""

    def __init__(self, server):
        self.server, self.slowest = server, 0
        self.browser = Browser(server.port)
        self.browser.sign_in(f"http://{server.login}:{server.port}/account", PERSON).must_be(200, "a sign-in")
        self.refresh_token = self.redeem(self.consent()).must_be(200, "a code").json["refresh_token"]
        self.codes = [self.consent() for _ in range(3)]
        self.open_consent()
        self.page = self.browser.form(decision="agree")
        self.machine_tokens = [server.machine_token(MACHINE) for _ in range(MOST)]
        self.revoked = []

    def open_consent(self):
        query = {"response_type": "code", "client_id": WEB, "redirect_uri": CALLBACK, "state": "xyz", "prompt": "consent"}
        url = f"http://{self.server.login}:{self.server.port}/connect/authorize?" + urllib.parse.urlencode(query)
        return self.browser.open(url).must_be(200, "the page that asks for consent")

    def consent(self):
        """Agrees, and gives the code."""
        self.open_consent()
        self.browser.submit(decision="agree")
        return urllib.parse.parse_qs(urllib.parse.urlsplit(self.browser.left or "").query)["code"][0]

    def ask_everything(self):
        """What each gets: its answers until something is refused, and the first refusal."""
        results = [
            self.until_refused(self.refresh),
            self.until_refused(self.redeem_next),
            self.until_refused(self.agree_again),
            self.until_refused(self.sign_in),
            self.until_refused(self.revoke_next),
        ]
        self.revoke_many()
        machine = self.timed(lambda: self.server.token(MACHINE)).must_be(200, "a machine's token")
        return [machine.status, *results]

    def timed(self, attempt):
        clock = Clock()
        answer = attempt()
        self.slowest = max(self.slowest, clock.seconds())
        return answer

    def until_refused(self, attempt):
        """Attempts until something is not stored: how often it was, and the refusal."""
        for count in range(MOST):
            answer = self.timed(attempt)
            if not is_given(answer, attempt.__name__):
                return f"{f'200 ×{count}, ' if count else ''}503 ({answer.retry_after} s)"
        raise Failure(f"{attempt.__name__}: nothing was refused in {MOST} attempts")

    def refresh(self):
        answer = self.server.token(WEB, grant_type="refresh_token", refresh_token=self.refresh_token)
        if answer.status == 200:
            self.refresh_token = answer.json["refresh_token"]
        return answer

    def redeem(self, code):
        return self.server.token(WEB, grant_type="authorization_code", code=code, redirect_uri=CALLBACK)

    def redeem_next(self):
        """The code stays in hand unless it was spent."""
        answer = self.redeem(self.codes[0])
        if answer.status == 200:
            self.codes.pop(0)
        return answer

    def agree_again(self):
        """Sends the form of the page that is open, as a person does who was asked to try again."""
        return self.browser.go(*self.page)

    def sign_in(self):
        browser = Browser(self.server.port)
        return browser.sign_in(f"http://{self.server.login}:{self.server.port}/account", PERSON)

    def revoke_next(self):
        """What was answered with 200 must be revoked, also after everything."""
        token = self.machine_tokens.pop()
        answer = self.server.revoke(token, MACHINE)
        if answer.status == 200:
            self.revoked.append(token)
        return answer

    def revoke_many(self):
        """Many at the same time, on many connections to the database: whether all of them were stored."""
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            return all(pool.map(lambda token: is_given(self.server.revoke(token, MACHINE), "revoke"), self.machine_tokens[:96]))

    def must_be_well(self, clock):
        """Everything that was refused is given, for what was in hand all the time."""
        for attempt in (self.refresh, self.redeem_next, self.agree_again, self.sign_in):
            clock.until(lambda attempt=attempt: is_given(attempt(), attempt.__name__))
        clock.until(self.revoke_many)
        for token in self.revoked:
            if self.server.ask("/connect/introspect", {"token": token}, "hr-api").must_be(200, "introspection").json["active"]:
                raise Failure("a token whose revocation was answered with 200 is active")
