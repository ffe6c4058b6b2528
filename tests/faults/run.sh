#!/usr/bin/env bash
# Runs three servers over PostgreSQL under load, breaks something, and checks that nothing is lost and everything works again:
#   run.sh [--only NAME[,NAME]] [--long] [--write] [--logs FOLDER] [path of Tokenhouse.Server.dll]
#   --only   some faults; --long   all faults, with a minute of load each; --write   the table to docs/faults.md; --logs   keeps what the servers print
# It needs PostgreSQL, PgBouncer, HAProxy and Node.js, and must be able to mount a small file system.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
options=() dll=
while [ $# -gt 0 ]; do
  case $1 in
    --only | --logs) options+=("$1" "${2:?$1 needs a value}"); shift ;;
    --long | --write) options+=("$1") ;;
    -*) echo "usage: run.sh [--only NAME[,NAME]] [--long] [--write] [--logs FOLDER] [DLL]" >&2; exit 64 ;;
    *) dll=$1 ;;
  esac
  shift
done

dll=$(realpath -m "${dll:-$here/../../src/Tokenhouse.Server/bin/Debug/net10.0/Tokenhouse.Server.dll}")
[ -f "$dll" ] || { echo "No server found at $dll. Build it first: dotnet build src/Tokenhouse.Server" >&2; exit 1; }

exec node "$here/main.js" --dll "$dll" "${options[@]}"
