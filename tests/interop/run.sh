#!/usr/bin/env bash
# Runs real OAuth clients against a running server: run.sh [path of Tokenhouse.Server.dll]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/server.sh"
dll=$(find_server "$@")
cd "$here"
install_node_packages .

url=http://localhost:$(free_port)
start_server "$dll" "$url"

# Run both, even if the first fails. Name the files: without names, node would find no tests and not fail.
# Use Debian's Python, which finds Debian's Authlib.
status=0
TOKENHOUSE_URL=$url timeout --foreground 120 node --test ./*.test.js || status=1
TOKENHOUSE_URL=$url PYTHONDONTWRITEBYTECODE=1 timeout --foreground 120 /usr/bin/python3 -m unittest --verbose ./test_*.py 2>&1 || status=1
exit "$status"
