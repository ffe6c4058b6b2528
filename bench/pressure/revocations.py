"""Revocations without end by one client of one tenant: what an API is told of them, how soon, and whether anyone else notices."""

import hashlib
import threading
import time
import uuid

from database import copy_row, now, publish
from report import budget, row, sentence
from server import Failure, memory, secret

HOSTILE, ITS_TENANT = "globex-live", 6784
EARLIER = "earlier-live"  # another client of that tenant, whose rows an earlier release wrote
CALM, CALM_TENANT = "calm-live", 451
BOUND = 1_000  # revoked tokens of a client that are told one by one
ROWS = 370_000
ENDLESS_SECONDS = 10
LONGEST = 90


def measure(server, database, api):
    """One by one up to the bound, one more, without end, and the rows of an earlier release."""
    arrange(database, server)
    calm = Calm(server, api)
    calm.start()
    told = Told(server, database, api)
    up_to_the_bound(told)
    beyond_it(told)
    without_end(told)
    rows_of_an_earlier_release(told)
    calm.stop()
    calm.tell(database)


def arrange(database, server):
    """A client of another tenant with an allowlist, and one whose rows an earlier release wrote."""
    add_client(database, EARLIER, ITS_TENANT)
    add_client(database, CALM, CALM_TENANT)
    copy_row(database, "Contracts", f"""\"TenantId" = {ITS_TENANT} AND "Environment" = 'LIVE'""", Id=new_id(), TenantId=str(CALM_TENANT))
    database.run(
        f"""INSERT INTO "AllowedNetworks" ("Id", "TenantId", "Environment", "ClientId", "Network", "Label", "AddedBy", "AddedAt")
        VALUES ({new_id()}, {CALM_TENANT}, 'LIVE', '{CALM}', '127.0.0.1/32', 'here', '', {now()})"""
    )
    for topic, key in (("Client", EARLIER), ("Client", CALM), ("Tenant", CALM_TENANT)):
        publish(database, topic, key)
    wait(lambda: all(server.token(client).status == 200 for client in (EARLIER, CALM)), "the clients that were added")


def add_client(database, name, tenant):
    """A client like the hostile one, with a secret of its own."""
    hashed = database.blob(hashlib.sha256(secret(name).encode()).digest())
    copy_row(database, "Clients", f"\"Id\" = '{HOSTILE}'", Id=f"'{name}'", TenantId=str(tenant))
    copy_row(database, "Secrets", f"\"ClientId\" = '{HOSTILE}'", Id=new_id(), ClientId=f"'{name}'", TenantId=str(tenant), Hash=hashed)


def new_id():
    """A new key, as SQL; in capitals, as the embedded database compares them."""
    return f"'{str(uuid.uuid4()).upper()}'"


def wait(is_so, what):
    """The seconds until something is so."""
    begun = time.monotonic()
    while not is_so():
        if time.monotonic() - begun > LONGEST:
            raise Failure(f"waited for {what} for {LONGEST} s")
        time.sleep(0.02)
    return time.monotonic() - begun


class Told:
    """What the API is told, and a row of the table about it."""

    def __init__(self, server, database, api):
        self.server, self.database, self.api = server, database, api

    def state(self, query):
        return self.server.ask("/connect/client-state" + query, client="hr-api").must_be(200, "the client state")

    def of_tenant(self):
        """What is said of the tenant whose clients revoke; None when nothing is."""
        return self.state(f"?tenant={ITS_TENANT}").json["tenants"].get(str(ITS_TENANT))

    def size(self):
        """The bytes of the index, and of the document of the tenant."""
        return len(self.state("?by=tenant").body), len(self.state(f"?tenant={ITS_TENANT}").body)

    def accepted(self, client):
        """A new token, which the API takes."""
        token = self.server.machine_token(client)
        self.api.call(token).must_be(200, f"a token of {client} at the API")
        return token

    def revoke(self, token):
        self.server.revoke(token, HOSTILE).must_be(200, "a revocation")

    def heard(self, token, words):
        """The seconds until the API refuses a token, and until its health says why."""
        refused = wait(lambda: self.api.call(token).status == 401, "the API to refuse a token")
        wait(lambda: words in self.api.health(), f"the API's health to say: {words}")
        return refused

    def tell(self, what, duration, heard):
        index, tenant = self.size()
        sizes = [f"{size / 1024:.1f}" for size in (index, tenant)]
        memories = [memory(process.pid)[0] for process in (self.server, self.api)]
        row(f"{self.database.name}, {what}", duration, *sizes, f"{heard:.1f}", *memories, self.api.health())
        budget(f"the API refuses what was revoked, {what}, {self.database.name}", heard, 3, " s")
        budget(f"document of the tenant, {what}, {self.database.name}", tenant / 1024, 100, " KB")


