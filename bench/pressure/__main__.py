"""Measures what one tenant, one reader or a broken disk costs all others; `bench/steps/pressure.sh` starts what is measured."""

import argparse
import sys

import readers
import revocations
import storage
from database import open_database
from server import Api, Failure, Server


def arguments():
    parser = argparse.ArgumentParser(prog="python3 bench/pressure", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="of the server")
    parser.add_argument("--pid", type=int, required=True, help="of the server")
    parser.add_argument("--datacentre", required=True, help="which one it runs")
    parser.add_argument("--database", required=True, help="sqlite:FILE or postgres:CONNECTION")
    parts = parser.add_subparsers(dest="part", required=True)
    parts.add_parser("readers").add_argument("bounds", choices=["default", "raised"])
    parts.add_parser("storage").add_argument("folder", help="on the disk that is filled")
    api = parts.add_parser("revocations")
    api.add_argument("api_port", type=int)
    api.add_argument("api_pid", type=int)
    return parser.parse_args()


def main():
    given = arguments()
    server = Server(given.port, given.pid, given.datacentre)
    database = open_database(given.database)
    if given.part == "readers":
        readers.measure(server, database, given.bounds)
    elif given.part == "storage":
        storage.measure(server, database, given.folder)
    else:
        revocations.measure(server, database, Api(given.api_port, given.api_pid))


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit(f"pressure: {failure}")
