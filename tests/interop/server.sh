# Starts a fresh server for clients, and stops it at the end of the script. To be sourced.

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

free_port() {
  node -e 'const s = require("node:net").createServer().listen(0, () => { console.log(s.address().port); s.close(); })'
}

# start_server DLL URL [SETTING...]: returns when the server is ready.
start_server() {
  local dll=$1 url=$2
  shift 2
  ASPNETCORE_ENVIRONMENT=Development dotnet "$dll" --Tokenhouse:BaseUrl "$url" --Tokenhouse:DataFolder "$tmp/data" \
    --Tokenhouse:PasswordHashing:Yields false "$@" >"$tmp/log" 2>&1 &
  server=$!
  for _ in {1..300}; do
    kill -0 "$server" 2>/dev/null || break
    if curl --silent --fail --max-time 2 --noproxy '*' --output /dev/null "$url/health/ready"; then return; fi
    sleep 0.2
  done
  echo "The server at $url didn't become ready. Its output:" >&2
  cat "$tmp/log" >&2
  exit 1
}

# find_server [DLL]: prints where the built server is. A relative path is relative to the caller.
find_server() {
  local dll
  dll=$(realpath -m "${1:-$(dirname "${BASH_SOURCE[0]}")/../../src/Tokenhouse.Server/bin/Debug/net10.0/Tokenhouse.Server.dll}")
  if [[ ! -f $dll ]]; then
    echo "No server found at $dll. Build it first: dotnet build src/Tokenhouse.Server" >&2
    exit 1
  fi
  echo "$dll"
}

# install_node_packages FOLDER: npm writes the inner file last, so an interrupted installation is repeated.
install_node_packages() {
  if [[ $1/package-lock.json -nt $1/node_modules/.package-lock.json ]]; then
    (cd "$1" && timeout --foreground 300 npm ci --no-audit --no-fund)
  fi
}
