"""The database of the server that is measured, as its administrator works with it."""

import os
import subprocess
import time


def open_database(address):
    """`sqlite:FILE`, or `postgres:CONNECTION` as psql writes it."""
    kind, where = address.split(":", 1)
    return {"sqlite": Sqlite, "postgres": Postgres}[kind](where)


def output(command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


class Sqlite:
    """An embedded database."""

    name = "sqlite"
    random_hash = "randomblob(32)"

    def __init__(self, file):
        self.file = file

    @staticmethod
    def blob(data):
        return f"x'{data.hex()}'"

    def run(self, sql, wait=20_000):
        return output(["sqlite3", "-cmd", f".timeout {wait}", self.file, sql])

    def columns(self, table):
        return self.run(f"SELECT name FROM pragma_table_info('{table}')").split()

    @staticmethod
    def numbers(count):
        """A table of the numbers from 1 on."""
        return f"(WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {count}) SELECT n FROM n) AS numbers"

    def connections(self, pid):
        """How many are open, and whether one has held the database for a while: then the log cannot be begun again."""
        files = (f"/proc/{pid}/fd/{handle}" for handle in os.listdir(f"/proc/{pid}/fd"))
        opened = sum(os.path.exists(file) and os.readlink(file) == self.file for file in files)
        return opened, int(self.run("PRAGMA wal_checkpoint(RESTART)", wait=1_000).split("|")[0])

    def settle(self):
        """Leaves no room inside its files: what is stored next makes one longer."""
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def set_read_only(self, is_on):
        """As a file system that has become read-only refuses it: the flag holds for files that are open, too."""
        files = [self.file, self.file + "-wal"]
        as_root = [] if os.geteuid() == 0 else ["sudo"]
        output([*as_root, "chattr", "+i" if is_on else "-i", *filter(os.path.exists, files)])


class Postgres:
    """A database of a PostgreSQL cluster."""

    name = "postgres"
    random_hash = "sha256(random()::text::bytea)"

    def __init__(self, connection):
        self.connection = connection

    @staticmethod
    def blob(data):
        return f"'\\x{data.hex()}'"

    def run(self, sql, database=None):
        connection = self.connection + (f" dbname={database}" if database else "")
        return output(["psql", connection, "-v", "ON_ERROR_STOP=1", "-tAqc", sql])

    def columns(self, table):
        return self.run(f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'").split()

    @staticmethod
    def numbers(count):
        """A table of the numbers from 1 on."""
        return f"generate_series(1, {count}) AS numbers(n)"

    def connections(self, _):
        """How many are open, and how many have been busy for more than a second."""
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        busy = "count(*) FILTER (WHERE state <> 'idle' AND state_change < now() - interval '1 second')"
        return [int(count) for count in self.run(f"SELECT count(*), {busy} FROM pg_stat_activity WHERE {others}").split("|")]

    def settle(self):
        """There is room inside the pages of its tables, which goes first."""

    def set_read_only(self, is_on):
        """As after a failover: the connections are closed, and new ones find it so."""
        name = self.run("SELECT current_database()")
        self.run(f"ALTER DATABASE {name} SET default_transaction_read_only = {'on' if is_on else 'off'}", "postgres")
        self.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'", "postgres")


def copy_row(database, table, where, **changes):
    """Adds a row like the first that the condition names, with some columns changed; the values are SQL."""
    columns = database.columns(table)
    values = [changes.get(column, f'"{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    database.run(f'INSERT INTO "{table}" ({names}) SELECT {", ".join(values)} FROM "{table}" WHERE {where} LIMIT 1')


def publish(database, topic, key=""):
    """Tells every server that something of that topic changed, as the product does with each change."""
    database.run(f"""INSERT INTO "Changes" ("Topic", "Key", "At") VALUES ('{topic}', '{key}', {now()})""")


def now():
    """Milliseconds since 1970, as the database keeps times."""
    return int(time.time() * 1000)