def up_to_the_bound(told):
    """Half of the bound, from where the health of the API must say so, and all of it."""
    tokens = [told.accepted(HOSTILE) for _ in range(BOUND)]
    for count, part in ((BOUND // 2, tokens[: BOUND // 2]), (BOUND, tokens[BOUND // 2 :])):
        begun = time.monotonic()
        for token in part:
            told.revoke(token)
        rate = len(part) / (time.monotonic() - begun)
        told.tell(f"{count:,} one by one", f"{rate:.0f} a second", told.heard(part[-1], f"has {count} of at most"))


def beyond_it(told):
    """One more: whatever the client got before is revoked, what it gets later is good."""
    before, one_more = told.accepted(HOSTILE), told.accepted(HOSTILE)
    time.sleep(4)  # the servers' clocks may differ by two seconds, and tokens say whole ones
    later = told.accepted(HOSTILE)
    begun = time.monotonic()
    told.revoke(one_more)
    took = time.monotonic() - begun
    told.tell("one more", f"{took * 1000:.0f} ms", told.heard(before, "all tokens issued to it before"))
    told.api.call(later).must_be(200, "a token that was issued after the line")


def without_end(told):
    """Tokens are issued and revoked as fast as one program can."""
    until, count, largest = time.monotonic() + ENDLESS_SECONDS, 0, 0
    while time.monotonic() < until:
        last = told.server.machine_token(HOSTILE)
        told.revoke(last)
        count += 1
        if count % 200 == 0:
            largest = max(largest, told.size()[1])
    heard = told.heard(last, "all tokens issued to it before")
    told.tell(f"{count:,} more without end", f"{count / ENDLESS_SECONDS:.0f} a second, issued too", heard)
    sentence(f"{told.database.name}, meanwhile: the document of the tenant had at most {largest / 1024:.1f} KB.")


def rows_of_an_earlier_release(told):
    """As many as a client makes in 22 minutes, which an earlier release stored and told one by one."""
    before = told.accepted(EARLIER)
    time.sleep(2)  # what is issued later is not among them
    begun = time.monotonic()
    insert_rows(told.database)
    stored = time.monotonic() - begun
    time.sleep(1.1)
    publish(told.database, "Token")
    said = wait(lambda: EARLIER in (told.of_tenant() or {}).get("revoked_before", {}), "the server to say so")
    heard = said + told.heard(before, f"Client {EARLIER}")
    told.tell(f"{ROWS:,} of an earlier release", f"said after {said:.1f} s, stored in {stored:.1f} s", heard)
    told.accepted(EARLIER)


def insert_rows(database):
    """Issued and revoked at 278 a second until now."""
    at = now()
    database.run(
        f"""INSERT INTO "AccessTokens" ("Hash", "TenantId", "Environment", "ClientId", "Audience", "Scope", "IssuedAt", "ExpiresAt", "RevokedAt")
        SELECT {database.random_hash}, {ITS_TENANT}, 'LIVE', '{EARLIER}', 'urn:tokenhouse:hr', 'Public.Application.Read',
            {at} - n * 1000 / 278, {at} + 3000000, {at} FROM {database.numbers(ROWS)}"""
    )


class Calm(threading.Thread):
    """A client of another tenant, with an allowlist: it must get tokens, and the API must take them, all the time."""

    def __init__(self, server, api):
        super().__init__(daemon=True)
        self.server, self.api = server, api
        self.calls, self.slowest, self.fault, self.goes_on = 0, 0, None, True

    def run(self):
        while self.goes_on and self.fault is None:
            begun = time.monotonic()
            try:
                self.api.call(self.server.machine_token(CALM)).must_be(200, "a client of another tenant")
            except Exception as exception:  # whatever it is, the run ends with it
                self.fault = exception
            self.calls, self.slowest = self.calls + 1, max(self.slowest, time.monotonic() - begun)
            time.sleep(0.05)

    def stop(self):
        self.goes_on = False
        self.join()
        if self.fault:
            raise Failure(f"call {self.calls} of a client of another tenant: {self.fault}")

    def tell(self, database):
        peaks = [memory(process.pid)[1] for process in (self.server, self.api)]
        sentence(
            f"{database.name}, beside all this: a client of another tenant with an allowlist got a token and called the API {self.calls} times, never refused,"
            f" the slowest in {self.slowest * 1000:.0f} ms. The most memory was {peaks[0]} MB of the server and {peaks[1]} MB of the API."
        )
        budget(f"slowest token and call of another tenant beside all revocations, {database.name}", self.slowest, 2, " s")
