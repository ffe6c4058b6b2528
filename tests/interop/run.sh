#!/usr/bin/env bash
# Runs real OAuth clients against a running server: run.sh [path of Tokenhouse.Server.dll]
set -euo pipefail

# A relative path is relative to the caller; only the default is relative to this folder.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dll=$(realpath -m "${1:-$here/../../src/Tokenhouse.Server/bin/Debug/net10.0/Tokenhouse.Server.dll}")
if [[ ! -f $dll ]]; then
  echo "No server found at $dll. Build it first: dotnet build src/Tokenhouse.Server" >&2
  exit 1
fi
cd "$here"

# npm writes the inner file last, so an interrupted installation is repeated.
if [[ package-lock.json -nt node_modules/.package-lock.json ]]; then
  timeout --foreground 300 npm ci --no-audit --no-fund
fi

tmp=$(mktemp -d)
server=
stop() {
  if [[ -n $server ]]; then
    kill "$server" 2>/dev/null || true
    # The server answers requests in progress first; a request that hangs must not hang the tests.
    for _ in {1..100}; do
      kill -0 "$server" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$tmp"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

port=$(node -e 'const s = require("node:net").createServer().listen(0, () => { console.log(s.address().port); s.close(); })')
url=http://localhost:$port

ASPNETCORE_ENVIRONMENT=Development dotnet "$dll" --Tokenhouse:BaseUrl "$url" --Tokenhouse:DataFolder "$tmp/data" >"$tmp/log" 2>&1 &
server=$!

ready=
for _ in {1..300}; do
  kill -0 "$server" 2>/dev/null || break
  if curl --silent --fail --max-time 2 --noproxy '*' --output /dev/null "$url/health/ready"; then
    ready=yes
    break
  fi
  sleep 0.2
done
if [[ -z $ready ]]; then
  echo "The server at $url didn't become ready. Its output:" >&2
  cat "$tmp/log" >&2
  exit 1
fi

# Run both, even if the first fails. Name the files: without names, node would find no tests and not fail.
# Use Debian's Python, which finds Debian's Authlib.
status=0
TOKENHOUSE_URL=$url timeout --foreground 120 node --test ./*.test.js || status=1
TOKENHOUSE_URL=$url PYTHONDONTWRITEBYTECODE=1 timeout --foreground 120 /usr/bin/python3 -m unittest --verbose ./test_*.py 2>&1 || status=1
exit "$status"
